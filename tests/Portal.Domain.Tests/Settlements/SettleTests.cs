using Portal.Domain.Programs;
using Portal.Domain.Settlements;
using Portal.Domain.Shared;
using Portal.Domain.Tests.Programs;
using static Portal.Domain.Tests.Programs.Definitions;

namespace Portal.Domain.Tests.Settlements;

/// <summary>What becomes of late documents, returns, amendments, caps and negative results.</summary>
public class SettleTests
{
    [Fact]
    public void A_second_run_posts_nothing()
    {
        var scenario = new Scenario(Program(Whole((100, 2))).Cumulative()).Sale("A", Day(1, 5), 150).Sale("B", Day(5, 5), 500);
        Assert.NotEmpty(scenario.Post());
        Assert.Empty(scenario.Post());
    }

    [Fact]
    public void Only_ended_periods_are_settled()
    {
        var scenario = new Scenario(Program(Whole((100, 2)))).Sale("A", Day(1, 5), 150).Sale("A", Day(4, 5), 150);
        Assert.Equal(Day(3, 31), Assert.Single(scenario.Lines(Day(4, 1))).Earned.Period.To);
        Assert.Empty(scenario.Lines(Day(3, 31)));
    }

    [Fact]
    public void A_late_document_posts_the_difference()
    {
        var scenario = new Scenario(Program(Whole((100, 2), (1000, 4)))).Sale("A", Day(1, 5), 150);
        scenario.Post();
        scenario.Sale("A", Day(1, 6), 100);
        var late = Assert.Single(scenario.Lines());
        Assert.Equal((2_00, 3_00, SettlementReason.LateDocument), (late.DueMinor, late.AlreadySettledMinor, late.Reason));
        scenario.Sale("A", Day(1, 7), 750);
        var crossed = Assert.Single(scenario.Lines());
        Assert.Equal((37_00, SettlementReason.TierCrossed), (crossed.DueMinor, crossed.Reason));
    }

    [Fact]
    public void A_return_is_said_to_be_one()
    {
        var scenario = new Scenario(Program(Whole((100, 2))) with { Negative = NegativePolicy.ChargeBack }).Sale("A", Day(1, 5), 500);
        scenario.Post();
        scenario.Sale("A", Day(2, 5), -100);
        var line = Assert.Single(scenario.Lines());
        Assert.Equal((-2_00, SettlementReason.Return, 1), (line.DueMinor, line.Reason, line.Earned.Measure.LateReturnLines));
    }

    [Theory]
    [InlineData(NegativePolicy.CarryForward, 0, 6_00)]
    [InlineData(NegativePolicy.ChargeBack, -4_00, 10_00)]
    [InlineData(NegativePolicy.Drop, 0, 10_00)]
    public void A_negative_result_follows_the_policy(NegativePolicy policy, long now, long later)
    {
        var scenario = new Scenario(Program(Whole((100, 2))) with { Negative = policy }).Sale("A", Day(1, 5), 500);
        Assert.Equal(10_00, Assert.Single(scenario.Post(Day(4, 1))).DueMinor);
        scenario.Sale("A", Day(1, 9), -200);
        var negative = Assert.Single(scenario.Post(Day(4, 1)));
        Assert.Equal((-4_00, now), (negative.DeltaMinor, negative.DueMinor));
        scenario.Sale("A", Day(4, 9), 500);
        Assert.Equal(later, Assert.Single(scenario.Post(Day(7, 1))).DueMinor);
        Assert.Empty(scenario.Post(Day(7, 1)));
    }

    [Fact]
    public void What_was_left_with_the_customer_is_not_paid_again_when_it_is_earned_again()
    {
        var scenario = new Scenario(Program(Whole((100, 2))) with { Negative = NegativePolicy.Drop }).Sale("A", Day(1, 5), 500);
        Assert.Equal(10_00, Assert.Single(scenario.Post(Day(4, 1))).DueMinor);
        scenario.Sale("A", Day(1, 9), -200);
        Assert.Equal((0, 4_00), Due(scenario));
        scenario.Sale("A", Day(1, 10), 150);
        Assert.Equal((0, -3_00), Due(scenario));
        scenario.Sale("A", Day(1, 11), 250);
        Assert.Equal((4_00, -1_00), Due(scenario));
        scenario.Sale("A", Day(1, 12), 100);
        Assert.Equal((2_00, 0), Due(scenario));

        static (long Due, long Dropped) Due(Scenario scenario)
        {
            var line = Assert.Single(scenario.Post(Day(4, 1)));
            return (line.DueMinor, line.DroppedMinor);
        }
    }

    [Fact]
    public void In_cumulative_mode_a_later_period_does_not_pay_again_what_was_left_in_an_earlier_one()
    {
        var scenario = new Scenario(Program(Whole((0, 2))).Cumulative() with { Negative = NegativePolicy.Drop }).Sale("A", Day(1, 5), 500);
        scenario.Post(Day(4, 1));
        scenario.Sale("A", Day(1, 9), -200);
        Assert.Equal(0, Assert.Single(scenario.Post(Day(4, 1))).DueMinor);
        scenario.Sale("A", Day(4, 9), 300);
        Assert.Equal((6_00, 2_00), (Assert.Single(scenario.Lines(Day(7, 1))).DeltaMinor, Assert.Single(scenario.Post(Day(7, 1))).DueMinor));
        Assert.Empty(scenario.Post(Day(7, 1)));
    }

    [Fact]
    public void A_carried_rest_is_set_off_within_one_run_too()
    {
        var scenario = new Scenario(Program(Whole((100, 2)))).Sale("A", Day(1, 5), 500);
        scenario.Post(Day(4, 1));
        scenario.Sale("A", Day(1, 9), -500).Sale("A", Day(4, 9), 250).Sale("A", Day(7, 9), 500);
        var lines = scenario.Post();
        Assert.Equal([0, 0, 5_00], lines.Select(line => line.DueMinor));
        Assert.Equal([-10_00, -5_00, 0], lines.Select(line => line.CarriedOutMinor));
        Assert.Equal([0, -10_00, -5_00], lines.Select(line => line.CarriedInMinor));
    }

    [Fact]
    public void Returning_everything_takes_everything_back()
    {
        var scenario = new Scenario(Program(Slab((0, 1), (300, 3))).Cumulative() with { Negative = NegativePolicy.ChargeBack }).Sale("A", Day(1, 5), 500).Sale("A", Day(6, 5), 700);
        var given = scenario.Post().Sum(line => line.DueMinor);
        Assert.True(given > 0);
        scenario.Sale("A", Day(1, 5), -500).Sale("A", Day(6, 5), -700);
        Assert.Equal(-given, scenario.Post().Sum(line => line.DueMinor));
    }

    [Fact]
    public void A_customer_without_documents_any_more_gives_back()
    {
        var scenario = new Scenario(Program(Whole((0, 2))) with { Negative = NegativePolicy.ChargeBack }).Sale("B", Day(1, 5), 100);
        scenario.Settled("A", Day(1, 1), Day(3, 31), 5_00);
        var line = Assert.Single(scenario.Lines(), line => line.DueMinor < 0);
        Assert.Equal((-5_00, SettlementReason.MasterData), (line.DueMinor, line.Reason));
    }

    [Fact]
    public void An_amendment_holds_for_the_periods_that_begin_after_it()
    {
        var first = Program(Whole((0, 2)));
        var second = Program(Whole((0, 3)));
        var scenario = new Scenario(new PlanProgram(1, "P1", null, [new(11, 1, Day(1, 1), first), new(12, 2, Day(4, 1), second)]))
            .Sale("A", Day(2, 1), 100).Sale("A", Day(5, 1), 100);
        Assert.Equal([(1, 2_00L), (2, 3_00L)], scenario.Post().Select(line => (line.Version.Version.Number, line.DueMinor)));
        scenario.Programs = [new PlanProgram(1, "P1", null, [new(11, 1, Day(1, 1), first), new(13, 3, Day(1, 1), second)])];
        var amended = Assert.Single(scenario.Lines(), line => line.Earned.Period.From == Day(1, 1));
        Assert.Equal((1_00, SettlementReason.Amendment), (amended.DueMinor, amended.Reason));
    }

    [Fact]
    public void A_cumulative_amendment_takes_the_whole_time_with_it()
    {
        var first = Program(Whole((0, 2))).Cumulative();
        var second = Program(Whole((0, 3))).Cumulative();
        var scenario = new Scenario(new PlanProgram(1, "P1", null, [new(11, 1, Day(1, 1), first), new(12, 2, Day(4, 1), second)]))
            .Sale("A", Day(2, 1), 100).Sale("A", Day(5, 1), 100);
        Assert.Equal([2_00L, 4_00L], scenario.Lines().Select(line => line.DueMinor));
    }

    [Fact]
    public void A_closed_programme_settles_no_later_period()
    {
        var scenario = new Scenario(PlanProgram.Single(1, Program(Whole((0, 2)))) with { ClosedOn = Day(5, 1) }).Sale("A", Day(2, 1), 100).Sale("A", Day(5, 2), 100).Sale("A", Day(8, 1), 100);
        Assert.Equal([Day(1, 1), Day(4, 1)], scenario.Lines().Select(line => line.Earned.Period.From));
    }

    [Fact]
    public void The_cap_of_a_programme_is_shared_exactly()
    {
        var scenario = new Scenario(Program(Whole((0, 10))) with { CapPerProgram = 100 }).Sale("A", Day(1, 1), 500).Sale("B", Day(1, 1), 500).Sale("C", Day(1, 1), 500);
        var lines = scenario.Post();
        Assert.Equal([33_34, 33_33, 33_33], lines.Select(line => line.DueMinor));
        Assert.Equal(16_66, lines[0].Earned.ProgramCapMinor);
        scenario.Sale("C", Day(1, 2), 1500);
        Assert.Equal(0, scenario.Lines().Sum(line => line.DeltaMinor));
        Assert.Contains(scenario.Lines(), line => line.Reason == SettlementReason.Cap);
    }

    [Fact]
    public void Programmes_of_a_group_exclude_each_other_by_priority()
    {
        var small = Program(Whole((0, 1))) with { Code = "small", ExclusiveGroup = "x", Priority = 2 };
        var large = Program(Whole((0, 5))) with { Code = "large", ExclusiveGroup = "X", Priority = 1, Participants = OnlyA };
        var scenario = new Scenario(PlanProgram.Single(1, small), PlanProgram.Single(2, large)).Sale("A", Day(1, 1), 100).Sale("B", Day(1, 1), 100);
        Assert.Equal([("large", 5_00L), ("small", 1_00L)], scenario.Lines().Select(line => (line.Version.Definition.Code, line.DueMinor)));
    }

    [Fact]
    public void Lines_earn_independently()
    {
        var program = Program(Whole((0, 1)), Whole((100, 2)) with { Number = 7 });
        Assert.Equal([(1, 1_00L), (7, 2_00L)], new Scenario(program).Sale("A", Day(1, 1), 100).Lines().Select(line => (line.LineNumber, line.DueMinor)));
    }

    [Fact]
    public void Customers_must_come_one_after_another()
    {
        var plan = ProgramPlan.Compile([PlanProgram.Single(1, Program(Whole((0, 1))))], new PlanMasterData([], [], []), (_, _) => true);
        var accumulator = plan.StartAccumulator();
        accumulator.Add(new SalesFact(1, Day(1, 1), 1, 1000, 100, 1));
        Assert.Throws<InvalidOperationException>(() => accumulator.Add(new SalesFact(2, Day(1, 1), 1, 1000, 100, 2)));
    }

    [Fact]
    public void The_facts_of_a_line_survive_their_text()
    {
        var scenario = new Scenario(Program(Slab((0, 1.25m), (300, 3)) with { Minimum = 10, CapPerCustomer = 9 }).Cumulative()).Sale("A", Day(1, 5), 500).Sale("A", Day(1, 6), -20.55m);
        var facts = SettlementFacts.Of(Assert.Single(scenario.Lines(), line => line.Earned.Period.From == Day(1, 1)));
        var read = SettlementFacts.FromJson(facts.ToJson());
        Assert.Equal(facts.ToJson(), read.ToJson());
        Assert.Equal((facts.RawMinor, 2, facts.DueMinor, 1), (read.RawMinor, read.Parts!.Count, read.DueMinor, read.ReturnLines));
    }

    [Fact]
    public void The_explanation_names_the_numbers()
    {
        var scenario = new Scenario(Program(Whole((0, 0), (200_000, 1.5m), (500_000, 2.2m), (1_000_000, 3))).Cumulative()).Sale("A", Day(1, 5), 480_000).Sale("A", Day(4, 5), 100_000).Sale("A", Day(4, 6), -10_000);
        scenario.Post(Day(4, 1));
        var facts = SettlementFacts.FromJson(SettlementFacts.Of(Assert.Single(scenario.Lines(Day(7, 1)))).ToJson());
        var sentences = ExplanationSentences.Of(facts);
        Assert.Equal(
            ["programs.why.measuredWithReturns", "programs.why.tier", "programs.why.wholeVolume", "programs.why.settledEarlier", "programs.why.difference", "programs.why.due"],
            sentences.Select(sentence => sentence.Key));
        Assert.Equal([new Money(570_000_00), new Rate(0.022m), new Money(12_540_00), 12540m], sentences[2].Arguments);
        Assert.Equal([new Money(12_540_00), new Money(7_200_00), new Money(5_340_00)], sentences[4].Arguments);
        Assert.Equal([new Money(5_340_00)], sentences[5].Arguments);
    }

    private static ProgramParticipants OnlyA => new() { Include = [new CustomerSelector(CustomerSelectorKind.Customer) { Codes = ["a"] }] };
}
