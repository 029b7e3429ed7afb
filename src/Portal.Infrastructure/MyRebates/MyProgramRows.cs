using Portal.Domain.Programs;
using Portal.Domain.Shared;

namespace Portal.Infrastructure.MyRebates;

/// <summary>A programme in which I take part, with where I stand in its open period.</summary>
public sealed record MyProgramCard
{
    /// <summary>The programme.</summary>
    public required long ProgramId { get; init; }

    /// <summary>Its code.</summary>
    public required string Code { get; init; }

    /// <summary>The Chinese name.</summary>
    public required string NameZhCn { get; init; }

    /// <summary>The English name.</summary>
    public required string NameEn { get; init; }

    /// <summary>The currency of its amounts: ISO code.</summary>
    public string Currency { get; init; } = Money.DefaultCurrency;

    /// <summary>The first day whose documents count.</summary>
    public required DateOnly ValidFrom { get; init; }

    /// <summary>The last day whose documents count.</summary>
    public required DateOnly ValidTo { get; init; }

    /// <summary>Whether it runs, begins later or has ended.</summary>
    public required MyProgramState State { get; init; }

    /// <summary>Whether a result counts everything since the start of the validity.</summary>
    public required bool IsCumulative { get; init; }

    /// <summary>The first day of the open period, or null where none is open.</summary>
    public DateOnly? PeriodFrom { get; init; }

    /// <summary>The last day of the open period.</summary>
    public DateOnly? PeriodTo { get; init; }

    /// <summary>Days left in the open period after today.</summary>
    public int DaysLeft { get; init; }

    /// <summary>The day up to which sales are counted in the figures; null where nothing was counted yet.</summary>
    public DateOnly? AsOfOn { get; init; }

    /// <summary>Where I stand, by the programme's lines; empty without an open period.</summary>
    public IReadOnlyList<MyProgress> Lines { get; init; } = [];
}

/// <summary>Whether a programme runs.</summary>
public enum MyProgramState
{
    /// <summary>A period is open.</summary>
    Running = 1,

    /// <summary>Its first period begins later.</summary>
    Upcoming = 2,

    /// <summary>No period is open and none will be.</summary>
    Ended = 3,
}

/// <summary>Where I stand on a line of a programme in the open period.</summary>
public sealed record MyProgress
{
    /// <summary>The line's number.</summary>
    public required int LineNumber { get; init; }

    /// <summary>What counts for the tier: names of categories, brands or products; empty for everything.</summary>
    public IReadOnlyList<string> Products { get; init; } = [];

    /// <summary>Whether a quantity decides the tier; else an amount.</summary>
    public required bool IsQuantity { get; init; }

    /// <summary>The unit that the quantity is converted to, such as a box; null where it counts as sold.</summary>
    public string? Unit { get; init; }

    /// <summary>The tiers, rising.</summary>
    public required IReadOnlyList<MyTier> Tiers { get; init; }

    /// <summary>What decides the tier so far: minor units or thousandths.</summary>
    public long Value { get; init; }

    /// <summary>The tier reached, from 1; 0 below the first.</summary>
    public int TierNumber { get; init; }

    /// <summary>The rebate so far, in minor units.</summary>
    public long AccruedMinor { get; init; }

    /// <summary>Where the next tier begins; null at the highest.</summary>
    public long? NextTierFrom { get; init; }

    /// <summary>What is missing to it.</summary>
    public long? MissingValue { get; init; }

    /// <summary>What reaching it adds to the rebate, in minor units.</summary>
    public long? GainMinor { get; init; }

    /// <summary>What decides the tier at the period's end at today's pace.</summary>
    public long ForecastValue { get; init; }

    /// <summary>The rebate at the period's end at today's pace, in minor units.</summary>
    public long ForecastMinor { get; init; }

    /// <summary>Whether today's pace reaches the next tier.</summary>
    public bool WouldReachNextTier { get; init; }
}

/// <summary>A tier and what it pays; one of the values is set, or the last two together.</summary>
public sealed record MyTier
{
    /// <summary>Its lower bound: minor units or thousandths.</summary>
    public required long From { get; init; }

    /// <summary>A rate in percent.</summary>
    public decimal? RatePercent { get; init; }

    /// <summary>An amount for each unit, in units of money.</summary>
    public decimal? AmountPerUnit { get; init; }

    /// <summary>A fixed amount, in units of money.</summary>
    public decimal? Amount { get; init; }

    /// <summary>How much makes one full multiple: minor units or thousandths.</summary>
    public long? MultipleOf { get; init; }

    /// <summary>Whether <see cref="MultipleOf"/> is a quantity.</summary>
    public bool IsMultipleQuantity { get; init; }

    /// <summary>The unit that the quantity which is paid for is converted to; null where it counts as sold.</summary>
    public string? Unit { get; init; }

    /// <summary>The lower bound in percent, where the line compares with a base or a target; otherwise null.</summary>
    public decimal? FromPercent { get; init; }

    /// <summary>The tiers of a line.</summary>
    public static IReadOnlyList<MyTier> Of(ProgramLine line) => [.. line.Tiers.Select(tier => new MyTier
    {
        From = InStoredUnit(tier.From, line.Qualifier.Measure),
        FromPercent = line.Qualifier.Compare is { As: not ComparisonAs.Difference } ? tier.From : null,
        RatePercent = tier.RatePercent,
        AmountPerUnit = tier.AmountPerUnit,
        Amount = tier.Amount,
        MultipleOf = tier.MultipleOf is { } multiple ? InStoredUnit(multiple, line.Base.Measure) : null,
        IsMultipleQuantity = !line.Base.Measure.IsMoney(),
        Unit = line.Base.Unit,
    })];

    private static long InStoredUnit(decimal value, Measure measure) =>
        measure.IsMoney() ? Money.FromAmount(value).Minor : Quantity.FromUnits(value).Milli;
}

/// <summary>One programme as its participant sees it.</summary>
public sealed record MyProgram
{
    /// <summary>Where I stand.</summary>
    public required MyProgramCard Card { get; init; }

    /// <summary>What it says, the wording in force, or the next or last one; without the names of other customers.</summary>
    public required ProgramDefinition Definition { get; init; }

    /// <summary>The number of that wording.</summary>
    public required int VersionNumber { get; init; }

    /// <summary>Names of products, categories and brands that the wording mentions, by code.</summary>
    public required MyScopeNames Names { get; init; }

    /// <summary>Its periods, the latest first, with what each brought me.</summary>
    public required IReadOnlyList<MyPeriod> Periods { get; init; }
}

/// <summary>A period of a programme and what it brought me.</summary>
/// <param name="From">The first day.</param>
/// <param name="To">The last day.</param>
/// <param name="DueMinor">What was settled, in minor units, corrections included; null if nothing was.</param>
/// <param name="Statements">Statements of the period, the first one first.</param>
public sealed record MyPeriod(DateOnly From, DateOnly To, long? DueMinor, IReadOnlyList<MyStatementLink> Statements);

/// <summary>Leads to a statement.</summary>
/// <param name="Id">The statement.</param>
/// <param name="Number">Its number.</param>
/// <param name="DueMinor">Its amount, in minor units.</param>
public sealed record MyStatementLink(long Id, string Number, long DueMinor);
