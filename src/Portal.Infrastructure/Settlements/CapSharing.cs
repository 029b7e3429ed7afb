using Microsoft.EntityFrameworkCore;
using Portal.Domain.Settlements;
using Portal.Infrastructure.Data;

namespace Portal.Infrastructure.Settlements;

/// <summary>
/// Makes provisional lines of programmes with a cap final. What a cap cuts is shared in proportion to what each customer
/// would get, so all of them have to be known before.
/// </summary>
internal sealed class CapSharing(SettlementRun run, SettlementPlan plan)
{
    private readonly CustomerSettlement _customers = new(run.Id, plan);

    /// <summary>Replaces the provisional lines, in the context's transaction.</summary>
    public async Task ApplyAsync(PortalDbContext context, CancellationToken cancellationToken)
    {
        var capped = plan.CappedPrograms.ToArray();
        var final = await ShareAsync(context, capped, cancellationToken);
        await Provisional(context).ExecuteDeleteAsync(cancellationToken);
        await SettlementLineWriter.WriteAsync(context, final, cancellationToken);
    }

    private async Task<List<SettlementLine>> ShareAsync(PortalDbContext context, long[] capped, CancellationToken cancellationToken)
    {
        var provisional = Provisional(context).AsNoTracking();
        var cuts = await CutsAsync(provisional, cancellationToken);
        var prior = await PriorAmounts.ReadAsync(
            context, plan, plan.Given.Where(settlement => capped.Contains(settlement.Value.ProgramId)).ToDictionary(), CustomerSelection.Everyone, cancellationToken);
        var lines = new List<SettlementLine>();
        var seen = new HashSet<long>();
        var earned = new List<EarnedLine>();
        long current = 0;
        await foreach (var line in provisional.OrderBy(line => line.CustomerId).ThenBy(line => line.Id).AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            if (line.CustomerId != current)
            {
                Take();
                current = line.CustomerId;
            }

            earned.Add(SettlementLineMaking.EarnedOf(line) with { ProgramCapMinor = cuts.GetValueOrDefault(line.Id) });
        }

        Take();
        foreach (var customerId in prior.Customers.Where(customerId => !seen.Contains(customerId)))
        {
            _customers.Settle(customerId, [], prior.Of(customerId), lines);
        }

        return lines;

        void Take()
        {
            if (earned.Count > 0)
            {
                seen.Add(current);
                _customers.Settle(current, earned, prior.Of(current), lines);
                earned = [];
            }
        }
    }

    private IQueryable<SettlementLine> Provisional(PortalDbContext context)
    {
        var settlements = plan.CappedSettlements;
        return context.SettlementLines.Where(line => settlements.Contains(line.SettlementId));
    }

    private async Task<Dictionary<long, long>> CutsAsync(IQueryable<SettlementLine> provisional, CancellationToken cancellationToken)
    {
        var cuts = new Dictionary<long, long>();
        foreach (var version in plan.Programs.Versions.Where(version => plan.CappedPrograms.Contains(version.Program.Id) && ProgramCap.Limits(version)))
        {
            var amounts = await provisional
                .Where(line => line.ProgramId == version.Program.Id)
                .OrderBy(line => line.CustomerId).ThenBy(line => line.ProgramLineNumber)
                .Select(line => new { line.Id, line.PeriodFrom, line.ProgramLineNumber, line.RoundedMinor })
                .ToListAsync(cancellationToken);
            var own = amounts.Where(amount => version.Periods.Any(period => period.IsInForce && period.Range.From == amount.PeriodFrom)).ToList();
            var left = ProgramCap.Limit(version.Definition, own.ConvertAll(amount => new LimitedAmount(amount.PeriodFrom, amount.ProgramLineNumber, amount.RoundedMinor)));
            for (var index = 0; index < left.Length; index++)
            {
                if (left[index] != own[index].RoundedMinor)
                {
                    cuts[own[index].Id] = own[index].RoundedMinor - left[index];
                }
            }
        }

        return cuts;
    }
}
