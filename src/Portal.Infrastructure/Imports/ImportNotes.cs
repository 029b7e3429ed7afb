using Microsoft.EntityFrameworkCore;
using Portal.Domain.Imports;
using Portal.Domain.Shared;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Data.BulkWrite;

namespace Portal.Infrastructure.Imports;

/// <summary>Writes problems and progress of an import, in the transaction of the records they are about.</summary>
internal static class ImportNotes
{
    private const int MaxColumnLength = 200;

    private static readonly string[] ProblemColumns =
    [
        nameof(ImportProblem.ImportRunId), nameof(ImportProblem.LineNumber), nameof(ImportProblem.Column), nameof(ImportProblem.Code),
        nameof(ImportProblem.ArgumentsJson), nameof(ImportProblem.RowJson),
    ];

    public static async Task WriteProblemsAsync(PortalDbContext context, ImportJob job, List<KeptProblem> problems, CancellationToken cancellationToken)
    {
        await BulkWriter.InsertAsync<ImportProblem, KeptProblem>(
            context,
            ProblemColumns,
            problems,
            (row, problem) =>
            {
                row.Write(job.RunId);
                row.Write(problem.Line);
                row.Write(problem.Column is { Length: > MaxColumnLength } column ? column[..MaxColumnLength] : problem.Column);
                row.Write(problem.Refusal.Code);
                row.Write(ImportArguments.ToJson(problem.Refusal));
                row.Write(problem.RowJson);
            },
            cancellationToken);
        problems.Clear();
    }

    /// <summary>Writes the counts, only while the lease holds.</summary>
    /// <exception cref="ImportLeaseLostException">Another process took the import over.</exception>
    public static async Task WriteProgressAsync(
        PortalDbContext context, ImportJob job, ImportProgress progress, ImportState state, Refusal? failure, DateTime nowUtc, CancellationToken cancellationToken)
    {
        var total = state == ImportState.Running && progress.Fraction > 0 ? (long)(progress.Rows / progress.Fraction) : progress.Rows;
        var leasedUntil = nowUtc + ImportEngine.LeaseOf(job.Mode!.Value);
        DateTime? endedAt = state == ImportState.Running ? null : nowUtc;
        var failureText = failure is null ? null : ImportArguments.ToText(failure);
        var noted = await context.ImportRuns.Where(run => run.Id == job.RunId && run.LeasedBy == job.LeasedBy && run.State == ImportState.Running)
            .ExecuteUpdateAsync(
                row => row
                    .SetProperty(run => run.State, state)
                    .SetProperty(run => run.TotalRows, total)
                    .SetProperty(run => run.DoneRows, progress.Rows)
                    .SetProperty(run => run.ImportedRecords, progress.Imported)
                    .SetProperty(run => run.DuplicateRecords, progress.Duplicates)
                    .SetProperty(run => run.BadRows, progress.BadRows)
                    .SetProperty(run => run.EndedAtUtc, endedAt)
                    .SetProperty(run => run.Failure, failureText)
                    .SetProperty(run => run.LeasedUntilUtc, leasedUntil)
                    .SetProperty(run => run.RowVersion, run => run.RowVersion + 1),
                cancellationToken);
        if (noted == 0)
        {
            throw new ImportLeaseLostException(job.RunId);
        }
    }
}
