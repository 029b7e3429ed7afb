using Portal.Domain.Programs;

namespace Portal.Domain.Tests.Programs;

/// <summary>Short ways to write definitions.</summary>
internal static class Definitions
{
    public static ProgramDefinition Program(params ProgramLine[] lines) => new()
    {
        Code = "P1",
        Name = new ProgramName("政策", "Programme"),
        ValidFrom = new DateOnly(2026, 1, 1),
        ValidTo = new DateOnly(2026, 12, 31),
        Period = new ProgramPeriod(PeriodKind.Quarter),
        Lines = lines,
    };

    public static ProgramLine Line(TierMode mode, Measure qualifier, Measure payerBase, params Tier[] tiers) => new()
    {
        Number = 1,
        Qualifier = new Qualifier(qualifier),
        Base = new PayerBase(payerBase),
        TierMode = mode,
        Tiers = tiers,
    };

    public static ProgramLine Whole(params (decimal From, decimal Rate)[] tiers) => Rates(TierMode.WholeVolume, tiers);

    public static ProgramLine Slab(params (decimal From, decimal Rate)[] tiers) => Rates(TierMode.Slab, tiers);

    public static ProgramLine Rates(TierMode mode, params (decimal From, decimal Rate)[] tiers) =>
        Line(mode, Measure.NetAmount, Measure.NetAmount, [.. tiers.Select(tier => new Tier(tier.From) { RatePercent = tier.Rate })]);

    public static ProgramDefinition Cumulative(this ProgramDefinition definition) => definition with { PeriodMode = PeriodMode.Cumulative };

    public static ProgramDefinition Every(this ProgramDefinition definition, PeriodKind kind) => definition with { Period = new ProgramPeriod(kind) };

    public static DateOnly Day(int month, int day) => new(2026, month, day);
}
