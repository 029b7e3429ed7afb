namespace Portal.Infrastructure.Pdf;

/// <summary>A document for paper, in words: what stands on it, not how it is drawn.</summary>
public sealed record PaperDocument
{
    /// <summary>Who issues it.</summary>
    public required string Company { get; init; }

    /// <summary>What it is.</summary>
    public required string Title { get; init; }

    /// <summary>Its number, or null.</summary>
    public string? Number { get; init; }

    /// <summary>Whom it is for, or null.</summary>
    public string? Party { get; init; }

    /// <summary>What stands at the foot of each page beside its number: who printed it and when.</summary>
    public string Foot { get; init; } = "";

    /// <summary>What stands on it, from top to bottom.</summary>
    public required IReadOnlyList<PaperBlock> Blocks { get; init; }
}

/// <summary>A part of a document.</summary>
public abstract record PaperBlock
{
    private protected PaperBlock()
    {
    }
}

/// <summary>A heading.</summary>
/// <param name="Text">Its words.</param>
public sealed record PaperHeading(string Text) : PaperBlock;

/// <summary>Running text.</summary>
/// <param name="Spans">Its parts.</param>
/// <param name="Marker">What stands before it, such as "1."; null for nothing.</param>
public sealed record PaperParagraph(IReadOnlyList<PaperSpan> Spans, string? Marker = null) : PaperBlock
{
    /// <summary>Text without emphasis.</summary>
    public PaperParagraph(string text)
        : this([new PaperSpan(text)])
    {
    }
}

/// <summary>A part of running text.</summary>
/// <param name="Text">Its words.</param>
/// <param name="IsBold">Whether it stands out.</param>
public sealed record PaperSpan(string Text, bool IsBold = false);

/// <summary>A table; its head is repeated on each page.</summary>
/// <param name="Columns">The columns.</param>
/// <param name="Rows">The cells, row by row.</param>
public sealed record PaperTable(IReadOnlyList<PaperColumn> Columns, IReadOnlyList<IReadOnlyList<string>> Rows) : PaperBlock;

/// <summary>A column of a table.</summary>
/// <param name="Title">Its heading.</param>
/// <param name="Share">Its part of the width, in proportion to the others'.</param>
/// <param name="IsNumber">Whether it is set to the right.</param>
public sealed record PaperColumn(string Title, double Share, bool IsNumber = false);
