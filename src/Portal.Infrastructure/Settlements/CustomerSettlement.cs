using Portal.Domain.Programs;
using Portal.Domain.Settlements;

namespace Portal.Infrastructure.Settlements;

/// <summary>From what a customer earned and was given before to the lines of its settlement.</summary>
internal sealed class CustomerSettlement(long runId, SettlementPlan plan)
{
    private readonly HashSet<(long ProgramId, DateOnly PeriodFrom)> _abolished =
        [.. plan.Periods.Where(period => period.IsAbolished).Select(period => (period.ProgramId, period.Range.From))];

    /// <summary>Adds a customer's lines; those of programmes with a cap over all customers stay provisional.</summary>
    public void Add(long customerId, IReadOnlyList<EarnedLine> earned, CustomerPrior prior, List<SettlementLine> lines)
    {
        if (plan.CappedPrograms.Count == 0)
        {
            Settle(customerId, earned, prior, lines);
            return;
        }

        var open = new List<EarnedLine>();
        foreach (var line in earned)
        {
            var version = plan.Programs.Versions[line.VersionIndex];
            if (plan.CappedPrograms.Contains(version.Program.Id))
            {
                lines.Add(SettlementLineMaking.Provisional(runId, plan.SettlementIds[(version.Program.Id, line.Period.From)], customerId, version, line));
            }
            else
            {
                open.Add(line);
            }
        }

        Settle(customerId, open, prior.Without(plan.CappedPrograms), lines);
    }

    /// <summary>Adds a customer's final lines.</summary>
    public void Settle(long customerId, IReadOnlyList<EarnedLine> earned, CustomerPrior prior, List<SettlementLine> lines)
    {
        if (_abolished.Count > 0)
        {
            TakeBackAbolished(customerId, prior, lines);
        }

        NoteSettledPeriods(earned, prior);
        if (earned.Count == 0 && prior.Settled.Count == 0)
        {
            return;
        }

        foreach (var line in RebateCalculator.Settle(plan.Programs, earned, prior.Settled, prior.Carried))
        {
            if (line.HasDifference)
            {
                lines.Add(SettlementLine.Of(runId, plan.SettlementIds[(line.Version.Program.Id, line.Earned.Period.From)], customerId, line));
            }
        }
    }

    private void NoteSettledPeriods(IReadOnlyList<EarnedLine> earned, CustomerPrior prior)
    {
        foreach (var line in earned)
        {
            var version = plan.Programs.Versions[line.VersionIndex];
            var period = version.Periods[line.PeriodIndex];
            if (period.SettledUpToLineId is null)
            {
                continue;
            }

            // The period was settled and gave this customer nothing: what comes now has a reason of its own.
            var isAmended = plan.Amended.Contains((version.Program.Id, period.Range.From));
            prior.Settled.TryAdd(
                new SettledKey(version.Program.Id, version.Definition.Lines[line.LineIndex].Number, period.Range), new SettledBefore(0, 0, isAmended ? 0 : null));
        }
    }

    private void TakeBackAbolished(long customerId, CustomerPrior prior, List<SettlementLine> lines)
    {
        foreach (var (key, amount) in prior.Settled.Where(entry => _abolished.Contains((entry.Key.ProgramId, entry.Key.Period.From)) && entry.Value.DeltaMinor != 0).ToList())
        {
            var policy = plan.Programs.Versions.LastOrDefault(version => version.Program.Id == key.ProgramId)?.Definition.Negative ?? NegativePolicy.CarryForward;
            var line = SettlementLineMaking.TakenBack(runId, plan.SettlementIds[(key.ProgramId, key.Period.From)], customerId, key, amount.DeltaMinor, policy);
            var group = (key.ProgramId, key.LineNumber);
            prior.Carried[group] = prior.Carried.GetValueOrDefault(group) + line.CarriedOutMinor;
            lines.Add(line);
        }
    }
}
