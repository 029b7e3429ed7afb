using Portal.Domain.Programs;
using Portal.Domain.Settlements;
using Portal.Domain.Shared;

namespace Portal.Domain.WhatIf;

/// <summary>
/// What an order would change in the open period of a programme, reckoned by the settlement's own functions: the order is added
/// up as sales lines are, and what it comes to is added to what was bought. Nothing is written.
/// </summary>
public sealed class PurchaseTrial
{
    private readonly ProgramPlan _plan;
    private readonly long _customerId;
    private readonly DateOnly _on;
    private readonly CustomerMeasures _bought;
    private readonly int _version;

    /// <summary>Takes what was bought.</summary>
    /// <param name="plan">The programme's plan; only the open period is wanted.</param>
    /// <param name="customerId">Who buys.</param>
    /// <param name="on">The day of the order, in the open period.</param>
    /// <param name="bought">What was bought so far; null for nothing.</param>
    /// <exception cref="ArgumentException">The customer takes part in no version whose period is open on the day.</exception>
    public PurchaseTrial(ProgramPlan plan, long customerId, DateOnly on, CustomerMeasures? bought)
    {
        ArgumentNullException.ThrowIfNull(plan);
        _plan = plan;
        _customerId = customerId;
        _on = on;
        _bought = bought ?? new CustomerMeasures(customerId, []);
        _version = OpenVersion(plan, customerId, on) ?? throw new ArgumentException("No period is open.", nameof(on));
        Period = plan.Versions[_version].Periods[OpenPeriod].Range;
        Now = Reckon(_bought);
    }

    /// <summary>The open period.</summary>
    public DateRange Period { get; }

    /// <summary>The programme as it is worded in the period.</summary>
    public ProgramDefinition Definition => _plan.Versions[_version].Definition;

    /// <summary>Where the customer stands without the order.</summary>
    public TrialResult Now { get; }

    private int OpenPeriod => _plan.Versions[_version].Periods.ToList().FindIndex(period => period.IsWanted && period.Range.Contains(_on));

    /// <summary>The version of a plan by which a customer's purchases of a day count, or null.</summary>
    public static int? OpenVersion(ProgramPlan plan, long customerId, DateOnly on)
    {
        ArgumentNullException.ThrowIfNull(plan);
        return Enumerable.Range(0, plan.Versions.Count)
            .Where(version => plan.Participates(version, customerId) && plan.Versions[version].Periods.Any(period => period.IsWanted && period.Range.Contains(on)))
            .Select(version => (int?)version)
            .FirstOrDefault();
    }

    /// <summary>Where the customer would stand with an order.</summary>
    /// <param name="productId">What is ordered.</param>
    /// <param name="netMinor">Its net amount, in minor units.</param>
    /// <param name="quantityMilli">Its quantity, in thousandths.</param>
    public TrialResult With(long productId, long netMinor, long quantityMilli)
    {
        var accumulator = _plan.StartAccumulator();
        var order = new SalesFact(_customerId, _on, productId, quantityMilli, netMinor, long.MaxValue);
        if (_plan.AsksForDetails)
        {
            accumulator.Add(order, new SalesDetail { DocumentId = long.MaxValue, GrossMinor = netMinor, DocumentTotalMinor = netMinor });
        }
        else
        {
            accumulator.Add(order);
        }

        return accumulator.TakeCustomer() is { } ordered ? Reckon(Sum(_bought, ordered)) : Now;
    }

    private static CustomerMeasures Sum(CustomerMeasures bought, CustomerMeasures ordered)
    {
        var lines = bought.Lines.ToDictionary(line => (line.VersionIndex, line.LineIndex));
        foreach (var line in ordered.Lines)
        {
            lines[(line.VersionIndex, line.LineIndex)] = lines.TryGetValue((line.VersionIndex, line.LineIndex), out var known)
                ? known with { Periods = [.. known.Periods.Zip(line.Periods, (left, right) => left + right)] }
                : line;
        }

        return bought with
        {
            Lines = [.. lines.Values],
            Sales = bought.Sales is null && ordered.Sales is null ? null : [.. bought.Sales ?? [], .. ordered.Sales ?? []],
        };
    }

    private TrialResult Reckon(CustomerMeasures measures)
    {
        var earned = RebateCalculator.Earn(_plan, measures).Where(line => line.VersionIndex == _version).ToList();
        return new TrialResult([.. Definition.Lines.Select((rule, index) => Line(rule, index, earned))]);
    }

    private TrialLine Line(ProgramLine rule, int index, List<EarnedLine> earned)
    {
        var line = earned.Find(row => row.LineIndex == index && row.PeriodIndex == OpenPeriod) ?? RebateCalculator.Earn(Definition, index, default);

        // In cumulative mode the periods before have their own settlements.
        var before = Definition.PeriodMode == PeriodMode.Cumulative
            ? earned.Where(row => row.LineIndex == index && row.PeriodIndex < OpenPeriod).MaxBy(row => row.PeriodIndex)?.RoundedMinor ?? 0
            : 0;
        return new TrialLine
        {
            LineNumber = rule.Number,
            IsQuantity = !rule.Qualifier.Measure.IsMoney(),
            Unit = rule.Qualifier.Unit,
            QualifierValue = line.QualifierValue,
            TierNumber = line.TierNumber,
            NextTierFrom = line.NextTierFrom ?? line.Details?.NextTierFrom,
            PurchasesMinor = line.Measure.BaseNetMinor,
            RebateMinor = line.RoundedMinor - before,
        };
    }
}

/// <summary>Where a customer stands in a programme's open period.</summary>
/// <param name="Lines">By the programme's lines.</param>
public sealed record TrialResult(IReadOnlyList<TrialLine> Lines)
{
    /// <summary>The rebate of the period over all lines, in minor units, before a cap of the programme over all its customers.</summary>
    public long RebateMinor => Lines.Sum(line => line.RebateMinor);

    /// <summary>The net amount that the rebate is earned on, in minor units; the largest of the lines, because they may count the same purchases.</summary>
    public long PurchasesMinor => Lines.Select(line => line.PurchasesMinor).DefaultIfEmpty(0).Max();

    /// <summary>The rebate as a part of the purchases; null without purchases.</summary>
    public Rate? EffectiveRate => PurchasesMinor > 0 ? new Rate(Rounding.HalfAwayFromZero((decimal)RebateMinor / PurchasesMinor, 4)) : null;
}

/// <summary>Where a customer stands on one line of a programme.</summary>
public sealed record TrialLine
{
    /// <summary>The line.</summary>
    public required int LineNumber { get; init; }

    /// <summary>Whether a quantity decides the tier.</summary>
    public required bool IsQuantity { get; init; }

    /// <summary>The unit that the quantity is converted to; null where it counts as sold.</summary>
    public string? Unit { get; init; }

    /// <summary>What decides the tier: minor units or thousandths.</summary>
    public required long QualifierValue { get; init; }

    /// <summary>The tier reached, from 1; 0 below the first.</summary>
    public required int TierNumber { get; init; }

    /// <summary>The next tier's lower bound, or null at the highest.</summary>
    public long? NextTierFrom { get; init; }

    /// <summary>The net amount that the rebate is earned on, in minor units.</summary>
    public required long PurchasesMinor { get; init; }

    /// <summary>The rebate of the period, in minor units.</summary>
    public required long RebateMinor { get; init; }

    /// <summary>What is missing to the next tier; null at the highest.</summary>
    public long? MissingValue => NextTierFrom - QualifierValue;
}
