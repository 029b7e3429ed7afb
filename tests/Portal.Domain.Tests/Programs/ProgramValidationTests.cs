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
        { "program_linear_needs_two", "lines[0].tiers", Lines(Rates(TierMode.Linear, (0, 1))) },
        { "program_unit_not_for_measure", "lines[0].qualifier.unit", Lines(Good.Lines[0] with { Base = new PayerBase(Measure.NetAmount), Qualifier = new Qualifier(Measure.NetAmount) { Unit = "case" } }) },
        { "program_setting_missing", "lines[0].qualifier.compare.withoutBase", Compared(new Comparison(ComparisonAgainst.YearBefore, ComparisonAs.RatioPercent)) },
        { "program_setting_missing", "lines[0].qualifier.compare.value", Compared(new Comparison(ComparisonAgainst.Value, ComparisonAs.RatioPercent)) },
        { "program_setting_missing", "lines[0].qualifier.compare.list", Compared(new Comparison(ComparisonAgainst.Figures, ComparisonAs.RatioPercent) { WithoutBase = WithoutBase.Skip }) },
        { "program_setting_not_wanted", "lines[0].qualifier.compare.figures", Compared(new Comparison(ComparisonAgainst.Figures, ComparisonAs.RatioPercent) { WithoutBase = WithoutBase.Skip, List = "a", Figures = [new NamedFigure("A", 1)] }) },
        { "program_setting_not_wanted", "lines[0].qualifier.compare.value", Compared(new Comparison(ComparisonAgainst.Total, ComparisonAs.RatioPercent) { Value = 1 }) },
        { "program_setting_not_wanted", "lines[0].qualifier.compare.scope", Compared(new Comparison(ComparisonAgainst.Value, ComparisonAs.RatioPercent) { Value = 1, Scope = ProductScope.Everything }) },
        { "program_figure_not_positive", "lines[0].qualifier.compare.value", Compared(new Comparison(ComparisonAgainst.Value, ComparisonAs.RatioPercent) { Value = 0 }) },
        { "program_figure_days_wrong", "lines[0].qualifier.compare.figures[0]", Compared(new Comparison(ComparisonAgainst.Figures, ComparisonAs.RatioPercent) { WithoutBase = WithoutBase.Skip, Figures = [new NamedFigure("A", 1) { From = Day(1, 1) }] }) },
        { "program_growth_without_base", "lines[0].base.part", Lines(Good.Lines[0] with { Base = new PayerBase(Measure.NetAmount) { Part = BasePart.Growth } }) },
        { "program_part_not_for_mode", "lines[0].base.part", Lines(Line(TierMode.FixedAmount, Measure.NetAmount, Measure.NetAmount, new Tier(0) { Amount = 1 }) with { Base = new PayerBase(Measure.NetAmount) { Part = BasePart.ExcessOverTier } }) },
        { "program_setting_missing", "lines[0].base.threshold", Lines(Good.Lines[0] with { Base = new PayerBase(Measure.NetAmount) { Part = BasePart.ExcessOverThreshold } }) },
        { "program_setting_not_wanted", "lines[0].base.threshold", Lines(Good.Lines[0] with { Base = new PayerBase(Measure.NetAmount) { Threshold = 5 } }) },
        { "program_mix_empty", "lines[0].mix.conditions", Lines(Good.Lines[0] with { Mix = new ProductMix([]) }) },
        { "program_mix_enough_wrong", "lines[0].mix.enough", Lines(Good.Lines[0] with { Mix = new ProductMix([new MixCondition(Measure.NetAmount, 1)]) { Enough = 2 } }) },
        { "program_slab_pricing_not_here", "lines[0].slabPricing", Lines(Good.Lines[0] with { SlabPricing = SlabPricing.Actual }) },
        { "program_setting_not_wanted", "lines[0].proRata", Lines(Good.Lines[0] with { ProRata = true }) },
        { "program_reduced_by_unknown", "lines[0].reducedByLines[0]", Lines(Good.Lines[0] with { ReducedByLines = [1] }) },
        { "program_best_of_alone", "lines[0].bestOfGroup", Lines(Good.Lines[0] with { BestOfGroup = "g" }) },
        { "program_provisional_needs_cumulative", "lines[0].provisional", Lines(Good.Lines[0] with { Provisional = new ProvisionalRule { RatePercent = 1 } }) },
        { "program_one_value_wanted", "lines[0].provisional", Lines(Good.Lines[0] with { Provisional = new ProvisionalRule { RatePercent = 1, PercentOfRebate = 1 } }).Cumulative() },
        { "program_provisional_not_for_base", "lines[0].provisional", Lines(Good.Lines[0] with { Provisional = new ProvisionalRule { AmountPerUnit = 1 } }).Cumulative() },
        { "program_guarantee_over_cap", "lines[0].guarantee", Lines(Good.Lines[0] with { Guarantee = 2, CapPerCustomer = 1 }) },
        { "program_one_value_wanted", "lines[0].advance", Lines(Good.Lines[0] with { Advance = new AdvanceRule() }) },
        { "program_advance_with_limits", "lines[0].advance", Lines(Good.Lines[0] with { Advance = new AdvanceRule { Amount = 1 } }) with { Budget = 5 } },
        { "program_payment_day_of_unpaid", "documents.date", Good with { Documents = new DocumentRule(DocumentCount.Posted) { Date = DocumentDate.Payment } } },
        { "program_setting_missing", "pointsPerUnit", Good with { PayTo = PayTo.Points } },
        { "program_setting_not_wanted", "goods", Good with { Goods = new GoodsRule("X", 1) } },
        { "program_stacking_with_best_of", "stacking", Good with { Stacking = new StackingRule("a", 1), BestOfGroup = "b" } },
        { "program_roll_up_with_groups", "rollUp", Good with { RollUp = new RollUpRule(RollUpPayTo.Parent), BestOfGroup = "b" } },
        { "program_payee_with_roll_up", "payee", Good with { RollUp = new RollUpRule(RollUpPayTo.Parent), Payee = Payee.Parent } },
        { "program_sales_scope_empty", "lines[0].qualifier.scope.sales", Lines(Good.Lines[0] with { Base = new PayerBase(Measure.NetAmount), Qualifier = new Qualifier(Measure.NetAmount) { Scope = ProductScope.Everything with { Sales = new SalesScope() } } }) },
        { "program_attribute_wrong", "lines[0].qualifier.scope.include[0].codes[0]", Lines(Good.Lines[0] with { Base = new PayerBase(Measure.NetAmount), Qualifier = new Qualifier(Measure.NetAmount) { Scope = new ProductScope { Include = [new ProductSelector(ProductSelectorKind.Attribute) { Codes = ["red"] }] } } }) },
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

    private static ProgramDefinition Compared(Comparison compare) =>
        Lines(Good.Lines[0] with { Base = new PayerBase(Measure.NetAmount), Qualifier = new Qualifier(Measure.NetAmount) { Compare = compare } });

    private static ProgramDefinition Lines(params ProgramLine[] lines) => Good with { Lines = lines };

    private static ProgramDefinition Custom(params (DateOnly From, DateOnly To)[] periods) =>
        Good with { Period = new ProgramPeriod(PeriodKind.Custom) { Custom = [.. periods.Select(period => new CustomPeriod(period.From, period.To))] } };
}
