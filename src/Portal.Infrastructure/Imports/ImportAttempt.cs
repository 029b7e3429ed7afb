using Microsoft.EntityFrameworkCore;
using Portal.Domain.Imports;
using Portal.Domain.Shared;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Shared;

namespace Portal.Infrastructure.Imports;

/// <summary>
/// One attempt at writing a file. All or nothing is one transaction, rolled back at the first bad row while reading goes on
/// to find the others; skipping commits step by step, with the problems and the progress of each step.
/// </summary>
internal sealed class ImportAttempt(ImportJob job, PortalDbContext context, ImportSource source, WriteGate gate, BusinessClock clock, int maxProblems)
    : IAsyncDisposable
{
    private const int RowsPerStep = 10_000;

    private readonly ImportCounts _counts = new(maxProblems, job.Mode is not null);
    private IDisposable? _turn;
    private bool _isRefused;
    private int _untoldRows;

    public ImportProgress Progress => _counts.Progress;

    /// <summary>What an interrupted attempt noted is noted again.</summary>
    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        if (job.Mode is not null)
        {
            await context.ImportProblems.Where(problem => problem.ImportRunId == job.RunId).ExecuteDeleteAsync(cancellationToken);
        }
    }

    /// <returns>Whether to tell how far it has come: what is told where bad rows are skipped is saved.</returns>
    public async Task<bool> TakeAsync(ImportBatch batch, CancellationToken cancellationToken)
    {
        var writes = job.Mode is not null && !_isRefused;
        if (writes)
        {
            await BeginAsync(cancellationToken);
        }

        await source.CheckAsync(context, batch.Units, cancellationToken);
        if (job.Mode == ImportMode.AllOrNothing && !_isRefused && batch.Units.Exists(unit => unit.IsBad))
        {
            // Nothing will be written; the lock is given back at once.
            await RollBackAsync();
            _isRefused = true;
            writes = false;
        }

        if (writes)
        {
            await source.WriteAsync(context, batch.Units, clock.UtcNow, job.ByUserId, cancellationToken);
        }

        _counts.Add(batch);
        _untoldRows += batch.Units.Sum(unit => unit.Rows.Count);
        if (_untoldRows < RowsPerStep)
        {
            return false;
        }

        _untoldRows = 0;
        if (job.Mode == ImportMode.SkipBad)
        {
            await ImportNotes.WriteProblemsAsync(context, job, _counts.Unwritten, cancellationToken);
            await ImportNotes.WriteProgressAsync(context, job, Progress, ImportState.Running, null, clock.UtcNow, cancellationToken);
            await CommitAsync(cancellationToken);
        }

        return true;
    }

    public async Task<ImportTally> EndAsync(Refusal? failure, CancellationToken cancellationToken)
    {
        if (job.Mode is { } mode)
        {
            var isNothing = mode == ImportMode.AllOrNothing && (_isRefused || failure is not null);
            if (isNothing)
            {
                await RollBackAsync();
                _counts.ForgetImported();
            }

            await BeginAsync(cancellationToken);
            await ImportNotes.WriteProblemsAsync(context, job, _counts.Unwritten, cancellationToken);
            var state = failure is not null ? ImportState.Failed : isNothing ? ImportState.Refused : ImportState.Completed;
            await ImportNotes.WriteProgressAsync(context, job, Progress, state, failure, clock.UtcNow, cancellationToken);
            await CommitAsync(cancellationToken);
        }

        return new ImportTally(Progress, _counts.Problems, failure);
    }

    /// <summary>Rolls back what was not committed.</summary>
    public async ValueTask DisposeAsync() => await RollBackAsync();

    private async Task BeginAsync(CancellationToken cancellationToken)
    {
        if (context.Database.CurrentTransaction is null)
        {
            _turn = await gate.EnterAsync(cancellationToken);
            await context.Database.BeginTransactionAsync(cancellationToken);
        }
    }

    private async Task CommitAsync(CancellationToken cancellationToken)
    {
        var transaction = context.Database.CurrentTransaction!;
        await transaction.CommitAsync(cancellationToken);
        await transaction.DisposeAsync();
        _turn?.Dispose();
    }

    private async Task RollBackAsync()
    {
        if (context.Database.CurrentTransaction is { } transaction)
        {
            await transaction.DisposeAsync();
            context.ChangeTracker.Clear();
        }

        _turn?.Dispose();
    }
}
