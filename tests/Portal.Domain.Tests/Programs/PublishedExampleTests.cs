using Portal.Domain.Programs;
using Portal.Domain.Settlements;
using Portal.Domain.Shared;
using Portal.Published;
using static Portal.Domain.Tests.Programs.Definitions;

namespace Portal.Domain.Tests.Programs;

/// <summary>Worked examples that other systems publish, and the one of our own sketches.</summary>
public class PublishedExampleTests
{
    public static TheoryData<string> Published => [.. PublishedCases.All.Select(published => published.Source)];

    [Theory]
    [MemberData(nameof(Published))]
    public void The_published_result_comes_out(string source)
    {
        var published = PublishedCases.All.Single(other => other.Source == source);
        Assert.Empty(ProgramValidation.Check(published.WithExample));
        var result = Assert.Single(ProgramExamples.Run(published.WithExample));
        Assert.True(result.IsPassed, string.Join("; ", result.Differences));
    }

    [Fact]
    public void Sap_cumulative_quarters() =>
        Assert.Equal([0m, 6250m, 5000m, 3750m], Quarters(Program(Whole((100_000, 5))).Cumulative(), 50_000, 75_000, 100_000, 75_000));

    [Fact]
    public void Sap_quarters_by_themselves() =>
        Assert.Equal([0m, 0m, 5000m, 0m], Quarters(Program(Whole((100_000, 5))), 50_000, 75_000, 100_000, 75_000));

    [Fact]
    public void Dynamics_stepped_cumulative_rolling_total()
    {
        Assert.Equal([350m], Quarters(Program(Slab((0, 10), (1000, 25))), 2000));
        Assert.Equal([500m], Quarters(Program(Whole((0, 10), (1000, 25))), 2000));
        Assert.Equal([600m], Quarters(Program(Rates(TierMode.Rolling, (0, 10), (1000, 25))), 2000));
        Assert.Equal([700m], Quarters(Program(Rates(TierMode.SumOfReached, (0, 10), (1000, 25))), 2000));
    }

    [Fact]
    public void Sap_partial_then_final()
    {
        // 1,080 for the year; 140 were settled as a part before: 940 are left.
        var scenario = new Scenario(Program(Whole((0, 10))).Every(PeriodKind.Year)).Sale("A", Day(3, 1), 10_800);
        scenario.Settled("A", Day(1, 1), Day(12, 31), 140_00);
        var line = Assert.Single(scenario.Lines());
        Assert.Equal(1_080_00, line.Earned.RoundedMinor);
        Assert.Equal(140_00, line.AlreadySettledMinor);
        Assert.Equal(940_00, line.DueMinor);
    }

    [Theory]
    [InlineData(2, -60)]
    [InlineData(3, -80)]
    public void NetSuite_marginal_with_returns(int returned, decimal takenBack)
    {
        var line = Line(
            TierMode.Slab,
            Measure.Quantity,
            Measure.Quantity,
            new Tier(0) { AmountPerUnit = 10 },
            new Tier(2) { AmountPerUnit = 20 },
            new Tier(4) { AmountPerUnit = 30 });
        var program = Program(line).Every(PeriodKind.Year) with { Negative = NegativePolicy.ChargeBack };
        var scenario = new Scenario(program).Sale("A", Day(1, 10), 600, 6);
        Assert.Equal(120m, Assert.Single(scenario.Lines()).DueMinor / 100m);
        scenario.Post();
        scenario.Sale("A", Day(2, 10), -100 * returned, -returned);
        var taken = Assert.Single(scenario.Lines());
        Assert.Equal(takenBack, taken.DueMinor / 100m);
        Assert.NotEqual(SettlementReason.NewPeriod, taken.Reason);
    }

    [Fact]
    public void The_sketch_of_the_editor()
    {
        var lines = WorkedExample.OfAmounts(Program(Whole((0, 0), (200_000, 1.5m), (500_000, 2.2m), (1_000_000, 3))).Cumulative(), [480_000, 90_000]);
        Assert.Equal([7_200_00, 12_540_00], lines.Select(line => line.Earned.RoundedMinor));
        Assert.Equal(7_200_00, lines[1].SettledBeforeMinor);
        Assert.Equal(5_340_00, lines[1].DueMinor);
        Assert.Equal(3, lines[1].Earned.TierNumber);
        Assert.Equal(1_000_000_00, lines[1].Earned.NextTierFrom);
    }

    private static decimal[] Quarters(ProgramDefinition definition, params decimal[] amounts) =>
        [.. WorkedExample.OfAmounts(definition, amounts).Select(line => new Money(line.DueMinor).Amount)];
}
