using Microsoft.EntityFrameworkCore;
using Portal.Domain.Settlements;
using Portal.Domain.Shared;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Live;
using Portal.Infrastructure.Shared;

namespace Portal.Infrastructure.Settlements;

/// <summary>Asks for a settlement of everything that is due. The worker computes it; <see cref="ExecuteSettlementRun"/> does at once.</summary>
public sealed class RunSettlement(
    IDbContextFactory<PortalDbContext> contexts, CurrentUser user, BusinessClock clock, SettlementSignal signal, LiveUpdates live,
    ExecuteSettlementRun execute)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    /// <summary>Records the request and returns the run's id. The same operation key gives the same run; a run that is under way refuses another.</summary>
    public async Task<Outcome<long>> RunAsync(RunSettlementInput input, CancellationToken cancellationToken)
    {
        if (user.Refuse(Permissions.Settlements.Run) is { } refusal)
        {
            return refusal;
        }

        var asOfOn = input.AsOfOn ?? clock.Today.AddDays(-1);
        if (asOfOn > clock.Today)
        {
            return new Refusal("settlement_as_of_future", asOfOn) { Field = nameof(input.AsOfOn) };
        }

        var outcome = await AddAsync(input, asOfOn, cancellationToken);
        if (outcome.IsDone)
        {
            signal.Raise();
            await live.PublishAsync(LiveUpdates.Settlements, cancellationToken);
        }

        return outcome;
    }

    /// <summary>Asks for the settlement and computes it before returning; for jobs and the command line.</summary>
    public async Task<Outcome<SettlementRunResult>> RunToEndAsync(RunSettlementInput input, CancellationToken cancellationToken)
    {
        var requested = await RunAsync(input, cancellationToken);
        if (!requested.IsDone)
        {
            return Outcome<SettlementRunResult>.Refused(requested.Refusals);
        }

        while (true)
        {
            var ended = await execute.RunAsync(requested.Value, cancellationToken);
            if (ended.IsDone || ended.Refusal.Code != "settlement_run_taken")
            {
                return ended;
            }

            // Others work on the rest of it; should one die, what it held falls free.
            await Task.Delay(Pause, cancellationToken);
        }
    }

    private async Task<Outcome<long>> AddAsync(RunSettlementInput input, DateOnly asOfOn, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        if (await AskedBeforeAsync(context, input.OperationKey, cancellationToken) is { } known)
        {
            return known;
        }

        var codes = input.ProgramCodes is { Count: > 0 } ? string.Join(',', input.ProgramCodes.Order(StringComparer.Ordinal)) : null;
        var upTo = await context.SalesLines.MaxAsync(line => (long?)line.Id, cancellationToken) ?? 0;
        var paymentsUpTo = await context.SalesPayments.MaxAsync(payment => (long?)payment.Id, cancellationToken) ?? 0;
        var number = await context.NextNumberAsync("R", clock.Today.Year, cancellationToken);
        var run = new SettlementRun(number, input.OperationKey, asOfOn, codes, upTo, user.UserId, clock.UtcNow, input.IsFull) { PaymentsUpTo = paymentsUpTo };
        context.SettlementRuns.Add(run);
        try
        {
            await context.SaveChangesAsync(cancellationToken);
            return run.Id;
        }
        catch (DbUpdateException)
        {
            // Somebody asked at the same moment: for the same thing, or for another run.
            return await AskedBeforeAsync(context, input.OperationKey, cancellationToken) ?? new Refusal("settlement_run_active", "");
        }
    }

    /// <summary>The run of the same request, or the refusal where another one is under way; else null.</summary>
    private static async Task<Outcome<long>?> AskedBeforeAsync(PortalDbContext context, string operationKey, CancellationToken cancellationToken)
    {
        var runs = await context.SettlementRuns.Where(run => run.OperationKey == operationKey || run.ActiveMark != null)
            .Select(run => new { run.Id, run.Number, run.OperationKey }).ToListAsync(cancellationToken);
        if (runs.Find(run => run.OperationKey == operationKey) is { } same)
        {
            return same.Id;
        }

        return runs.Count == 0 ? null : Outcome<long>.Refused([new Refusal("settlement_run_active", runs[0].Number)]);
    }
}

/// <summary>What to settle.</summary>
/// <param name="OperationKey">Made before the first try; the same key gives the same run.</param>
/// <param name="AsOfOn">The documents up to and including this day are known: periods whose last day it is, or that ended earlier, are due. Null for yesterday.</param>
/// <param name="ProgramCodes">The programmes; null for all.</param>
/// <param name="IsFull">Whether everyone is settled, changed since the last run or not. The result is the same; it takes longer.</param>
public sealed record RunSettlementInput(string OperationKey, DateOnly? AsOfOn = null, IReadOnlyList<string>? ProgramCodes = null, bool IsFull = false);

/// <summary>How a run ended.</summary>
/// <param name="RunId">The run.</param>
/// <param name="Number">R-2026-0001.</param>
/// <param name="State">Where it stands.</param>
/// <param name="SalesLinesRead">Sales lines read.</param>
/// <param name="Settlements">Settlements that came of it.</param>
/// <param name="Lines">Their lines.</param>
/// <param name="DueMinor">What is due in all, in minor units.</param>
public sealed record SettlementRunResult(long RunId, string Number, SettlementRunState State, long SalesLinesRead, int Settlements, long Lines, long DueMinor);
