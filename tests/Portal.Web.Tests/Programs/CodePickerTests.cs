using Bunit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Admin.Programs;
using Portal.Domain.Programs;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Programs;

namespace Portal.Web.Tests.Programs;

public sealed class CodePickerTests : UiContext
{
    private IReadOnlyList<PickedSelector> _picked = SelectorEdits.Of(ProgramParticipants.Everybody);

    public CodePickerTests()
    {
        Services.AddScoped<CurrentUser>();
        Services.AddScoped<ProgramPicks>();
        Services.AddSingleton<IDbContextFactory<PortalDbContext>, NoDatabase>();
    }

    [Fact]
    public void Everybody_takes_part_until_somebody_is_chosen()
    {
        var gold = new PickedCode("Level", "gold", false);
        Assert.Equal(["All customers"], Chips(Show()));
        _picked = SelectorEdits.Toggle(_picked, gold);
        Assert.Equal(["Level: Gold"], Chips(Show()));
        Assert.Equal("gold", Assert.Single(SelectorEdits.Participants(_picked).Include).Codes[0]);
        _picked = SelectorEdits.Toggle(_picked, gold);
        Assert.Equal(["All customers"], Chips(Show()));
    }

    [Fact]
    public void Excluding_keeps_everybody_else()
    {
        _picked = SelectorEdits.Toggle(_picked, new PickedCode("Customer", "C-1", true));
        var picker = Show();
        Assert.Equal(["All customers", "Without Customer: C-1"], Chips(picker));
        picker.Find("button[aria-label='Remove Without Customer: C-1']").Click();
        Assert.Equal(["All customers"], Chips(Show()));
    }

    [Fact]
    public void Including_what_is_excluded_moves_it()
    {
        _picked = SelectorEdits.Toggle(_picked, new PickedCode("Region", "east", true));
        _picked = SelectorEdits.Toggle(_picked, new PickedCode("Region", "EAST", false));
        var only = Assert.Single(_picked);
        Assert.Equal(("Region", "EAST", false), (only.Group, Assert.Single(only.Codes), only.IsExcluded));
    }

    [Fact]
    public void A_scope_survives_the_way_through_chips()
    {
        var scope = new ProductScope
        {
            Include = [new ProductSelector(ProductSelectorKind.Category) { Codes = ["bikes", "spares"] }, new ProductSelector(ProductSelectorKind.Brand) { Codes = ["acme"] }],
            Exclude = [new ProductSelector(ProductSelectorKind.Product) { Codes = ["P-1"] }],
        };
        var again = SelectorEdits.Scope(SelectorEdits.Of(scope));
        Assert.True(SelectorEdits.SameScope(scope, again));
        Assert.Equal(["bikes", "spares"], again.Include[0].Codes);
    }

    [Fact]
    public void What_is_picked_can_be_narrowed_and_widened_again()
    {
        _picked = [new PickedSelector("Level", ["gold"], false)];
        var narrowed = SelectorEdits.Narrow(_picked, 0, "Region", "east");
        Assert.Equal("east", Assert.Single(narrowed[0].And!).Codes[0]);
        Assert.Null(SelectorEdits.Narrow(narrowed, 0, "Region", "EAST")[0].And);
        _picked = narrowed;
        Assert.Equal(["Level: Gold", "Region: east"], Chips(Show()));

        // What is picked besides does not become narrower with it.
        _picked = SelectorEdits.Toggle(_picked, new PickedCode("Level", "silver", false));
        Assert.Equal(2, _picked.Count);
        Assert.Null(_picked[1].And);
    }

    [Fact]
    public void Without_a_choice_of_all_nothing_is_left_when_the_last_one_goes()
    {
        var sales = SelectorEdits.Toggle([], new PickedCode("Channel", "online", false), hasAll: false);
        Assert.Equal("online", Assert.Single(SelectorEdits.Sales(sales)!.Include).Codes[0]);
        Assert.Null(SelectorEdits.Sales(SelectorEdits.Remove(sales, 0, "online", hasAll: false)));
    }

    [Fact]
    public void The_search_opens_and_closes()
    {
        var picker = Show();
        picker.Find("button[aria-expanded]").Click();
        picker.WaitForElement(".pick-panel");
        picker.Find("button[data-key=close]").Click();
        Assert.Empty(picker.FindAll(".pick-panel"));
    }

    private static string[] Chips(IRenderedComponent<CodePicker> picker) => [.. picker.FindAll(".chip > span").Select(chip => chip.TextContent.Trim())];

    private IRenderedComponent<CodePicker> Show() => Render<CodePicker>(piece => piece
        .Add(part => part.Label, "Participants")
        .Add(part => part.Words, "customerSelectorKind")
        .Add(part => part.Groups, ["Level", "Region", "Customer"])
        .Add(part => part.Names, new Dictionary<CodeKey, string> { [new CodeKey(CodeKind.Level, "gold")] = "Gold" })
        .Add(part => part.Picked, _picked)
        .Add(part => part.PickedChanged, picked => _picked = picked));

    /// <summary>Nobody is signed in, so nothing is read.</summary>
    private sealed class NoDatabase : IDbContextFactory<PortalDbContext>
    {
        public PortalDbContext CreateDbContext() => throw new InvalidOperationException("Nothing may be read here.");
    }
}
