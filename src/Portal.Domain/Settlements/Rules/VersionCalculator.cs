using Portal.Domain.Programs;
using Portal.Domain.Shared;

namespace Portal.Domain.Settlements.Rules;

/// <summary>Computes one version of a programme for one customer, or one family, on its sales lines. Holds what is the same for all customers.</summary>
internal sealed class VersionCalculator
{
    private readonly PlannedVersion _version;
    private readonly LineScopes[] _scopes;
    private readonly ExchangeTable _exchange;
    private readonly CustomerFigures _figures;
    private readonly DateOnly? _asOf;
    private readonly DateOnly _lastDay;

    public VersionCalculator(PlannedVersion version, SelectorSets sets, ExchangeTable exchange, CustomerFigures figures, DateOnly? asOf)
        : this(version, [.. version.Definition.Lines.Select(line => new LineScopes(line, sets))], exchange, figures, asOf)
    {
    }

    public VersionCalculator(PlannedVersion version, LineScopes[] scopes, ExchangeTable exchange, CustomerFigures figures, DateOnly? asOf)
    {
        _version = version;
        _scopes = scopes;
        _exchange = exchange;
        _figures = figures;
        _asOf = asOf;
        _lastDay = ProgramPeriods.Of(version.Definition) is { Count: > 0 } periods ? periods[^1].To : version.Definition.ValidTo;
    }

    private ProgramDefinition Definition => _version.Definition;

    private bool IsCumulative => Definition.PeriodMode == PeriodMode.Cumulative;

    /// <summary>What the lines of a period earn, one for every line that counts something.</summary>
    /// <param name="period">The period, by its index.</param>
    /// <param name="customers">Who bought: the customer, or the family with its head first.</param>
    /// <param name="lines">All their lines as they count, of whatever day.</param>
    /// <param name="earlier">Rebates of programmes before this one.</param>
    /// <param name="problems">Takes what keeps lines from counting.</param>
    public VersionResult Earn(int period, IReadOnlyList<PlanCustomer> customers, IReadOnlyList<CountedLine> lines, IReadOnlyList<Dictionary<long, decimal>> earlier, CalculationProblems problems)
    {
        var measured = MeasuredDays(period);
        var counted = CountedIn(measured, lines);
        var window = new Window(period, measured, customers, lines, counted, problems);
        var spreads = new Dictionary<int, Dictionary<long, decimal>>();
        var earned = new List<EarnedLine>();
        for (var index = 0; index < Definition.Lines.Count; index++)
        {
            var line = Definition.Lines[index];
            var earning = counted.Where(entry => _scopes[index].Earns(entry.Sold)).ToList();
            var reductions = earlier.Concat((line.ReducedByLines ?? []).Where(spreads.ContainsKey).Select(number => spreads[number]));
            if (ReachOf(index, window, earning, Rebates.On(earning, line.Base.Measure.IsMoney() ? reductions : [])) is not { } reach)
            {
                continue;
            }

            var result = LineCalculator.Earn(Definition, index, reach) with { PeriodIndex = period, Period = _version.Periods[period].Range };
            spreads[line.Number] = Rebates.Spread(result.UncappedMinor - result.CustomerCapMinor, earning);
            earned.Add(result);
        }

        var limited = LineLimits.Apply(Definition, earned);
        var all = new Dictionary<long, decimal>();
        foreach (var result in limited)
        {
            var line = Definition.Lines[result.LineIndex];
            foreach (var (id, amount) in Rebates.Spread(Math.Max(0, result.RoundedMinor + (result.Details?.AdvanceMinor ?? 0)), [.. counted.Where(entry => _scopes[result.LineIndex].Earns(entry.Sold))]))
            {
                all[id] = all.GetValueOrDefault(id) + amount;
            }
        }

        return new VersionResult(limited, all);
    }

    /// <summary>A customer's sales lines as they count for the version.</summary>
    public IEnumerable<CountedLine> Count(IEnumerable<SoldLine> sold, CalculationProblems problems)
    {
        foreach (var line in sold.Where(line => Array.Exists(_scopes, scopes => scopes.Concerns(line))))
        {
            if (_exchange.RateOf(line, Definition.Currency, problems) is not { } rate)
            {
                continue;
            }

            var detail = line.Detail;
            var whole = new CountedLine(
                line,
                line.Fact.On,
                Converted(line.Fact.NetMinor, rate),
                Converted(detail.GrossMinor, rate),
                detail.CostMinor is { } cost ? Converted(cost, rate) : null,
                line.Fact.QuantityMilli);
            foreach (var counted in DocumentRules.Count(Definition.Documents, whole, _asOf))
            {
                yield return counted;
            }
        }
    }

    /// <summary>How much of what a line pays on each customer bought, none below zero: by it a family shares.</summary>
    public long[] PartsOf(int lineIndex, int period, IReadOnlyList<PlanCustomer> customers, IReadOnlyList<CountedLine> lines, CalculationProblems problems)
    {
        var payerBase = Definition.Lines[lineIndex].Base;
        var earning = CountedIn(MeasuredDays(period), lines).FindAll(line => _scopes[lineIndex].Earns(line.Sold));
        return [.. customers.Select(customer => Math.Max(0, MeasureFunctions.Of(payerBase.Measure, payerBase.Unit, earning.FindAll(line => line.Sold.Customer.Id == customer.Id), problems)))];
    }

    private static List<CountedLine> CountedIn(List<DateRange> measured, IReadOnlyList<CountedLine> lines) =>
        [.. lines.Where(line => measured.Exists(days => days.Contains(line.On)) && (line.PaidOn is not { } paidOn || paidOn <= measured[^1].To))];

    private static decimal Converted(long minor, decimal rate) => rate == 1 ? minor : Rounding.HalfAwayFromZero(minor * rate);

    private List<DateRange> MeasuredDays(int period) => [.. _version.Periods.Take(period + 1).Skip(IsCumulative ? 0 : period).Select(entry => entry.Range)];

    private LineReach? ReachOf(int index, Window window, List<CountedLine> earning, decimal reduction)
    {
        var line = Definition.Lines[index];
        var scopes = _scopes[index];
        var qualifying = window.Counted.Where(entry => scopes.Qualifies(entry.Sold)).ToList();
        var advance = AdvanceOf(line, window);
        if (qualifying.Count + earning.Count == 0 && advance == 0)
        {
            return null;
        }

        var payerBase = MeasureFunctions.Of(line.Base.Measure, line.Base.Unit, earning, window.Problems);
        var compare = line.Qualifier.Compare;
        var reference = compare is null ? null : ReferenceOf(line, scopes, window, isBase: false);
        var isWithout = compare is not null && reference is not > 0;
        var conditions = scopes.Conditions.Select((isIn, condition) => IsMet(line.Mix!.Conditions[condition], window, isIn)).ToList();
        var isSame = line.IsBaseTheQualifier();
        return new LineReach
        {
            IsDetailed = true,
            Measure = SumOf(window.Counted.Where(entry => scopes.Qualifies(entry.Sold) || scopes.Earns(entry.Sold)), scopes, window.Period),
            Actual = MeasureFunctions.Of(line.Qualifier.Measure, line.Qualifier.Unit, qualifying, window.Problems),
            Base = Math.Max(Math.Min(0, payerBase), payerBase - reduction),
            IsBaseTheQualifier = isSame && reduction == 0,
            Reference = isWithout ? 0 : reference,
            BaseReference = isWithout ? 0 : isSame || compare is null ? reference : ReferenceOf(line, scopes, window, isBase: true),
            IsWithoutReference = isWithout && compare!.WithoutBase != WithoutBase.Zero,
            MixMet = line.Mix is null ? null : conditions.Count(isMet => isMet),
            MixWanted = line.Mix is null ? 0 : line.Mix.Enough ?? conditions.Count,
            Reduction = reduction,
            Prices = line.SlabPricing == SlabPricing.Actual ? PricesOf(line, scopes, qualifying, window.Problems) : null,
            IsProvisional = line.Provisional is not null && _version.Periods[window.Period].Range.To < _lastDay,
            AdvanceMinor = advance,
        };
    }

    private bool IsMet(MixCondition condition, Window window, Func<SoldLine, bool> isIn) =>
        MeasureFunctions.Of(condition.Measure, condition.Unit, [.. window.Counted.Where(entry => isIn(entry.Sold))], window.Problems) >= condition.AtLeast * condition.Measure.Scale();

    private decimal? ReferenceOf(ProgramLine line, LineScopes scopes, Window window, bool isBase)
    {
        var compare = line.Qualifier.Compare!;
        var (measure, unit) = isBase ? (line.Base.Measure, line.Base.Unit) : (line.Qualifier.Measure, line.Qualifier.Unit);
        switch (compare.Against)
        {
            case ComparisonAgainst.YearBefore or ComparisonAgainst.Days:
                var days = ComparisonRules.BaseDays(compare, window.Measured).ToList();
                return MeasureFunctions.Of(
                    measure,
                    unit,
                    [.. window.All.Where(entry => days.Exists(range => range.Contains(entry.On)) && (isBase ? scopes.Earns(entry.Sold) : scopes.Qualifies(entry.Sold)))],
                    window.Problems);
            case ComparisonAgainst.Total:
                return MeasureFunctions.Of(measure, unit, [.. window.Counted.Where(entry => scopes.Totals(entry.Sold))], window.Problems);
            case ComparisonAgainst.Value:
                return compare.Value * measure.Scale();
            case ComparisonAgainst.Figures:
                return _figures.Of(compare.List, compare.Figures, window.Customers, window.Span) * measure.Scale();
            default:
                throw new InvalidOperationException("Unknown comparison " + compare.Against);
        }
    }

    private long AdvanceOf(ProgramLine line, Window window) => line.Advance switch
    {
        null => 0,
        { Amount: { } amount } => Money.FromAmount(amount).Minor,
        var advance => Money.FromAmount(_figures.Sum(advance.List, window.Customers, window.Span)).Minor,
    };

    private static SlabPrices PricesOf(ProgramLine line, LineScopes scopes, List<CountedLine> qualifying, CalculationProblems problems) => new(
        qualifying,
        entry => MeasureFunctions.FactorOf(line.Qualifier.Unit, entry, problems) is { } factor ? entry.Quantity / factor : 0,
        entry => !scopes.Earns(entry.Sold) ? 0 : MeasureFunctions.Of(line.Base.Measure, line.Base.Unit, [entry], problems));

    private PeriodMeasure SumOf(IEnumerable<CountedLine> lines, LineScopes scopes, int period)
    {
        var measure = default(PeriodMeasure);
        var knownUpTo = _version.Periods[period].SettledUpToLineId ?? long.MaxValue;
        foreach (var line in lines)
        {
            var sum = default(FactSum);
            sum.Add(line.Sold.Fact with { NetMinor = Rounding.HalfAwayFromZero(line.Net), QuantityMilli = Rounding.HalfAwayFromZero(line.Quantity) });
            measure.Add(sum, scopes.Qualifies(line.Sold), scopes.Earns(line.Sold), line.Sold.Fact.LineId > knownUpTo);
        }

        return measure;
    }

    private sealed record Window(
        int Period, List<DateRange> Measured, IReadOnlyList<PlanCustomer> Customers, IReadOnlyList<CountedLine> All, List<CountedLine> Counted, CalculationProblems Problems)
    {
        public DateRange Span => new(Measured[0].From, Measured[^1].To);
    }
}

/// <summary>What a version's lines earn for a period.</summary>
/// <param name="Lines">The lines.</param>
/// <param name="ByLine">The rebate by sales line, in minor units.</param>
internal sealed record VersionResult(IReadOnlyList<EarnedLine> Lines, Dictionary<long, decimal> ByLine);
