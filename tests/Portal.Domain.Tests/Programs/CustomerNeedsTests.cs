using Portal.Domain.Programs;
using Portal.Domain.Settlements;

namespace Portal.Domain.Tests.Programs;

public sealed class CustomerNeedsTests
{
    public static TheoryData<CustomerSelectorKind, CustomerNeeds> Kinds => new()
    {
        { CustomerSelectorKind.All, default },
        { CustomerSelectorKind.Group, new CustomerNeeds(true, false, false, false) },
        { CustomerSelectorKind.Level, new CustomerNeeds(false, true, false, false) },
        { CustomerSelectorKind.Region, new CustomerNeeds(false, false, true, false) },
        { CustomerSelectorKind.Customer, new CustomerNeeds(false, false, false, true) },
        { CustomerSelectorKind.Parent, new CustomerNeeds(false, false, false, true) },
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Who_takes_part_decides(CustomerSelectorKind kind, CustomerNeeds expected)
    {
        var selector = new CustomerSelector(kind) { Codes = ["X"] };
        var included = Definitions.Program(Definitions.Whole((0, 1))) with { Participants = new ProgramParticipants { Include = [selector] } };
        var excluded = included with { Participants = ProgramParticipants.Everybody with { Exclude = [selector] } };

        Assert.Equal(expected, CustomerNeeds.Of([included]));
        Assert.Equal(expected, CustomerNeeds.Of([excluded]));
    }

    [Fact]
    public void Programmes_ask_together()
    {
        var programs = new[] { CustomerSelectorKind.Level, CustomerSelectorKind.Region }.Select(kind =>
            Definitions.Program(Definitions.Whole((0, 1))) with { Participants = new ProgramParticipants { Include = [new CustomerSelector(kind)] } });

        Assert.Equal(new CustomerNeeds(false, true, true, false), CustomerNeeds.Of(programs));
    }

    [Fact]
    public void Rules_that_look_at_sales_lines_may_name_anything()
    {
        var line = Definitions.Whole((0, 1)) with { Qualifier = new Qualifier(Measure.GrossAmount) };

        Assert.Equal(CustomerNeeds.All, CustomerNeeds.Of([Definitions.Program(line)]));
    }

    [Theory]
    [InlineData(2, 3)]
    [InlineData(2, 5_000_000_000)]
    public void Participants_are_known_by_keys_that_lie_close_or_far_apart(long first, long second)
    {
        var program = Definitions.Program(Definitions.Whole((0, 1))) with
        {
            Participants = new ProgramParticipants { Include = [new CustomerSelector(CustomerSelectorKind.Group) { Codes = ["east"] }] },
        };
        var master = new PlanMasterData([new PlanCustomer(first, "A", "west", null, null, null), new PlanCustomer(second, "B", "East", null, null, null)], [], []);

        var plan = ProgramPlan.Compile([PlanProgram.Single(1, program)], master, (_, _) => true);

        Assert.Equal([false, false, true, false, false], new[] { 0, first, second, second + 1, -1 }.Select(id => plan.Participates(0, id)));
    }
}
