using Portal.Domain.Programs;

namespace Portal.Admin.Programs;

/// <summary>Programmes to start from.</summary>
internal static class ProgramTemplates
{
    /// <summary>Names of the templates, in order.</summary>
    public static IReadOnlyList<string> Names { get; } = ["quarterly", "annualSlab", "perUnit", "perMultiple", "blank"];

    /// <summary>A template's definition, valid for the year that still can be covered.</summary>
    public static ProgramDefinition Of(string name, DateOnly today, string chinese, string english)
    {
        // From October on people plan the next year.
        var year = today.Month >= 10 ? today.Year + 1 : today.Year;
        var definition = new ProgramDefinition
        {
            Code = "",
            Name = new ProgramName(chinese, english),
            ValidFrom = new DateOnly(year, 1, 1),
            ValidTo = new DateOnly(year, 12, 31),
            Period = new ProgramPeriod(PeriodKind.Quarter),
            Lines = [Line(Measure.NetAmount, TierMode.WholeVolume, new Tier(0))],
        };
        return name switch
        {
            "quarterly" => definition with
            {
                Lines = [Line(Measure.NetAmount, TierMode.WholeVolume, new Tier(200_000) { RatePercent = 1.5m }, new Tier(500_000) { RatePercent = 2.2m }, new Tier(1_000_000) { RatePercent = 3m })],
            },
            "annualSlab" => definition with
            {
                Period = new ProgramPeriod(PeriodKind.Year),
                Lines = [Line(Measure.NetAmount, TierMode.Slab, new Tier(0) { RatePercent = 1m }, new Tier(1_000_000) { RatePercent = 2m }, new Tier(3_000_000) { RatePercent = 3m })],
            },
            "perUnit" => definition with
            {
                Lines = [Line(Measure.Quantity, TierMode.PerUnit, new Tier(0) { AmountPerUnit = 5m }, new Tier(500) { AmountPerUnit = 8m })],
            },
            "perMultiple" => definition with
            {
                Lines = [Line(Measure.NetAmount, TierMode.PerFullMultiple, new Tier(0) { MultipleOf = 100_000, Amount = 1_500 })],
            },
            _ => definition,
        };
    }

    /// <summary>A line by amount or quantity of all products.</summary>
    public static ProgramLine Line(Measure measure, TierMode mode, params Tier[] tiers) =>
        new() { Number = 1, Qualifier = new Qualifier(measure), TierMode = mode, Tiers = tiers };
}
