using Bunit;
using Portal.Admin.Programs;
using Portal.Domain.Programs;
using Portal.Domain.Shared;
using Portal.Infrastructure.Programs;

namespace Portal.Web.Tests.Programs;

public sealed class TierTableTests : UiContext
{
    private ProgramLine _line = new()
    {
        Number = 1,
        Qualifier = new Qualifier(Measure.NetAmount),
        TierMode = TierMode.WholeVolume,
        Tiers = [new Tier(200_000) { RatePercent = 1.5m }, new Tier(500_000) { RatePercent = 2.2m }],
    };

    [Fact]
    public void Numbers_show_thousands_separators() =>
        Assert.Equal(["200,000", "1.5", "500,000", "2.2"], Inputs(Show()).Select(input => input.GetAttribute("value")));

    [Theory]
    [InlineData("1,250,000.5", "1250000.5")]
    [InlineData("１，０００", "1000")]
    [InlineData("50万", "500000")]
    [InlineData("¥ 300", "300")]
    public void Numbers_are_taken_as_people_write_them(string typed, string number)
    {
        Inputs(Show())[2].Change(typed);
        Assert.Equal(decimal.Parse(number, System.Globalization.CultureInfo.InvariantCulture), _line.Tiers[1].From);
    }

    [Fact]
    public void What_is_no_number_is_kept_and_marked()
    {
        var table = Show();
        Inputs(table)[1].Change("two");
        Assert.Equal(1.5m, _line.Tiers[0].RatePercent);
        Assert.Equal(("two", "true"), (Inputs(table)[1].GetAttribute("value"), Inputs(table)[1].GetAttribute("aria-invalid")));
    }

    [Fact]
    public void Tiers_are_added_above_and_taken_away()
    {
        var table = Show();
        table.Find(".add-tier").Click();
        Assert.Equal([200_000m, 500_000m, 800_000m], _line.Tiers.Select(tier => tier.From));
        table.Find("button[aria-label='Remove tier 1']").Click();
        Assert.Equal([500_000m, 800_000m], _line.Tiers.Select(tier => tier.From));
    }

    [Fact]
    public void The_last_tier_stays()
    {
        _line = _line with { Tiers = [new Tier(0) { RatePercent = 1 }] };
        Assert.True(Show().Find("button[aria-label='Remove tier 1']").HasAttribute("disabled"));
    }

    [Theory]
    [InlineData(TierMode.WholeVolume, Measure.NetAmount, "From (included)|Rate")]
    [InlineData(TierMode.Slab, Measure.Quantity, "From (included)|Per unit")]
    [InlineData(TierMode.FixedAmount, Measure.NetAmount, "From (included)|Pays")]
    [InlineData(TierMode.PerUnit, Measure.Quantity, "From (included)|Per unit")]
    [InlineData(TierMode.PerFullMultiple, Measure.NetAmount, "From (included)|For every full|Pays")]
    public void Each_mode_asks_for_its_own_values(TierMode mode, Measure measure, string heads)
    {
        _line = LineEdits.WithMode(LineEdits.WithBase(_line, measure), mode);
        Assert.Equal(heads + "|Actions", string.Join('|', Show().FindAll("th").Select(head => head.TextContent.Trim())));
    }

    [Fact]
    public void Errors_stand_under_their_tier_and_simulated_customers_beside_it()
    {
        var table = Show(
            [new Refusal("program_rate_over_100", 150m) { Field = "lines[0].tiers[1].ratePercent" }],
            [new SimulatedTier(1, 0, 7, 0), new SimulatedTier(1, 2, 12, 61_143_792)]);
        Assert.Equal("true", Inputs(table)[3].GetAttribute("aria-invalid"));
        Assert.Contains("150", table.Find("tr.errors").TextContent, StringComparison.Ordinal);
        Assert.Contains("¥611,437.92", table.FindAll("tbody tr")[1].TextContent, StringComparison.Ordinal);
        Assert.Contains("7", table.Find(".small.muted").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void A_mode_that_needs_quantities_takes_them_as_base()
    {
        var perUnit = LineEdits.WithMode(_line, TierMode.PerUnit);
        Assert.Equal(Measure.Quantity, perUnit.Base.Measure);
        Assert.All(perUnit.Tiers, tier => Assert.Null(tier.RatePercent));
        Assert.Equal(TierMode.WholeVolume, LineEdits.WithBase(perUnit, Measure.NetAmount).TierMode);
    }

    private static IReadOnlyList<AngleSharp.Dom.IElement> Inputs(IRenderedComponent<TierTable> table) => table.FindAll("input");

    private IRenderedComponent<TierTable> Show(IReadOnlyList<Refusal>? refusals = null, IReadOnlyList<SimulatedTier>? simulated = null)
    {
        IRenderedComponent<TierTable>? table = null;
        table = Render<TierTable>(piece => piece
            .Add(part => part.Line, _line)
            .Add(part => part.Path, "lines[0]")
            .Add(part => part.Refusals, refusals ?? [])
            .Add(part => part.Simulated, simulated)
            .Add(part => part.Year, "2025")
            .Add(part => part.LineChanged, (ProgramLine line) =>
            {
                _line = line;
                table?.Render(again => again.Add(part => part.Line, line));
            }));
        return table;
    }
}
