using System.Security.Cryptography;
using Portal.Domain.Programs;
using Portal.Domain.Settlements;
using Portal.Domain.Tests.Programs;

namespace Portal.Domain.Tests.Settlements;

public sealed class SettlementMarksTests
{
    /// <summary>Marks are kept in databases: were they reckoned in another way, an update would settle everyone anew, and for nothing.</summary>
    [Fact]
    public void Are_those_of_earlier_releases()
    {
        var bytes = Marks(World()).ToBytes();

        Assert.Equal("D5BC85956AE49F77617480AFC9CF612A", Convert.ToHexString(SHA256.HashData(bytes))[..32]);
    }

    [Theory]
    [InlineData("group")]
    [InlineData("figure")]
    [InlineData("level")]
    public void A_customer_is_changed_by_what_decides_on_it(string what)
    {
        var world = World();
        var changed = world with
        {
            Customers = [.. world.Customers.Select(customer => customer.Id != 5 ? customer
                : what == "group" ? customer with { GroupCode = "other" } : what == "level" ? customer with { LevelCode = "other" } : customer)],
            Figures = what == "figure" ? [world.Figures[0] with { Value = 6 }, world.Figures[1]] : world.Figures,
        };

        // Nobody asks for levels.
        Assert.Equal(what == "level" ? [] : [5L], Marks(changed).CustomersChangedSince(Marks(world)));
    }

    [Theory]
    [InlineData("number")]
    [InlineData("brand")]
    [InlineData("category above")]
    [InlineData("attribute")]
    [InlineData("unit")]
    public void A_product_is_changed_by_what_decides_on_it(string what)
    {
        var world = World();
        var changed = world with
        {
            Products = [.. world.Products.Select(product => product.Id != 2 ? product : what switch
            {
                "number" => product with { Number = "山地自行车-3" },
                "brand" => product with { BrandCode = null },
                "attribute" => product with { Attributes = ["颜色=红", "size=L"] },
                "unit" => product with { UnitFactors = new Dictionary<string, decimal> { ["case"] = 24, ["箱"] = 0.25m } },
                _ => product,
            })],
            Categories = what == "category above" ? [new PlanCategory("bikes", "other"), new PlanCategory("all", null)] : world.Categories,
        };

        // The first is in the same category.
        Assert.Equal(what == "category above" ? [1L, 2L] : [2L], Marks(changed).ProductsChangedSince(Marks(world)));
    }

    private static SettlementMarks Marks(PlanMasterData world)
    {
        var programs = new[] { PlanProgram.Single(1, Definition("A", "east")), PlanProgram.Single(2, Definition("B", "west")) };
        return SettlementMarks.Of(ProgramPlan.Compile(programs, world, (_, _) => true), world, [7, 3]);
    }

    private static ProgramDefinition Definition(string code, string group) => Definitions.Program(Definitions.Whole((100_000, 5))) with
    {
        Code = code,
        Participants = new ProgramParticipants { Include = [new CustomerSelector(CustomerSelectorKind.Group) { Codes = [group] }] },
    };

    private static PlanMasterData World() => new(
        [.. Enumerable.Range(1, 300).Select(id => new PlanCustomer(id * 5L, "C" + id, id % 3 == 0 ? null : id % 3 == 1 ? "east" : "west", "gold", null, null))],
        [
            new PlanProduct(1, "FR-M94B-38", "bikes", "Ω"),
            new PlanProduct(2, "山地自行车-2", "bikes", "大行") { Attributes = ["颜色=蓝", "size=L"], UnitFactors = new Dictionary<string, decimal> { ["case"] = 24, ["箱"] = 0.5m } },
            new PlanProduct(3, "", null, null),
        ],
        [new PlanCategory("bikes", "all"), new PlanCategory("all", null)])
    {
        Figures = [new PlanFigure(5, "target", new DateOnly(2026, 1, 1), new DateOnly(2026, 12, 31), 5), new PlanFigure(15, "advance", new DateOnly(2026, 1, 1), new DateOnly(2026, 12, 31), 1.5m)],
        ExchangeRates = [new PlanExchangeRate("USD", new DateOnly(2026, 5, 1), new DateOnly(2026, 5, 1), 7.1m)],
    };
}
