using Portal.Domain.Programs;
using Portal.Domain.Settlements;
using Portal.Domain.Settlements.Rules;
using Portal.Domain.Shared;
using Portal.Domain.Simulations;

namespace Portal.Infrastructure.Simulations;

/// <summary>One programme on its way through a scan of the sales: takes customer by customer, then says what each gets.</summary>
internal sealed class SimulationTrial
{
    private static readonly Dictionary<SettledKey, SettledBefore> NothingSettled = [];
    private readonly ProgramPlan _plan;
    private readonly PlanEarnings _earnings;
    private IReadOnlyList<(long CustomerId, IReadOnlyList<EarnedLine> Lines)> _earned = [];

    /// <summary>Compiles it.</summary>
    /// <param name="program">The programme.</param>
    /// <param name="rivals">Programmes that may exclude it.</param>
    /// <param name="master">The master data.</param>
    /// <param name="isWanted">Which of its periods are asked for.</param>
    public SimulationTrial(PlanProgram program, IEnumerable<PlanProgram> rivals, PlanMasterData master, Func<DateRange, bool> isWanted)
    {
        _plan = ProgramPlan.Compile([program, .. rivals], master, (other, period) => other.Id == program.Id && isWanted(period));
        _earnings = new PlanEarnings(_plan);
        Participants = _plan.ParticipantsOf(program.Id).ToHashSet();
    }

    /// <summary>The plan, to be fed by the scan.</summary>
    public ProgramPlan Plan => _plan;

    /// <summary>Who takes part.</summary>
    public IReadOnlySet<long> Participants { get; }

    /// <summary>Sales that did not count for want of a cost, a rate or a unit.</summary>
    public IReadOnlyList<LeftOutSales> LeftOut => _earnings.LeftOut;

    /// <summary>Takes what a customer's lines add up to.</summary>
    public void Take(CustomerMeasures measures) => _earnings.Take(measures);

    /// <summary>All customers are taken: the programme's cap is shared out.</summary>
    public void Finish() => _earned = _earnings.Finish();

    /// <summary>What each customer gets for each period, as if nothing had been settled before.</summary>
    public IEnumerable<SimulatedCost> Costs() => _earned.SelectMany(entry => RebateCalculator.Settle(_plan, entry.Lines, NothingSettled)
        .Where(line => line.DeltaMinor != 0)
        .Select(line => new SimulatedCost(entry.CustomerId, line.Earned.Period, line.DeltaMinor)));

    /// <summary>By line and tier of a version: who reached it as the best one.</summary>
    public IReadOnlyList<ReachedTier> Tiers(ProgramDefinition definition) =>
    [
        .. definition.Lines.SelectMany((line, lineIndex) => _earned
            .Where(entry => entry.Lines.Any(earned => earned.LineIndex == lineIndex))
            .GroupBy(entry => entry.Lines.Where(earned => earned.LineIndex == lineIndex).Max(earned => earned.TierNumber))
            .Select(tier => new ReachedTier(line.Number, tier.Key, tier.Count()))
            .OrderBy(tier => tier.TierNumber)),
    ];
}

/// <summary>Customers whose best tier is this one.</summary>
/// <param name="LineNumber">The programme's line.</param>
/// <param name="TierNumber">The tier, from 1; 0 for those who bought and reached none.</param>
/// <param name="Customers">How many.</param>
public sealed record ReachedTier(int LineNumber, int TierNumber, int Customers);
