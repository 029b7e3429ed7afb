using System.Text.Json;
using Portal.Domain.Shared;
using Portal.Infrastructure.Sales;

namespace Portal.Infrastructure.Imports;

/// <summary>Counts the records of an import and keeps its first problems.</summary>
/// <param name="maxProblems">How many problems are kept.</param>
/// <param name="writes">Whether they will be written.</param>
internal sealed class ImportCounts(int maxProblems, bool writes)
{
    public ImportProgress Progress { get; private set; } = new(0, 0, 0, 0, 0);

    public List<ImportRowProblem> Problems { get; } = [];

    /// <summary>Problems that are not written yet.</summary>
    public List<KeptProblem> Unwritten { get; } = [];

    public void Add(ImportBatch batch)
    {
        long rows = 0, imported = 0, duplicates = 0, bad = 0;
        foreach (var unit in batch.Units)
        {
            rows += unit.Rows.Count;
            if (unit.IsBad)
            {
                bad += unit.Problems.Select(problem => problem.Line).Distinct().Count();
                Keep(unit);
            }
            else if (unit.IsDuplicate && unit.Draft is not IRepeatedRow { WasWrittenByThisRun: true })
            {
                duplicates++;
            }
            else
            {
                imported++;
            }
        }

        var sum = Progress;
        Progress = new ImportProgress(batch.Fraction, sum.Rows + rows, sum.Imported + imported, sum.Duplicates + duplicates, sum.BadRows + bad);
    }

    public void ForgetImported() => Progress = Progress with { Imported = 0 };

    private void Keep(ImportUnit unit)
    {
        foreach (var problem in unit.Problems.OrderBy(problem => problem.Line))
        {
            if (Problems.Count >= maxProblems)
            {
                return;
            }

            Problems.Add(problem);
            if (writes)
            {
                var row = unit.Rows.Find(row => row.Line == problem.Line);
                Unwritten.Add(new KeptProblem(problem.Line, problem.Column, problem.Refusal, JsonSerializer.Serialize(row.Cells ?? [])));
            }
        }
    }
}

/// <summary>A problem with the row as the file has it.</summary>
internal readonly record struct KeptProblem(long Line, string? Column, Refusal Refusal, string RowJson);
