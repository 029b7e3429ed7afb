using Portal.Infrastructure.Spreadsheets;

namespace Portal.Infrastructure.Imports;

/// <summary>The configuration section <c>Import</c>.</summary>
public sealed class ImportOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Import";

    /// <summary>The largest file that is taken.</summary>
    public int MaxFileMegabytes { get; set; } = 200;

    /// <summary>The most columns that are taken.</summary>
    public int MaxColumns { get; set; } = 256;

    /// <summary>How many problems of a file are kept to be listed; further ones are only counted.</summary>
    public int MaxProblems { get; set; } = 100_000;

    /// <summary>Where uploaded files lie; by default "uploads" in the data folder. Several web nodes need a shared one.</summary>
    public string? Folder { get; set; }

    internal TableLimits Limits => TableLimits.Default with { MaxFileMegabytes = MaxFileMegabytes, MaxColumns = MaxColumns };
}
