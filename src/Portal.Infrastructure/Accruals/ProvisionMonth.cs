using Portal.Domain.Settlements;
using Portal.Infrastructure.Settlements;
using Portal.Infrastructure.Simulations;

namespace Portal.Infrastructure.Accruals;

/// <summary>A settlement period of a programme.</summary>
/// <param name="ProgramId">The programme.</param>
/// <param name="PeriodFrom">The first day of the period.</param>
internal readonly record struct ProvisionKey(long ProgramId, DateOnly PeriodFrom);

/// <summary>What settlements of a period gave.</summary>
/// <param name="Given">The day of each approval and the amount in minor units.</param>
internal sealed record SettledPeriod(IReadOnlyList<(DateOnly On, long DueMinor)> Given)
{
    /// <summary>Whether a settlement was approved by a day.</summary>
    public bool IsSettledBy(DateOnly day) => Given.Any(given => given.On <= day);

    /// <summary>What was given after one day and up to another.</summary>
    public long GivenBetween(DateOnly after, DateOnly upTo) => Given.Where(given => given.On > after && given.On <= upTo).Sum(given => given.DueMinor);
}

/// <summary>The end of a month: adds up what was earned by then in periods that had begun and were not settled.</summary>
internal sealed class ProvisionMonth
{
    private static readonly Dictionary<SettledKey, SettledBefore> NothingSettled = [];
    private readonly Dictionary<ProvisionKey, long> _accrued = [];
    private readonly PlanEarnings? _waiting;
    private bool _isFinished;

    public ProvisionMonth(DateOnly endsOn, List<ApprovedProgram> programs, PlanMasterData master, IReadOnlyDictionary<ProvisionKey, SettledPeriod> settled)
    {
        EndsOn = endsOn;
        Plan = ProgramPlan.Compile(
            [.. programs.Select(program => program.Program)],
            master,
            (program, period) => period.From <= endsOn && settled.GetValueOrDefault(new ProvisionKey(program.Id, period.From))?.IsSettledBy(endsOn) != true);
        _waiting = Plan.AsksForFamilies || Plan.Versions.Any(ProgramCap.Limits) ? new PlanEarnings(Plan) : null;
    }

    /// <summary>The last day of the month.</summary>
    public DateOnly EndsOn { get; }

    /// <summary>The plan, to be fed with the sales up to <see cref="EndsOn"/>.</summary>
    public ProgramPlan Plan { get; }

    /// <summary>Earned by then, in minor units.</summary>
    public IReadOnlyDictionary<ProvisionKey, long> Accrued
    {
        get
        {
            if (!_isFinished)
            {
                _isFinished = true;
                foreach (var (_, earned) in _waiting?.Finish() ?? [])
                {
                    Add(earned);
                }
            }

            return _accrued;
        }
    }

    /// <summary>Takes what a customer's lines add up to; where a programme has a limit over all customers, all must be known first.</summary>
    public void Take(CustomerMeasures measures)
    {
        if (_waiting is not null)
        {
            _waiting.Take(measures);
        }
        else
        {
            Add(RebateCalculator.Earn(Plan, measures));
        }
    }

    private void Add(IReadOnlyList<EarnedLine> earned)
    {
        foreach (var line in RebateCalculator.Settle(Plan, earned, NothingSettled))
        {
            var key = new ProvisionKey(line.Version.Program.Id, line.Earned.Period.From);
            _accrued[key] = _accrued.GetValueOrDefault(key) + line.DeltaMinor;
        }
    }
}
