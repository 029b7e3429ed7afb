using System.Globalization;
using System.Text.Json;
using Portal.Domain.Programs;
using Portal.Domain.Settlements;
using Portal.Domain.Shared;

namespace Portal.Infrastructure.Programs.Simulation;

/// <summary>A settlement line as a simulation prints it; amounts in units of money, quantities in units of the product.</summary>
/// <param name="Customer">The customer's number.</param>
/// <param name="Program">The programme's code.</param>
/// <param name="Line">The programme's line.</param>
/// <param name="PeriodFrom">First day of the period.</param>
/// <param name="PeriodTo">Last day of the period.</param>
/// <param name="QualifierValue">What decided the tier; in cumulative mode since the start of the validity.</param>
/// <param name="Tier">The tier reached, from 1; 0 below the first.</param>
/// <param name="Base">What it is paid on.</param>
/// <param name="Rate">The tier's rate in percent, or where it has none its amount; null below the first.</param>
/// <param name="Raw">The rebate before rounding and caps.</param>
/// <param name="Rounded">The rebate after rounding and caps.</param>
/// <param name="AlreadySettled">What is taken off: what was settled for the period, and in cumulative mode what the periods before gave.</param>
/// <param name="Due">What is to be posted.</param>
/// <param name="Reason">Why.</param>
public sealed record SimulatedLine(
    string Customer,
    string Program,
    int Line,
    DateOnly PeriodFrom,
    DateOnly PeriodTo,
    decimal QualifierValue,
    int Tier,
    decimal Base,
    decimal? Rate,
    decimal Raw,
    decimal Rounded,
    decimal AlreadySettled,
    decimal Due,
    string Reason)
{
    /// <summary>What the qualifier was compared with, or null.</summary>
    public decimal? ComparedWith { get; init; }

    /// <summary>What the comparison gave: percent, or a difference; or null.</summary>
    public decimal? Compared { get; init; }

    /// <summary>The number of who is paid where that is not the customer, or null.</summary>
    public string? Payee { get; init; }

    /// <summary>The points given, where the programme pays in points.</summary>
    public decimal? Points { get; init; }

    /// <summary>The units of goods given, where the programme pays in goods.</summary>
    public decimal? Goods { get; init; }

    internal static readonly IReadOnlySet<string> Fields = typeof(SimulatedLine).GetProperties().Select(property => JsonNamingPolicy.CamelCase.ConvertName(property.Name)).ToHashSet();

    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        TypeInfoResolver = new System.Text.Json.Serialization.Metadata.DefaultJsonTypeInfoResolver { Modifiers = { LeaveOutWhatIsNotUsed } },
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The line as JSON, on one line.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, Options);

    internal static SimulatedLine Of(string customer, CalculatedLine line)
    {
        var measures = line.Line is { } rule ? (rule.Qualifier.Measure, rule.Base.Measure) : (Measure.NetAmount, Measure.NetAmount);
        return new SimulatedLine(
            customer,
            line.Version.Definition.Code,
            line.LineNumber,
            line.Earned.Period.From,
            line.Earned.Period.To,
            Plain(line.Earned.QualifierValue / (decimal)measures.Item1.Scale()),
            line.Earned.TierNumber,
            Plain(line.Earned.BaseValue / (decimal)measures.Item2.Scale()),
            line.RatePercent is { } percent ? Plain(percent) : line.RateAmount is { } amount ? Plain(amount) : null,
            Plain(Rounding.HalfAwayFromZero(line.Earned.RawMinor / Money.MinorPerUnit, 10)),
            new Money(line.Earned.RoundedMinor).Amount,
            new Money(line.AlreadySettledMinor).Amount,
            new Money(line.DueMinor).Amount,
            JsonNamingPolicy.CamelCase.ConvertName(line.Reason.ToString()))
        {
            ComparedWith = line.Earned.Details?.Reference is { } reference ? Plain(reference / measures.Item1.Scale()) : null,
            Compared = line.Earned.Details?.Compared is { } compared
                ? Plain(line.Line?.Qualifier.Compare?.As == ComparisonAs.Difference ? compared / measures.Item1.Scale() : compared)
                : null,
        };
    }

    /// <summary>Most programmes compare nothing and pay money to the customer: their lines look as they always did.</summary>
    private static void LeaveOutWhatIsNotUsed(System.Text.Json.Serialization.Metadata.JsonTypeInfo type)
    {
        foreach (var property in type.Properties.Where(property => property.Name is "comparedWith" or "compared" or "payee" or "points" or "goods"))
        {
            property.ShouldSerialize = (_, value) => value is not null;
        }
    }

    // 6250.0000 and 6250 are the same number: the shorter is written.
    private static decimal Plain(decimal value) => decimal.Parse(value.ToString("0.##########", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
}
