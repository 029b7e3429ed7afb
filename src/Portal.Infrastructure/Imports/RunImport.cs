using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Portal.Domain.Imports;
using Portal.Domain.Sales;
using Portal.Domain.Shared;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Live;
using Portal.Infrastructure.Shared;

namespace Portal.Infrastructure.Imports;

/// <summary>Imports a queued file. Safe to repeat: an import that a crash interrupted goes on and writes nothing twice.</summary>
public sealed class RunImport(
    IDbContextFactory<PortalDbContext> contexts,
    WriteGate gate,
    CurrentUser user,
    BusinessClock clock,
    ImportFiles files,
    ImportSignal signal,
    LiveUpdates live,
    IOptions<ImportOptions> options,
    ILogger<RunImport> logger)
{
    private static readonly string Process = string.Create(CultureInfo.InvariantCulture, $"{Environment.MachineName}/{Environment.ProcessId}/{Guid.NewGuid():N}");
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    private static readonly Dictionary<Type, string[]> LookedForBy = new()
    {
        [typeof(SalesDocument)] = [nameof(SalesDocument.Id), nameof(SalesDocument.CustomerId), nameof(SalesDocument.DocumentOn), nameof(SalesDocument.Kind), nameof(SalesDocument.ImportRunId)],
        [typeof(SalesLine)] = [nameof(SalesLine.Id), nameof(SalesLine.DocumentId), nameof(SalesLine.CustomerId), nameof(SalesLine.DocumentOn), nameof(SalesLine.ProductId)],
        [typeof(SalesPack)] = [nameof(SalesPack.CustomerId), nameof(SalesPack.DocumentOn), nameof(SalesPack.DocumentId)],
    };

    /// <summary>Works on the import until it ends.</summary>
    /// <returns>How it ended; refused where it is not in the queue or another process works on it.</returns>
    public async Task<Outcome<ImportResult>> RunAsync(long runId, CancellationToken cancellationToken)
    {
        if (user.Refuse(Permissions.Imports.Run) is { } refusal)
        {
            return refusal;
        }

        var (run, claimRefusal) = await ClaimAsync(runId, cancellationToken);
        if (run is null)
        {
            return claimRefusal!;
        }

        var engine = new ImportEngine(contexts, gate, clock, options.Value);
        var job = new ImportJob(runId, run.Kind, files.PathOf(run.StoredAs), ImportSettings.FromJson(run.MappingJson), run.Mode, run.ByUserId, Process);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var ended = new CancellationTokenSource();
        var watching = WatchAsync(runId, stop, ended.Token);
        try
        {
            var tally = await engine.RunAsync(job, progress => signal.Note(runId, progress), stop.Token);
            if (tally.Failure is { } failure && tally.Progress.Rows == 0)
            {
                // Refused before any row: the engine had nothing to note.
                await EndAsync(runId, ImportState.Failed, ImportArguments.ToText(failure));
            }

            await RefreshStatisticsAsync(run.Kind, tally.Progress.Rows, stop.Token);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            await EndAsync(runId, ImportState.Cancelled, null);
        }
        catch (ImportLeaseLostException)
        {
            return new Refusal("import_taken_over");
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            var id = Guid.NewGuid().ToString("N")[..8];
            logger.LogError(error, "Import {RunId} failed ({ErrorId})", runId, id);
            await EndAsync(runId, ImportState.Failed, id);
        }
        finally
        {
            await ended.CancelAsync();
            await watching;
            signal.Forget(runId);
        }

        if (run.Kind == ImportKind.Sales)
        {
            await live.PublishAsync(LiveUpdates.Sales, CancellationToken.None);
        }

        return await ResultAsync(runId);
    }

    /// <summary>Whether the process that holds a lease is gone: its lease ran out, or it was of this machine and does not run any more.</summary>
    internal static bool IsAbandoned(ImportRun run, DateTime nowUtc)
    {
        if (run.LeasedBy is null || run.LeasedUntilUtc < nowUtc)
        {
            return true;
        }

        var parts = run.LeasedBy.Split('/');
        if (run.LeasedBy == Process || parts.Length != 3 || parts[0] != Environment.MachineName || !int.TryParse(parts[1], CultureInfo.InvariantCulture, out var id))
        {
            return false;
        }

        // The same number with another mark is an earlier process that had this one's number.
        return id == Environment.ProcessId || !Runs(id);
    }

    private static bool Runs(int processId)
    {
        try
        {
            using var process = System.Diagnostics.Process.GetProcessById(processId);
            return !process.HasExited;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    private async Task RefreshStatisticsAsync(ImportKind kind, long rows, CancellationToken cancellationToken)
    {
        if (kind == ImportKind.Sales && rows >= TableStatistics.ManyRows)
        {
            await using var context = await contexts.CreateDbContextAsync(cancellationToken);
            await TableStatistics.RefreshAsync(context, LookedForBy, cancellationToken);
        }
    }

    private async Task<(ImportRun? Run, Refusal? Refusal)> ClaimAsync(long runId, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        if (await context.ImportRuns.SingleOrDefaultAsync(row => row.Id == runId, cancellationToken) is not { } run)
        {
            return (null, new Refusal(Refusal.NotFound));
        }

        var now = clock.UtcNow;
        if (run.State != ImportState.Queued && !(run.State == ImportState.Running && IsAbandoned(run, now)))
        {
            return (null, new Refusal("import_not_queued"));
        }

        if (run.IsCancelRequested)
        {
            run.End(ImportState.Cancelled, null, now);
            await context.TrySaveAsync(cancellationToken);
            return (null, new Refusal("import_not_queued"));
        }

        run.Start(Process, now, now + ImportEngine.LeaseOf(run.Mode));
        return await context.TrySaveAsync(cancellationToken) is { } stale ? (null, stale) : (run, null);
    }

    /// <summary>Looks every second whether somebody asked to stop; on a server database also keeps the lease and shows the progress.</summary>
    private async Task WatchAsync(long runId, CancellationTokenSource stop, CancellationToken ended)
    {
        try
        {
            using var timer = new PeriodicTimer(LookEvery);
            while (await timer.WaitForNextTickAsync(ended))
            {
                await using var context = await contexts.CreateDbContextAsync(ended);
                var run = await context.ImportRuns.Where(row => row.Id == runId).Select(row => new { row.IsCancelRequested, row.Mode }).SingleAsync(ended);
                if (run.IsCancelRequested)
                {
                    await stop.CancelAsync();
                    return;
                }

                // On SQLite the import's own transaction holds the lock: this write would wait for its end.
                if (!context.Database.IsSqlite() && signal.ProgressOf(runId) is { } progress)
                {
                    await ShowAsync(context, runId, run.Mode, progress, ended);
                }
            }
        }
        catch (OperationCanceledException) when (ended.IsCancellationRequested)
        {
            // The import ended.
        }
        catch (Exception error)
        {
            logger.LogWarning(error, "The watch over import {RunId} ended early", runId);
        }
    }

    private Task ShowAsync(PortalDbContext context, long runId, ImportMode mode, ImportProgress progress, CancellationToken cancellationToken)
    {
        var total = progress.Fraction > 0 ? (long)(progress.Rows / progress.Fraction) : progress.Rows;
        var leasedUntil = clock.UtcNow + ImportEngine.LeaseOf(mode);
        return context.ImportRuns.Where(row => row.Id == runId && row.LeasedBy == Process && row.State == ImportState.Running && row.Mode == ImportMode.AllOrNothing)
            .ExecuteUpdateAsync(
                row => row
                    .SetProperty(run => run.TotalRows, total)
                    .SetProperty(run => run.DoneRows, progress.Rows)
                    .SetProperty(run => run.BadRows, progress.BadRows)
                    .SetProperty(run => run.LeasedUntilUtc, leasedUntil),
                cancellationToken);
    }

    private async Task EndAsync(long runId, ImportState state, string? failure)
    {
        var now = clock.UtcNow;
        await using var context = await contexts.CreateDbContextAsync(CancellationToken.None);
        await context.ImportRuns.Where(row => row.Id == runId && row.LeasedBy == Process && row.State == ImportState.Running)
            .ExecuteUpdateAsync(row => row
                .SetProperty(run => run.State, state)
                .SetProperty(run => run.Failure, failure)
                .SetProperty(run => run.EndedAtUtc, now)
                .SetProperty(run => run.RowVersion, run => run.RowVersion + 1));
    }

    private async Task<ImportResult> ResultAsync(long runId)
    {
        await using var context = await contexts.CreateDbContextAsync(CancellationToken.None);
        var run = await context.ImportRuns.AsNoTracking().SingleAsync(row => row.Id == runId);
        return new ImportResult(
            run.Id, run.State, run.DoneRows, run.ImportedRecords, run.DuplicateRecords, run.BadRows, run.Failure is null ? null : ImportArguments.FromText(run.Failure));
    }
}

/// <summary>How an import ended.</summary>
/// <param name="RunId">The import.</param>
/// <param name="State">Completed, refused, cancelled or failed.</param>
/// <param name="Rows">Rows read.</param>
/// <param name="Imported">Records written.</param>
/// <param name="Duplicates">Records that were there already.</param>
/// <param name="BadRows">Rows refused.</param>
/// <param name="Failure">Why it failed, or null.</param>
public sealed record ImportResult(long RunId, ImportState State, long Rows, long Imported, long Duplicates, long BadRows, Refusal? Failure);
