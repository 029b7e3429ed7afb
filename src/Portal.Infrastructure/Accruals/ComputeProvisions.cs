using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Portal.Domain.Accruals;
using Portal.Domain.Programs;
using Portal.Domain.Settlements;
using Portal.Domain.Shared;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Settlements;
using Portal.Infrastructure.Shared;
using Portal.Infrastructure.Simulations;

namespace Portal.Infrastructure.Accruals;

/// <summary>
/// The provision for rebates month by month: what was earned by the documents up to each month's end in periods that were not
/// settled yet, what settlements used of it, and what they released. One scan of the sales feeds all months. Writes nothing.
/// </summary>
public sealed class ComputeProvisions(IDbContextFactory<PortalDbContext> contexts, CurrentUser user, BusinessClock clock, IOptions<GeneralLedgerOptions> accounts)
{
    /// <summary>The most months of one report.</summary>
    public const int MaxMonths = 36;

    /// <summary>Computes.</summary>
    /// <param name="from">Any day of the first month.</param>
    /// <param name="to">Any day of the last month; not later than today.</param>
    /// <param name="progress">Is told how far it is, or null.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<Outcome<ProvisionReport>> RunAsync(DateOnly from, DateOnly to, IProgress<ScanProgress>? progress, CancellationToken cancellationToken)
    {
        if (user.Refuse(Permissions.Ledger.View) is { } refusal)
        {
            return refusal;
        }

        var months = MonthsOf(from, to < clock.Today ? to : clock.Today);
        if (months.Count == 0 || months.Count > MaxMonths)
        {
            return new Refusal("provision_months", MaxMonths);
        }

        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        // Amounts of different currencies are never added: this is about yuan.
        var programs = (await SettlementPlanner.ProgramsAsync(context, clock.UtcNow, cancellationToken))
            .FindAll(program => program.Program.Versions.All(version => version.Definition.Currency == Money.DefaultCurrency));
        var master = await MasterDataReading.ReadAsync(context, cancellationToken);
        var settled = await ReadSettledAsync(context, cancellationToken);

        // The month before the first one gives the first one's opening.
        var ends = months.Select(month => new ProvisionMonth(month.AddMonths(1).AddDays(-1), programs, master, settled)).Prepend(new ProvisionMonth(months[0].AddDays(-1), programs, master, settled)).ToList();
        if (SimulationScan.DaysOf([.. ends.Select(end => end.Plan)]) is { } days)
        {
            var last = ends[^1].EndsOn < clock.Today ? ends[^1].EndsOn : clock.Today;
            await new SimulationScan(context, progress).RunAsync(
                [.. ends.Select(end => new ScanFeed(end.Plan, end.Take, end.EndsOn))],
                CustomerSelection.Everyone,
                new DateRange(days.From, days.To < last ? days.To : last),
                KnownSales.All,
                null,
                cancellationToken);
        }

        var rows = Movements(ends, settled).ToList();
        return new ProvisionReport(months[0], months[^1], rows, await NamesAsync(context, [.. rows.Select(row => row.ProgramId)], cancellationToken), accounts.Value.Accounts);
    }

    private static List<DateOnly> MonthsOf(DateOnly from, DateOnly to)
    {
        var months = new List<DateOnly>();
        for (var month = new DateOnly(from.Year, from.Month, 1); month <= to && months.Count <= MaxMonths; month = month.AddMonths(1))
        {
            months.Add(month);
        }

        return months;
    }

    private static IEnumerable<ProvisionRow> Movements(List<ProvisionMonth> ends, IReadOnlyDictionary<ProvisionKey, SettledPeriod> settled)
    {
        for (var index = 1; index < ends.Count; index++)
        {
            var (before, now) = (ends[index - 1], ends[index]);
            var keys = before.Accrued.Keys.Union(now.Accrued.Keys).Union(settled.Where(period => period.Value.GivenBetween(before.EndsOn, now.EndsOn) != 0).Select(period => period.Key));
            var month = new DateOnly(now.EndsOn.Year, now.EndsOn.Month, 1);
            foreach (var program in keys.GroupBy(key => key.ProgramId))
            {
                var movement = program.Aggregate(ProvisionMovement.None, (sum, key) => sum + ProvisionMovement.Of(
                    before.Accrued.GetValueOrDefault(key),
                    now.Accrued.GetValueOrDefault(key),
                    settled.GetValueOrDefault(key)?.GivenBetween(before.EndsOn, now.EndsOn) ?? 0,
                    settled.GetValueOrDefault(key)?.IsSettledBy(now.EndsOn) == true));
                if (!movement.IsEmpty)
                {
                    yield return new ProvisionRow(month, program.Key, movement);
                }
            }
        }
    }

    /// <summary>What approved settlements gave, by period and the day of approval.</summary>
    private async Task<Dictionary<ProvisionKey, SettledPeriod>> ReadSettledAsync(PortalDbContext context, CancellationToken cancellationToken)
    {
        var rows = await context.Settlements
            .Where(settlement => (settlement.State == SettlementState.Approved || settlement.State == SettlementState.Posted)
                && context.RebateProgramVersions.Any(version => version.Id == settlement.ProgramVersionId && version.Currency == Money.DefaultCurrency))
            .Select(settlement => new { settlement.ProgramId, settlement.PeriodFrom, settlement.DecidedAtUtc, settlement.DueMinor })
            .ToListAsync(cancellationToken);
        return rows
            .GroupBy(row => new ProvisionKey(row.ProgramId, row.PeriodFrom))
            .ToDictionary(group => group.Key, group => new SettledPeriod([.. group.Select(row => (clock.DayOf(row.DecidedAtUtc!.Value), row.DueMinor))]));
    }

    private static async Task<Dictionary<long, ProgramName>> NamesAsync(PortalDbContext context, HashSet<long> ids, CancellationToken cancellationToken)
    {
        var versions = await context.RebateProgramVersions
            .Where(version => ids.Contains(version.ProgramId) && version.State == ProgramVersionState.Approved)
            .OrderBy(version => version.Number)
            .Select(version => new { version.ProgramId, version.NameZhCn, version.NameEn })
            .ToListAsync(cancellationToken);
        return versions.GroupBy(version => version.ProgramId).ToDictionary(group => group.Key, group => new ProgramName(group.Last().NameZhCn, group.Last().NameEn));
    }
}
