using Portal.Domain.Programs;
using Portal.Domain.Shared;
using static Portal.Domain.Tests.Programs.Definitions;

namespace Portal.Domain.Tests.Programs;

public class ProgramExamplesTests
{
    [Fact]
    public void A_passing_example_refuses_nothing() => Assert.Empty(ProgramExamples.Check(With(6250)));

    [Fact]
    public void A_failing_example_names_both_figures()
    {
        var refusal = Assert.Single(ProgramExamples.Check(With(6000)));
        Assert.Equal(("program_example_fails", "examples[0]"), (refusal.Code, refusal.Field));
        Assert.Contains(new Money(6000_00), refusal.Arguments);
        Assert.Contains(new Money(6250_00), refusal.Arguments);
    }

    private static ProgramDefinition With(decimal expected) => Program(Whole((100_000, 5))).Cumulative() with
    {
        Examples =
        [
            new ProgramExample
            {
                Name = "Q2",
                Sales = [new ExampleSale { On = Day(2, 1), NetAmount = 50_000 }, new ExampleSale { On = Day(5, 1), NetAmount = 75_000 }],
                Expected = [new ExpectedRebate { PeriodOn = Day(3, 1), Rebate = 0 }, new ExpectedRebate { PeriodOn = Day(6, 30), Rebate = expected }],
            },
        ],
    };
}
