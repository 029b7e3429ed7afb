using Microsoft.EntityFrameworkCore;
using Portal.Domain.Payouts;
using Portal.Domain.Programs;
using Portal.Domain.Settlements;
using Portal.Domain.Shared;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Settlements;
using Portal.Infrastructure.Shared;

namespace Portal.Infrastructure.Effects;

/// <summary>What is wrong with programmes: those that never pay, tiers nobody reached, customers given too much of their margin, payouts that are late.</summary>
public sealed class ProgramProblemQueries(IDbContextFactory<PortalDbContext> contexts, CurrentUser user, BusinessClock clock)
{
    private static readonly SettlementState[] Counting = [SettlementState.Calculated, SettlementState.Approved, SettlementState.Posted];

    /// <summary>Finds problems, for the customers the person may see.</summary>
    /// <param name="programId">One programme alone, or null for all.</param>
    /// <param name="marginPercent">A customer's rebates of a year above this share of its margin are too much.</param>
    /// <param name="lateDays">A payout later than this after the period's end is late.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<Outcome<IReadOnlyList<ProgramProblem>>> FindAsync(long? programId, decimal marginPercent, int lateDays, CancellationToken cancellationToken)
    {
        if (user.Refuse(Permissions.Settlements.View) is { } refusal)
        {
            return refusal;
        }

        if (marginPercent is <= 0 or > 1000 || lateDays is < 0 or > 3650)
        {
            return new Refusal("effect_limits");
        }

        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var programs = (await SettlementPlanner.ProgramsAsync(context, clock.UtcNow, cancellationToken))
            .Select(row => row.Program).Where(row => programId is null || row.Id == programId).ToList();
        var names = programs.ToDictionary(row => row.Id, row => row.Versions[^1].Definition.Name);
        var problems = new List<ProgramProblem>();
        problems.AddRange(await SilentAsync(context, programs, cancellationToken));
        problems.AddRange(await UnreachedAsync(context, programs, cancellationToken));
        problems.AddRange(await OverpaidAsync(context, names.Keys.ToHashSet(), marginPercent, cancellationToken));
        problems.AddRange(await LateAsync(context, names.Keys.ToHashSet(), lateDays, cancellationToken));
        return problems.ConvertAll(problem => problem with { NameZhCn = names[problem.ProgramId].ZhCN, NameEn = names[problem.ProgramId].En });
    }

    private async Task<IEnumerable<ProgramProblem>> SilentAsync(PortalDbContext context, List<PlanProgram> programs, CancellationToken cancellationToken)
    {
        var paying = await context.Settlements.Where(row => Counting.Contains(row.State) && row.DueMinor > 0).Select(row => row.ProgramId).Distinct().ToListAsync(cancellationToken);
        return programs
            .Where(program => !paying.Contains(program.Id))
            .Select(program => (program.Id, Ended: ProgramPeriods.EndedBefore(program.Versions[^1].Definition, clock.Today).Count))
            .Where(program => program.Ended > 0)
            .Select(program => new ProgramProblem(ProgramProblemKind.NeverPays, program.Id) { Count = program.Ended });
    }

    private async Task<IEnumerable<ProgramProblem>> UnreachedAsync(PortalDbContext context, List<PlanProgram> programs, CancellationToken cancellationToken)
    {
        var settled = await context.SettlementLines
            .GroupBy(row => new { row.ProgramId, row.ProgramLineNumber }).Select(group => new { group.Key, Tier = group.Max(row => row.TierNumber) }).ToListAsync(cancellationToken);
        var open = await context.Accruals
            .GroupBy(row => new { row.ProgramId, row.ProgramLineNumber }).Select(group => new { group.Key, Tier = group.Max(row => row.TierNumber) }).ToListAsync(cancellationToken);
        var highest = settled.Concat(open).GroupBy(row => row.Key).ToDictionary(group => (group.Key.ProgramId, group.Key.ProgramLineNumber), group => group.Max(row => row.Tier));
        return programs
            .Where(program => ProgramPeriods.EndedBefore(program.Versions[^1].Definition, clock.Today).Count > 0)
            .SelectMany(program => program.Versions[^1].Definition.Lines
                .Where(line => highest.GetValueOrDefault((program.Id, line.Number)) < line.Tiers.Count)
                .Select(line => new ProgramProblem(ProgramProblemKind.TierNotReached, program.Id)
                {
                    LineNumber = line.Number,
                    Count = line.Tiers.Count - highest.GetValueOrDefault((program.Id, line.Number)),
                    TierFrom = line.Tiers[highest.GetValueOrDefault((program.Id, line.Number))].From,
                }));
    }

    /// <summary>Rebates of the periods that ended in the last twelve months against the margin of the goods bought in them, where their cost is known.</summary>
    private async Task<IEnumerable<ProgramProblem>> OverpaidAsync(PortalDbContext context, HashSet<long> programIds, decimal marginPercent, CancellationToken cancellationToken)
    {
        var (from, to) = (clock.Today.AddYears(-1), clock.Today);
        var visible = context.Customers.VisibleTo(user, context);
        var rebates = await context.SettlementLines
            .Where(line => line.PeriodTo > from && line.PeriodTo <= to && context.Settlements.Any(row => row.Id == line.SettlementId && Counting.Contains(row.State)))
            .GroupBy(line => new { line.CustomerId, line.ProgramId })
            .Select(group => new { group.Key.CustomerId, group.Key.ProgramId, DueMinor = group.Sum(line => line.DueMinor), From = group.Min(line => line.PeriodFrom) })
            .Where(row => row.DueMinor > 0)
            .ToListAsync(cancellationToken);
        var first = rebates.Count == 0 ? from : rebates.Min(row => row.From);
        var margins = await context.SalesLines
            .Where(line => line.DocumentOn >= first && line.DocumentOn <= to && line.CostMinor != null && visible.Any(row => row.Id == line.CustomerId))
            .GroupBy(line => line.CustomerId)
            .Select(group => new { group.Key, MarginMinor = group.Sum(line => line.NetMinor - line.CostMinor!.Value) })
            .ToDictionaryAsync(row => row.Key, row => row.MarginMinor, cancellationToken);
        var over = rebates
            .Where(row => programIds.Contains(row.ProgramId) && margins.TryGetValue(row.CustomerId, out var margin) && row.DueMinor * 100m > margin * marginPercent)
            .OrderByDescending(row => row.DueMinor)
            .ToList();
        var customers = await VisibleCustomers.ReadAsync(context, user, cancellationToken);
        return over.Select(row => new ProgramProblem(ProgramProblemKind.Overpaid, row.ProgramId)
        {
            CustomerId = row.CustomerId,
            CustomerName = customers.Find(row.CustomerId)!.Name,
            AmountMinor = row.DueMinor,
            MarginMinor = margins[row.CustomerId],
        });
    }

    private async Task<IEnumerable<ProgramProblem>> LateAsync(PortalDbContext context, HashSet<long> programIds, int lateDays, CancellationToken cancellationToken)
    {
        // Paid by now or not: what counts is how long customers wait after the period's end.
        var latest = clock.Today.AddDays(-lateDays);
        var settlements = await context.Settlements
            .Where(row => Counting.Contains(row.State) && row.DueMinor > 0 && row.PeriodTo < latest)
            .Select(row => new
            {
                row.Id,
                row.Number,
                row.ProgramId,
                row.PeriodTo,
                row.DueMinor,
                PaidAtUtc = context.PayoutDocuments.Where(document => document.SettlementId == row.Id).Max(document => document.CompletedAtUtc),
                IsOpen = !context.PayoutDocuments.Any(document => document.SettlementId == row.Id) || context.PayoutDocuments.Any(document => document.SettlementId == row.Id && document.State != PayoutState.Completed),
            })
            .ToListAsync(cancellationToken);
        return user.Scope != DataScope.All ? [] : settlements
            .Where(row => programIds.Contains(row.ProgramId))
            .Select(row => (Row: row, Days: (row.IsOpen || row.PaidAtUtc is null ? clock.Today : clock.DayOf(row.PaidAtUtc.Value)).DayNumber - row.PeriodTo.DayNumber))
            .Where(row => row.Days > lateDays)
            .OrderByDescending(row => row.Days)
            .Select(row => new ProgramProblem(ProgramProblemKind.Late, row.Row.ProgramId)
            {
                SettlementId = row.Row.Id,
                SettlementNumber = row.Row.Number,
                AmountMinor = row.Row.DueMinor,
                Count = row.Days,
                IsOpen = row.Row.IsOpen,
            });
    }
}

/// <summary>What is wrong.</summary>
public enum ProgramProblemKind
{
    /// <summary>Periods ended and nobody got anything.</summary>
    NeverPays = 1,

    /// <summary>The highest tiers were never reached by anybody.</summary>
    TierNotReached = 2,

    /// <summary>A customer's rebates take more of its margin than they should.</summary>
    Overpaid = 3,

    /// <summary>The payout came, or will come, too long after the period's end.</summary>
    Late = 4,
}

/// <summary>A problem of a programme.</summary>
/// <param name="Kind">What is wrong.</param>
/// <param name="ProgramId">The programme.</param>
public sealed record ProgramProblem(ProgramProblemKind Kind, long ProgramId)
{
    /// <summary>The programme's Chinese name.</summary>
    public string NameZhCn { get; init; } = "";

    /// <summary>The programme's English name.</summary>
    public string NameEn { get; init; } = "";

    /// <summary>Periods that ended, tiers not reached, or days after the period's end.</summary>
    public int Count { get; init; }

    /// <summary>The programme's line.</summary>
    public int LineNumber { get; init; }

    /// <summary>The lower bound of the first tier not reached.</summary>
    public decimal? TierFrom { get; init; }

    /// <summary>The customer.</summary>
    public long? CustomerId { get; init; }

    /// <summary>Its name.</summary>
    public string? CustomerName { get; init; }

    /// <summary>The settlement.</summary>
    public long? SettlementId { get; init; }

    /// <summary>Its number.</summary>
    public string? SettlementNumber { get; init; }

    /// <summary>The rebate, in minor units.</summary>
    public long? AmountMinor { get; init; }

    /// <summary>The margin, in minor units.</summary>
    public long? MarginMinor { get; init; }

    /// <summary>Whether it is still not paid.</summary>
    public bool IsOpen { get; init; }
}
