namespace Portal.Domain.Imports;

/// <summary>What is wrong with a row of an imported file.</summary>
public sealed class ImportProblem
{
    /// <summary>Records a problem.</summary>
    /// <param name="importRunId">The import.</param>
    /// <param name="lineNumber">The line in the file, the header being line 1.</param>
    /// <param name="column">The column's header, or null where it is the whole row.</param>
    /// <param name="code">The refusal's code.</param>
    /// <param name="argumentsJson">The refusal's arguments as a JSON array.</param>
    /// <param name="rowJson">The row's cells as a JSON array.</param>
    public ImportProblem(long importRunId, long lineNumber, string? column, string code, string argumentsJson, string rowJson)
    {
        ImportRunId = importRunId;
        LineNumber = lineNumber;
        Column = column;
        Code = code;
        ArgumentsJson = argumentsJson;
        RowJson = rowJson;
    }

    /// <summary>The row's key.</summary>
    public long Id { get; private set; }

    /// <summary>The import.</summary>
    public long ImportRunId { get; private set; }

    /// <summary>The line in the file, the header being line 1.</summary>
    public long LineNumber { get; private set; }

    /// <summary>The column's header, or null where it is the whole row.</summary>
    public string? Column { get; private set; }

    /// <summary>The refusal's code.</summary>
    public string Code { get; private set; }

    /// <summary>The refusal's arguments as a JSON array.</summary>
    public string ArgumentsJson { get; private set; }

    /// <summary>The row's cells as a JSON array.</summary>
    public string RowJson { get; private set; }
}
