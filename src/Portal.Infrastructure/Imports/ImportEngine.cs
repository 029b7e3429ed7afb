using System.Text.Json;
using System.Threading.Channels;
using Microsoft.EntityFrameworkCore;
using Portal.Domain.Imports;
using Portal.Domain.Shared;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Data.BulkWrite;
using Portal.Infrastructure.Shared;
using Portal.Infrastructure.Spreadsheets;

namespace Portal.Infrastructure.Imports;

/// <summary>What is to be done with a file.</summary>
/// <param name="RunId">The import.</param>
/// <param name="Kind">What the file holds.</param>
/// <param name="Path">Where the file lies.</param>
/// <param name="Settings">How it is read.</param>
/// <param name="Mode">What to do about bad rows; null only checks and writes nothing.</param>
/// <param name="ByUserId">Who asked for it.</param>
/// <param name="LeasedBy">The process whose lease has to hold when writing is committed.</param>
internal sealed record ImportJob(long RunId, ImportKind Kind, string Path, ImportSettings Settings, ImportMode? Mode, long? ByUserId, string LeasedBy);

/// <summary>How far an import is.</summary>
/// <param name="Fraction">The share of the file that was read, from 0 to 1.</param>
/// <param name="Rows">Rows dealt with.</param>
/// <param name="Imported">Records written.</param>
/// <param name="Duplicates">Records that were there already.</param>
/// <param name="BadRows">Rows refused.</param>
public sealed record ImportProgress(double Fraction, long Rows, long Imported, long Duplicates, long BadRows);

/// <summary>What came of reading a file.</summary>
/// <param name="Progress">The counts at the end.</param>
/// <param name="Problems">The first problems, in the order of lines.</param>
/// <param name="Failure">Why the file could not be read to its end, or null.</param>
/// <param name="IsWritten">Whether anything could be written.</param>
internal sealed record ImportTally(ImportProgress Progress, IReadOnlyList<ImportRowProblem> Problems, Refusal? Failure, bool IsWritten);

/// <summary>
/// Reads on one thread and writes on another. All or nothing is one transaction, rolled back at the first bad row while
/// reading goes on to find the others; skipping writes batches of whole records, each with its problems and its progress,
/// and begins anew after a crash: what is there already is recognised.
/// </summary>
internal sealed class ImportEngine(IDbContextFactory<PortalDbContext> contexts, BusinessClock clock, ImportOptions options)
{
    private const int RowsPerBatch = 10_000;
    private const int BatchesAhead = 2;
    private const int MaxAttempts = 3;

    private static readonly string[] ProblemColumns =
    [
        nameof(ImportProblem.ImportRunId), nameof(ImportProblem.LineNumber), nameof(ImportProblem.Column), nameof(ImportProblem.Code),
        nameof(ImportProblem.ArgumentsJson), nameof(ImportProblem.RowJson),
    ];

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
            return Failed(opened.Refusal);
        }

        using var reader = opened.Value;
        var mapped = ColumnMapping.Resolve(job.Kind, reader.Header, job.Settings.Columns);
        if (!mapped.IsDone)
        {
            return Failed(mapped.Refusal);
        }

        var source = ImportSource.Create(job.Kind, mapped.Value, job.Settings);
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        context.Database.SetCommandTimeout(TimeSpan.FromMinutes(10));
        await source.LoadAsync(context, job.RunId, cancellationToken);
        if (mustScan)
        {
            using var first = TableReader.Open(job.Path, options.Limits).Value;
            source.Scan(first, cancellationToken);
        }

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var batches = Channel.CreateBounded<Batch>(new BoundedChannelOptions(BatchesAhead) { SingleReader = true, SingleWriter = true });
        var reading = Task.Run(() => ReadAsync(source, reader, batches.Writer, stop.Token), CancellationToken.None);
        var state = new State(job, context, source);
        try
        {
            await PrepareAsync(state, cancellationToken);
            await foreach (var batch in batches.Reader.ReadAllAsync(cancellationToken))
            {
                await TakeAsync(state, batch, cancellationToken);
                report?.Invoke(state.Progress);
            }

            await reading;
        }
        finally
        {
            await stop.CancelAsync();
            await reading.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        }

        if (source.MustScan)
        {
            await state.RollBackAsync();
            return null;
        }

        return await EndAsync(state, source.Failure ?? reader.Failure, cancellationToken);
    }

    private static ImportTally Failed(Refusal refusal) => new(new ImportProgress(0, 0, 0, 0, 0), [], refusal, false);

    private static async Task ReadAsync(ImportSource source, TableReader reader, ChannelWriter<Batch> batches, CancellationToken cancellationToken)
    {
        try
        {
            var units = new List<ImportUnit>();
            var rows = 0;
            foreach (var unit in source.Read(reader))
            {
                units.Add(unit);
                rows += unit.Rows.Count;
                if (rows >= RowsPerBatch)
                {
                    await batches.WriteAsync(new Batch(units, reader.Progress), cancellationToken);
                    units = [];
                    rows = 0;
                }
            }

            if (units.Count > 0)
            {
                await batches.WriteAsync(new Batch(units, reader.Progress), cancellationToken);
            }

            batches.Complete();
        }
        catch (Exception error)
        {
            batches.Complete(error);
            throw;
        }
    }

    private async Task PrepareAsync(State state, CancellationToken cancellationToken)
    {
        if (state.Job.Mode is null)
        {
            return;
        }

        // What an interrupted attempt noted is noted again.
        await state.Context.ImportProblems.Where(problem => problem.ImportRunId == state.Job.RunId).ExecuteDeleteAsync(cancellationToken);
    }

    private async Task TakeAsync(State state, Batch batch, CancellationToken cancellationToken)
    {
        var writes = state.Job.Mode == ImportMode.SkipBad || (state.Job.Mode == ImportMode.AllOrNothing && !state.IsRefused);
        if (writes && state.Context.Database.CurrentTransaction is null)
        {
            await state.Context.Database.BeginTransactionAsync(cancellationToken);
        }

        await state.Source.CheckAsync(state.Context, batch.Units, cancellationToken);
        if (state.Job.Mode == ImportMode.AllOrNothing && !state.IsRefused && batch.Units.Any(unit => unit.IsBad))
        {
            // Nothing will be written; the lock is given back at once.
            await state.RollBackAsync();
            state.IsRefused = true;
            writes = false;
        }

        if (writes)
        {
            await state.Source.WriteAsync(state.Context, batch.Units, clock.UtcNow, state.Job.ByUserId, cancellationToken);
        }

        state.Count(batch, options.MaxProblems);
        if (state.Job.Mode == ImportMode.SkipBad)
        {
            await WriteProblemsAsync(state, cancellationToken);
            await NoteAsync(state, ImportState.Running, null, cancellationToken);
            await state.CommitAsync(cancellationToken);
        }
    }

    private async Task<ImportTally> EndAsync(State state, Refusal? failure, CancellationToken cancellationToken)
    {
        if (state.Job.Mode is { } mode)
        {
            var nothing = mode == ImportMode.AllOrNothing && (state.IsRefused || failure is not null);
            if (nothing)
            {
                await state.RollBackAsync();
                state.ForgetWritten();
            }

            if (state.Context.Database.CurrentTransaction is null)
            {
                await state.Context.Database.BeginTransactionAsync(cancellationToken);
            }

            if (mode == ImportMode.AllOrNothing)
            {
                await WriteProblemsAsync(state, cancellationToken);
            }

            var end = failure is not null ? ImportState.Failed : nothing ? ImportState.Refused : ImportState.Completed;
            await NoteAsync(state, end, failure, cancellationToken);
            await state.CommitAsync(cancellationToken);
        }

        return new ImportTally(state.Progress, state.Problems, failure, state.Progress.Imported > 0);
    }

    private static async Task WriteProblemsAsync(State state, CancellationToken cancellationToken)
    {
        await BulkWriter.InsertAsync<ImportProblem, Problem>(
            state.Context,
            ProblemColumns,
            state.Unwritten,
            (row, problem) =>
            {
                row.Write(state.Job.RunId);
                row.Write(problem.Line);
                row.Write(Shortened(problem.Column, 200));
                row.Write(problem.Refusal.Code);
                row.Write(ImportArguments.ToJson(problem.Refusal));
                row.Write(problem.RowJson);
            },
            cancellationToken);
        state.Unwritten.Clear();
    }

    private static string? Shortened(string? text, int length) => text is null || text.Length <= length ? text : text[..length];

    /// <summary>Writes the counts; in the same transaction as the records, and only while the lease holds.</summary>
    private async Task NoteAsync(State state, ImportState end, Refusal? failure, CancellationToken cancellationToken)
    {
        var (job, progress) = (state.Job, state.Progress);
        var now = clock.UtcNow;
        var total = end == ImportState.Running && progress.Fraction > 0 ? (long)(progress.Rows / progress.Fraction) : progress.Rows;
        var leasedUntil = now + LeaseOf(job.Mode!.Value);
        DateTime? endedAt = end == ImportState.Running ? null : now;
        var failureText = failure is null ? null : ImportArguments.ToText(failure);
        var noted = await state.Context.ImportRuns.Where(run => run.Id == job.RunId && run.LeasedBy == job.LeasedBy && run.State == ImportState.Running)
            .ExecuteUpdateAsync(
                row => row
                    .SetProperty(run => run.State, end)
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

    private sealed record Batch(List<ImportUnit> Units, double Fraction);

    private readonly record struct Problem(long Line, string? Column, Refusal Refusal, string RowJson);

    private sealed class State(ImportJob job, PortalDbContext context, ImportSource source)
    {
        public ImportJob Job { get; } = job;

        public PortalDbContext Context { get; } = context;

        public ImportSource Source { get; } = source;

        public ImportProgress Progress { get; private set; } = new(0, 0, 0, 0, 0);

        /// <summary>Whether a bad row ended the writing of an all-or-nothing import.</summary>
        public bool IsRefused { get; set; }

        public List<ImportRowProblem> Problems { get; } = [];

        public List<Problem> Unwritten { get; } = [];

        public void Count(Batch batch, int maxProblems)
        {
            long rows = 0, imported = 0, duplicates = 0, bad = 0;
            foreach (var unit in batch.Units)
            {
                rows += unit.Rows.Count;
                if (unit.IsBad)
                {
                    bad += unit.Problems.Select(problem => problem.Line).Distinct().Count();
                    Keep(unit, maxProblems);
                }
                else if (unit.IsDuplicate && unit.Draft is not Sales.SalesDocumentRow { WasWrittenByThisRun: true })
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

        public void ForgetWritten() => Progress = Progress with { Imported = 0 };

        public async Task RollBackAsync()
        {
            if (Context.Database.CurrentTransaction is { } transaction)
            {
                await transaction.RollbackAsync(CancellationToken.None);
                await transaction.DisposeAsync();
                Context.ChangeTracker.Clear();
            }
        }

        public async Task CommitAsync(CancellationToken cancellationToken)
        {
            var transaction = Context.Database.CurrentTransaction!;
            await transaction.CommitAsync(cancellationToken);
            await transaction.DisposeAsync();
        }

        private void Keep(ImportUnit unit, int maxProblems)
        {
            foreach (var problem in unit.Problems.OrderBy(problem => problem.Line))
            {
                if (Problems.Count >= maxProblems)
                {
                    return;
                }

                Problems.Add(problem);
                if (Job.Mode is not null)
                {
                    var row = unit.Rows.Find(row => row.Line == problem.Line);
                    Unwritten.Add(new Problem(problem.Line, problem.Column, problem.Refusal, JsonSerializer.Serialize(row.Cells ?? [])));
                }
            }
        }
    }
}

/// <summary>Another process took the import over; what this one did since is rolled back.</summary>
internal sealed class ImportLeaseLostException(long runId) : Exception($"The lease of import {runId} was lost.");
