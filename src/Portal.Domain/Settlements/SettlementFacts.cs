using System.Text.Json;
using System.Text.Json.Serialization;
using Portal.Domain.Programs;
using Portal.Domain.Shared;

namespace Portal.Domain.Settlements;

/// <summary>All numbers that explain a settlement line, kept with it as JSON: what the line says can be read without the programme.</summary>
public sealed record SettlementFacts
{
    internal static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    /// <summary>The programme's code.</summary>
    public string ProgramCode { get; init; } = "";

    /// <summary>The version in force.</summary>
    public int VersionNumber { get; init; }

    /// <summary>The number of the programme's line.</summary>
    public int LineNumber { get; init; }

    /// <summary>The first day measured: the period's, or in cumulative mode that of the validity.</summary>
    public DateOnly MeasuredFrom { get; init; }

    /// <summary>The first day of the period.</summary>
    public DateOnly PeriodFrom { get; init; }

    /// <summary>The last day of the period.</summary>
    public DateOnly PeriodTo { get; init; }

    /// <summary>Whether the period adds to those before.</summary>
    public bool IsCumulative { get; init; }

    /// <summary>What decided the tier.</summary>
    public Measure QualifierMeasure { get; init; }

    /// <summary>What it is paid on.</summary>
    public Measure BaseMeasure { get; init; }

    /// <summary>Whether both are the same of the same products.</summary>
    public bool IsBaseTheQualifier { get; init; }

    /// <summary>How tiers pay.</summary>
    public TierMode TierMode { get; init; }

    /// <summary>The qualifying products.</summary>
    public ProductScope? QualifierScope { get; init; }

    /// <summary>The earning products, where they differ.</summary>
    public ProductScope? BaseScope { get; init; }

    /// <summary>What decided the tier, in minor units or thousandths.</summary>
    public long QualifierValue { get; init; }

    /// <summary>What it is paid on, in minor units or thousandths.</summary>
    public long BaseValue { get; init; }

    /// <summary>The least that earns anything, in the unit of the qualifier.</summary>
    public long? MinimumValue { get; init; }

    /// <summary>Sales lines counted.</summary>
    public int SaleLines { get; init; }

    /// <summary>Return lines counted.</summary>
    public int ReturnLines { get; init; }

    /// <summary>Net amount of the returns, in minor units.</summary>
    public long ReturnNetMinor { get; init; }

    /// <summary>Late sales lines among them.</summary>
    public int LateSaleLines { get; init; }

    /// <summary>Late return lines among them.</summary>
    public int LateReturnLines { get; init; }

    /// <summary>Net amount of what was late, in minor units.</summary>
    public long LateNetMinor { get; init; }

    /// <summary>The tier reached, from 1; 0 below the first.</summary>
    public int TierNumber { get; init; }

    /// <summary>Its lower bound, in the unit of the qualifier.</summary>
    public long? TierFrom { get; init; }

    /// <summary>The next tier's lower bound.</summary>
    public long? NextTierFrom { get; init; }

    /// <summary>The tier's rate in percent.</summary>
    public decimal? RatePercent { get; init; }

    /// <summary>The tier's amount or amount per unit, in units of money.</summary>
    public decimal? RateAmount { get; init; }

    /// <summary>How much of the base makes one full multiple, in units.</summary>
    public decimal? MultipleOf { get; init; }

    /// <summary>How the qualifier is compared; null where it stands for itself.</summary>
    public ComparisonAs? ComparedAs { get; init; }

    /// <summary>Which part of the base is paid on; null for all of it.</summary>
    public BasePart? BasePart { get; init; }

    /// <summary>How many conditions the mix has.</summary>
    public int MixConditions { get; init; }

    /// <summary>Whether a part of a multiple earns its part.</summary>
    public bool IsProRata { get; init; }

    /// <summary>The slabs.</summary>
    public IReadOnlyList<SlabPart>? Parts { get; init; }

    /// <summary>What else made it, for programmes whose rules look at more than sums.</summary>
    public EarnedDetails? Details { get; init; }

    /// <summary>The rebate before rounding, exact, in minor units.</summary>
    public decimal RawMinor { get; init; }

    /// <summary>The rebate after rounding, before caps.</summary>
    public long UncappedMinor { get; init; }

    /// <summary>What the cap per customer took off.</summary>
    public long CustomerCapMinor { get; init; }

    /// <summary>What the cap per programme took off.</summary>
    public long ProgramCapMinor { get; init; }

    /// <summary>The rebate after rounding and caps.</summary>
    public long RoundedMinor { get; init; }

    /// <summary>What the periods before earned, in cumulative mode.</summary>
    public long SettledEarlierPeriodsMinor { get; init; }

    /// <summary>What earlier settlements of this very period gave.</summary>
    public long SettledThisPeriodMinor { get; init; }

    /// <summary>The rebate less what was settled.</summary>
    public long DeltaMinor { get; init; }

    /// <summary>A negative rest set off here.</summary>
    public long CarriedInMinor { get; init; }

    /// <summary>A negative rest left for later.</summary>
    public long CarriedOutMinor { get; init; }

    /// <summary>What is posted.</summary>
    public long DueMinor { get; init; }

    /// <summary>What becomes of a negative result.</summary>
    public NegativePolicy Negative { get; init; }

    /// <summary>Why there is something to post.</summary>
    public SettlementReason Reason { get; init; }

    /// <summary>The facts of a calculated line.</summary>
    public static SettlementFacts Of(CalculatedLine line)
    {
        ArgumentNullException.ThrowIfNull(line);
        var definition = line.Version.Definition;
        var earned = line.Earned;
        var rule = line.Line;
        return OfRule(new SettlementFacts(), definition, line.Version.Version.Number, rule, earned.Period, earned.TierNumber) with
        {
            LineNumber = line.LineNumber,
            QualifierValue = earned.QualifierValue,
            BaseValue = earned.BaseValue,
            SaleLines = earned.Measure.SaleLines,
            ReturnLines = earned.Measure.ReturnLines,
            ReturnNetMinor = earned.Measure.ReturnNetMinor,
            LateSaleLines = earned.Measure.LateSaleLines,
            LateReturnLines = earned.Measure.LateReturnLines,
            LateNetMinor = earned.Measure.LateNetMinor,
            TierNumber = earned.TierNumber,
            TierFrom = earned.TierFrom,
            NextTierFrom = earned.NextTierFrom,
            RatePercent = line.RatePercent,
            RateAmount = line.RateAmount,
            Parts = earned.Parts.Count == 0 ? null : earned.Parts,
            Details = earned.Details,
            RawMinor = earned.RawMinor,
            UncappedMinor = earned.UncappedMinor,
            CustomerCapMinor = earned.CustomerCapMinor,
            ProgramCapMinor = earned.ProgramCapMinor,
            RoundedMinor = earned.RoundedMinor,
            SettledEarlierPeriodsMinor = line.SettledEarlierPeriodsMinor,
            SettledThisPeriodMinor = line.SettledThisPeriodMinor,
            DeltaMinor = line.DeltaMinor,
            CarriedInMinor = line.CarriedInMinor,
            CarriedOutMinor = line.CarriedOutMinor,
            DueMinor = line.DueMinor,
            Reason = line.Reason,
        };
    }

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    public static SettlementFacts FromJson(string json) => JsonSerializer.Deserialize<SettlementFacts>(json, Options) ?? new SettlementFacts();

    /// <summary>Writes of a calculated line's facts what neither its row nor its programme's version tells; see <see cref="SettlementFactsReading"/>.</summary>
    public static string ShortJson(CalculatedLine line) => SettlementFactsJson.WriteShort(line);

    /// <summary>Adds what a version's line says of every customer.</summary>
    internal static SettlementFacts OfRule(
        SettlementFacts facts, ProgramDefinition definition, int versionNumber, ProgramLine? rule, DateRange period, int tierNumber)
    {
        var isCumulative = definition.PeriodMode == PeriodMode.Cumulative;
        var isSame = rule is null || rule.IsBaseTheQualifier();
        return facts with
        {
            ProgramCode = definition.Code,
            VersionNumber = versionNumber,
            MeasuredFrom = isCumulative ? definition.ValidFrom : period.From,
            PeriodFrom = period.From,
            PeriodTo = period.To,
            IsCumulative = isCumulative,
            QualifierMeasure = rule?.Qualifier.Measure ?? Measure.NetAmount,
            BaseMeasure = rule?.Base.Measure ?? Measure.NetAmount,
            IsBaseTheQualifier = isSame,
            TierMode = rule?.TierMode ?? TierMode.WholeVolume,
            QualifierScope = rule?.Qualifier.Scope,
            BaseScope = isSame ? null : rule?.Base.Scope,
            MinimumValue = rule?.Minimum is { } minimum ? Rounding.HalfAwayFromZero(minimum * rule.Qualifier.Measure.Scale()) : null,
            MultipleOf = tierNumber > 0 ? rule?.Tiers[tierNumber - 1].MultipleOf : null,
            ComparedAs = rule?.Qualifier.Compare?.As,
            BasePart = rule?.Base.Part,
            MixConditions = rule?.Mix?.Conditions.Count ?? 0,
            IsProRata = rule?.ProRata == true,
            Negative = definition.Negative,
        };
    }

    /// <summary>Writes the facts.</summary>
    public string ToJson() => SettlementFactsJson.Write(this);
}
