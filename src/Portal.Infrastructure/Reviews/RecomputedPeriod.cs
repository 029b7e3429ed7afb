using Portal.Domain.Programs;
using Portal.Domain.Settlements;
using Portal.Infrastructure.Simulations;

namespace Portal.Infrastructure.Reviews;

/// <summary>A customer's line of a programme.</summary>
/// <param name="CustomerId">The customer.</param>
/// <param name="LineNumber">The programme's line.</param>
internal readonly record struct CustomerLine(long CustomerId, int LineNumber);

/// <summary>What a period gives when it is computed anew.</summary>
internal sealed class RecomputedPeriod(ProgramPlan plan, DateOnly periodFrom)
{
    private static readonly Dictionary<SettledKey, SettledBefore> NothingSettled = [];
    private readonly PlanEarnings _earnings = new(plan);

    /// <summary>The plan, to be fed by a scan.</summary>
    public ProgramPlan Plan => plan;

    /// <summary>Who takes part.</summary>
    public HashSet<long> Participants { get; } = [.. plan.Versions.Select(version => version.Program.Id).Distinct().SelectMany(plan.ParticipantsOf)];

    /// <summary>What each customer earns in the period; in cumulative mode since the start.</summary>
    public Dictionary<long, IReadOnlyList<EarnedLine>> Earned { get; } = [];

    /// <summary>What the period gives, in minor units.</summary>
    public Dictionary<CustomerLine, long> Deltas { get; } = [];

    /// <summary>Takes what a customer's lines add up to.</summary>
    public void Take(CustomerMeasures measures) => _earnings.Take(measures);

    /// <summary>All customers are taken.</summary>
    public void Finish()
    {
        foreach (var (customerId, lines) in _earnings.Finish())
        {
            var mine = lines.Where(line => line.Period.From == periodFrom && line.Measure.HasLines).ToList();
            if (mine.Count > 0)
            {
                Earned.Add(customerId, mine);
            }

            foreach (var line in RebateCalculator.Settle(plan, lines, NothingSettled).Where(line => line.DeltaMinor != 0))
            {
                Deltas[new CustomerLine(customerId, line.LineNumber)] = line.DeltaMinor;
            }
        }
    }

    /// <summary>The minimum of an earned line in the unit of its qualifier, or null.</summary>
    public decimal? MinimumOf(EarnedLine line)
    {
        var rule = plan.Versions[line.VersionIndex].Definition.Lines[line.LineIndex];
        return rule.Minimum is { } minimum ? minimum * rule.Qualifier.Measure.Scale() : null;
    }
}
