namespace Portal.Infrastructure.Spreadsheets;

/// <summary>What a table file may be at most; beyond it the file is refused, not read.</summary>
public sealed record TableLimits
{
    /// <summary>The limits when nothing is configured.</summary>
    public static TableLimits Default { get; } = new();

    /// <summary>The size of the file as it lies on disk.</summary>
    public int MaxFileMegabytes { get; init; } = 200;

    /// <summary>The number of columns.</summary>
    public int MaxColumns { get; init; } = 256;

    /// <summary>The letters of one cell; a spreadsheet holds no more.</summary>
    public int MaxCellLength { get; init; } = 32_767;

    /// <summary>The size of everything inside an XLSX file once it is unpacked.</summary>
    public int MaxUnpackedMegabytes { get; init; } = 2_048;

    /// <summary>How many times larger than its file an XLSX may unpack; asked only where it unpacks to more than 20 MB.</summary>
    public int MaxUnpackedRatio { get; init; } = 150;

    /// <summary>The number of parts in an XLSX file.</summary>
    public int MaxParts { get; init; } = 2_000;

    /// <summary>The size of the table of texts in an XLSX file, which has to be held in memory.</summary>
    public int MaxSharedTextMegabytes { get; init; } = 64;
}
