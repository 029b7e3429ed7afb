using Portal.Domain.Shared;
using Portal.Infrastructure.Spreadsheets;

namespace Portal.Infrastructure.Imports;

/// <summary>Rows that stand or fall together: one customer, one product, one sales document.</summary>
internal sealed class ImportUnit
{
    /// <summary>The rows as the file has them.</summary>
    public List<ImportRow> Rows { get; } = [];

    /// <summary>What is wrong with them.</summary>
    public List<ImportRowProblem> Problems { get; } = [];

    /// <summary>What was understood, typed; null where it is no use because of a problem.</summary>
    public object? Draft { get; set; }

    /// <summary>Whether it is written already with the same content.</summary>
    public bool IsDuplicate { get; set; }

    public bool IsBad => Problems.Count > 0;

    public void Refuse(long line, string? column, Refusal refusal) => Problems.Add(new ImportRowProblem(line, column, refusal));

    /// <summary>Refuses every row of it for the same reason.</summary>
    public void RefuseAll(string column, Refusal refusal)
    {
        foreach (var row in Rows)
        {
            Refuse(row.Line, column, refusal);
        }
    }
}

/// <summary>A row as the file has it.</summary>
internal readonly record struct ImportRow(long Line, string[] Cells)
{
    public static ImportRow Of(TableReader reader)
    {
        var cells = new string[reader.Cells.Length];
        for (var index = 0; index < cells.Length; index++)
        {
            var cell = reader.Cells[index];
            cells[index] = cell.Kind == CellKind.Text ? cell.Text : CellParsing.Shown(cell);
        }

        return new ImportRow(reader.LineNumber, cells);
    }
}

/// <summary>What is wrong with a row.</summary>
/// <param name="Line">The line in the file.</param>
/// <param name="Column">The header of the column, or null for the whole row.</param>
/// <param name="Refusal">What is wrong.</param>
public readonly record struct ImportRowProblem(long Line, string? Column, Refusal Refusal);
