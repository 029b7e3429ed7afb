using Portal.Domain.Programs;
using static Portal.Domain.Tests.Programs.Definitions;

namespace Portal.Domain.Tests.Programs;

/// <summary>Everything that is refused, by code and field.</summary>
public class ProgramValidationTests
{
    private static readonly ProgramDefinition Good = Program(Whole((100, 1), (200, 2)));

    public static TheoryData<string, string, ProgramDefinition> Wrong => new()
    {
        { "program_code_missing", "code", Good with { Code = "" } },
        { "program_code_wrong", "code", Good with { Code = "a/b" } },
        { "program_name_missing", "name.en", Good with { Name = new ProgramName("名", " ") } },
        { "program_valid_to_before_from", "validTo", Good with { ValidTo = Day(1, 1).AddDays(-1) } },
        { "program_currency_wrong", "currency", Good with { Currency = "cny" } },
        { "program_priority_wrong", "priority", Good with { Priority = 0 } },
        { "program_rounding_wrong", "rounding.unit", Good with { Rounding = new RoundingRule(0.005m) } },
        { "program_cap_negative", "capPerProgram", Good with { CapPerProgram = -0.01m } },
        { "program_no_lines", "lines", Good with { Lines = [] } },
        { "program_no_participants", "participants.include", Good with { Participants = new ProgramParticipants() } },
        { "program_codes_missing", "participants.include[0].codes", Good with { Participants = new ProgramParticipants { Include = [new CustomerSelector(CustomerSelectorKind.Level)] } } },
        { "program_codes_not_wanted", "participants.include[0].codes", Good with { Participants = new ProgramParticipants { Include = [new CustomerSelector(CustomerSelectorKind.All) { Codes = ["x"] }] } } },
        { "program_code_twice", "participants.include[0].codes[1]", Good with { Participants = new ProgramParticipants { Include = [new CustomerSelector(CustomerSelectorKind.Level) { Codes = ["x", "X"] }] } } },
        { "program_periods_missing", "period.custom", Good with { Period = new ProgramPeriod(PeriodKind.Custom) } },
        { "program_periods_not_custom", "period.custom", Good with { Period = new ProgramPeriod(PeriodKind.Month) { Custom = [new(Day(1, 1), Day(1, 2))] } } },
        { "program_period_end_before_start", "period.custom[0].to", Custom((Day(2, 1), Day(1, 1))) },
        { "program_period_outside_validity", "period.custom[0]", Custom((Day(12, 1), Day(12, 31).AddDays(1))) },
        { "program_periods_overlap", "period.custom[1].from", Custom((Day(1, 1), Day(1, 31)), (Day(1, 31), Day(2, 28))) },
        { "program_too_many_periods", "validTo", Good.Every(PeriodKind.Month) with { ValidTo = new DateOnly(2090, 1, 1) } },
        { "program_line_number_twice", "lines[1].number", Good with { Lines = [Good.Lines[0], Good.Lines[0]] } },
        { "program_line_number_wrong", "lines[0].number", Lines(Good.Lines[0] with { Number = 0 }) },
        { "program_scope_empty", "lines[0].qualifier.scope.include", Lines(Whole((0, 1)) with { Qualifier = new Qualifier(Measure.NetAmount) { Scope = new ProductScope() } }) },
        { "program_minimum_negative", "lines[0].minimum", Lines(Good.Lines[0] with { Minimum = -1 }) },
        { "program_cap_negative", "lines[0].capPerCustomer", Lines(Good.Lines[0] with { CapPerCustomer = -1 }) },
        { "program_no_tiers", "lines[0].tiers", Lines(Whole()) },
        { "program_tiers_overlap", "lines[0].tiers[1].from", Lines(Whole((100, 1), (100, 2))) },
        { "program_tiers_not_rising", "lines[0].tiers[1].from", Lines(Whole((100, 1), (50, 2))) },
        { "program_tier_from_negative", "lines[0].tiers[0].from", Lines(Whole((-1, 1))) },
        { "program_tier_from_too_fine", "lines[0].tiers[0].from", Lines(Whole((0.001m, 1))) },
        { "program_rate_over_100", "lines[0].tiers[0].ratePercent", Lines(Whole((0, 100.01m))) },
        { "program_rate_negative", "lines[0].tiers[0].ratePercent", Lines(Whole((0, -0.01m))) },
        { "program_tier_value_missing", "lines[0].tiers[0].ratePercent", Lines(Line(TierMode.WholeVolume, Measure.NetAmount, Measure.NetAmount, new Tier(0))) },
        { "program_tier_value_not_wanted", "lines[0].tiers[0].amount", Lines(Line(TierMode.WholeVolume, Measure.NetAmount, Measure.NetAmount, new Tier(0) { RatePercent = 1, Amount = 2 })) },
        { "program_measure_not_for_mode", "lines[0].base.measure", Lines(Line(TierMode.WholeVolume, Measure.Quantity, Measure.Quantity, new Tier(0) { RatePercent = 1 })) },
        { "program_measure_not_for_mode", "lines[0].base.measure", Lines(Line(TierMode.PerUnit, Measure.Quantity, Measure.NetAmount, new Tier(0) { AmountPerUnit = 1 })) },
        { "program_amount_negative", "lines[0].tiers[0].amount", Lines(Line(TierMode.FixedAmount, Measure.NetAmount, Measure.NetAmount, new Tier(0) { Amount = -1 })) },
        { "program_multiple_zero", "lines[0].tiers[0].multipleOf", Lines(Line(TierMode.PerFullMultiple, Measure.NetAmount, Measure.NetAmount, new Tier(0) { Amount = 1, MultipleOf = 0 })) },
        { "program_example_line_unknown", "examples[0].expected[0].line", Good with { Examples = [Example with { Expected = [new ExpectedRebate { PeriodOn = Day(1, 1), Line = 9, Rebate = 0 }] }] } },
        { "program_example_outside_periods", "examples[0].expected[0].periodOn", Good with { Examples = [Example with { Expected = [new ExpectedRebate { PeriodOn = new DateOnly(2025, 1, 1), Rebate = 0 }] }] } },
        { "program_example_expects_nothing", "examples[0].expected", Good with { Examples = [Example with { Expected = [] }] } },
    };

    private static ProgramExample Example => new() { Name = "x", Sales = [], Expected = [new ExpectedRebate { PeriodOn = Day(1, 1), Rebate = 0 }] };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void It_is_refused_at_its_field(string code, string field, ProgramDefinition definition) =>
        Assert.Equal([(code, field)], ProgramValidation.Check(definition).Select(refusal => (refusal.Code, refusal.Field!)));

    [Fact]
    public void A_good_one_is_not_refused()
    {
        Assert.Empty(ProgramValidation.Check(Good with { Examples = [Example] }));
        Assert.Empty(ProgramValidation.Check(Lines(Whole((0, 0), (1, 100)))));
        Assert.Empty(ProgramValidation.Check(Custom((Day(1, 1), Day(1, 31)), (Day(2, 1), Day(2, 28)))));
    }

    [Fact]
    public void Everything_wrong_is_said_at_once() =>
        Assert.Equal(3, ProgramValidation.Check(Good with { Code = "", CapPerProgram = -1, Priority = -1 }).Count);

    private static ProgramDefinition Lines(params ProgramLine[] lines) => Good with { Lines = lines };

    private static ProgramDefinition Custom(params (DateOnly From, DateOnly To)[] periods) =>
        Good with { Period = new ProgramPeriod(PeriodKind.Custom) { Custom = [.. periods.Select(period => new CustomPeriod(period.From, period.To))] } };
}
