namespace Portal.Infrastructure.Spreadsheets;

/// <summary>What a cell holds.</summary>
public enum CellKind
{
    /// <summary>Nothing.</summary>
    Empty = 0,

    /// <summary>Text, as in every cell of a CSV file.</summary>
    Text = 1,

    /// <summary>A number of a spreadsheet, in invariant notation.</summary>
    Number = 2,

    /// <summary>A number of a spreadsheet that is shown as a date: days since 1899-12-30.</summary>
    Day = 3,

    /// <summary>TRUE or FALSE.</summary>
    Flag = 4,

    /// <summary>A formula that could not be computed: #REF!, #N/A.</summary>
    Error = 5,
}

/// <summary>One cell of a table as the file has it; <see cref="CellParsing"/> makes values of it.</summary>
/// <param name="Kind">What it holds.</param>
/// <param name="Text">Its text, the number in invariant notation, or the name of the error.</param>
public readonly record struct TableCell(CellKind Kind, string Text)
{
    /// <summary>Nothing.</summary>
    public static TableCell Empty { get; } = new(CellKind.Empty, "");

    /// <summary>A cell of text; empty for no letters.</summary>
    public static TableCell Of(string text) => string.IsNullOrEmpty(text) ? Empty : new TableCell(CellKind.Text, text);

    /// <summary>What a person sees in the cell.</summary>
    public override string ToString() => CellParsing.Shown(this);
}
