using Microsoft.EntityFrameworkCore;
using Portal.Domain.Settlements;
using Portal.Domain.Shared;
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
        var prior = await PriorAmounts.ReadAsync(context, run.Id, plan, capped, CustomerSelection.Everyone, cancellationToken);
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
            var capMinor = Rounding.HalfAwayFromZero(version.Definition.CapPerProgram!.Value * Money.MinorPerUnit);
            foreach (var from in version.Periods.Where(period => period.IsInForce).Select(period => period.Range.From))
            {
                var amounts = await provisional
                    .Where(line => line.ProgramId == version.Program.Id && line.PeriodFrom == from)
                    .OrderBy(line => line.CustomerId).ThenBy(line => line.ProgramLineNumber)
                    .Select(line => new { line.Id, line.RoundedMinor })
                    .ToListAsync(cancellationToken);
                var shares = ProgramCap.Apply(capMinor, amounts.ConvertAll(amount => amount.RoundedMinor));
                for (var index = 0; index < shares.Length; index++)
                {
                    if (shares[index] != amounts[index].RoundedMinor)
                    {
                        cuts[amounts[index].Id] = amounts[index].RoundedMinor - shares[index];
                    }
                }
            }
        }

        return cuts;
    }
}
