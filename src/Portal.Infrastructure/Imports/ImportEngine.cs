using Microsoft.EntityFrameworkCore;
using Portal.Domain.Imports;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Data.BulkWrite;
using Portal.Infrastructure.Shared;
using Portal.Infrastructure.Spreadsheets;

namespace Portal.Infrastructure.Imports;

/// <summary>
/// Reads on one thread and writes on another. An import that a crash interrupted begins anew: what is there already is
/// recognised.
/// </summary>
internal sealed class ImportEngine(IDbContextFactory<PortalDbContext> contexts, WriteGate gate, BusinessClock clock, ImportOptions options)
{
    private const int MaxAttempts = 3;
    private static readonly TimeSpan CommandTimeout = TimeSpan.FromMinutes(10);

    /// <summary>How long a lease of this import lasts; on SQLite one transaction keeps everybody else from writing, the lease too.</summary>
    public static TimeSpan LeaseOf(ImportMode mode) => mode == ImportMode.AllOrNothing ? TimeSpan.FromHours(1) : TimeSpan.FromMinutes(2);

    public async Task<ImportTally> RunAsync(ImportJob job, Action<ImportProgress>? report, CancellationToken cancellationToken)
    {
        var mustScan = job.Kind == ImportKind.Sales && job.Mode == ImportMode.SkipBad;
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                if (await TryAsync(job, mustScan, report, cancellationToken) is { } tally)
                {
                    return tally;
                }

                // Rows that belong together stand apart.
                mustScan = true;
            }
            catch (Exception error) when (attempt < MaxAttempts && DatabaseErrors.IsUniqueViolation(error))
            {
                // Somebody else wrote the same record meanwhile; the next attempt finds it.
            }
        }
    }

    /// <returns>Null where the file has to be looked through first.</returns>
    private async Task<ImportTally?> TryAsync(ImportJob job, bool mustScan, Action<ImportProgress>? report, CancellationToken cancellationToken)
    {
        var opened = TableReader.Open(job.Path, options.Limits);
        if (!opened.IsDone)
        {
            return ImportTally.Failed(opened.Refusal);
        }

        using var reader = opened.Value;
        var mapped = ColumnMapping.Resolve(job.Kind, reader.Header, job.Settings.Columns);
        if (!mapped.IsDone)
        {
            return ImportTally.Failed(mapped.Refusal);
        }

        var source = ImportSource.Create(job.Kind, mapped.Value, job.Settings);
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        context.Database.SetCommandTimeout(CommandTimeout);
        await source.LoadAsync(context, job.RunId, cancellationToken);
        if (mustScan)
        {
            using var first = TableReader.Open(job.Path, options.Limits).Value;
            source.Scan(first, cancellationToken);
        }

        await using var attempt = new ImportAttempt(job, context, source, gate, clock, options.MaxProblems);
        await attempt.PrepareAsync(cancellationToken);
        await using (var batches = new ImportBatches(source, reader, BulkWriter.RowsAtOnce(context), cancellationToken))
        {
            await foreach (var batch in batches.AllAsync(cancellationToken))
            {
                if (await attempt.TakeAsync(batch, cancellationToken))
                {
                    report?.Invoke(attempt.Progress);
                }
            }
        }

        return source.MustScan ? null : await attempt.EndAsync(source.Failure ?? reader.Failure, cancellationToken);
    }
}
