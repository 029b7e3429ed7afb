using Bunit;
using Portal.Infrastructure.MyRebates;
using Portal.Member.Programs;

namespace Portal.Web.Tests.Member;

public sealed class ProgramCardTests : UiContext
{
    [Fact]
    public void Says_what_is_missing_what_it_brings_and_whether_the_pace_reaches_it()
    {
        var card = Render<ProgramCard>(parameters => parameters.Add(part => part.Card, Card(Ladder())));

        var text = Words(card.Markup);
        Assert.Contains("Buy ¥430,000 more to reach 3%: ¥17,460 more rebate.", text, StringComparison.Ordinal);
        Assert.Contains("it will be about ¥652,000 by 2026-12-31", text, StringComparison.Ordinal);
        Assert.Contains("That will not reach the next tier.", text, StringComparison.Ordinal);
        Assert.Contains("39 days left", text, StringComparison.Ordinal);
        Assert.Equal("width:57%", card.Find(".track i").GetAttribute("style"));
        Assert.Equal(["left:20%", "left:50%"], card.FindAll(".track s").Select(mark => mark.GetAttribute("style")));
        Assert.Contains("3%", card.Find(".tier-bar").GetAttribute("aria-label"), StringComparison.Ordinal);
        Assert.Equal("/programs/7", card.Find("footer a").GetAttribute("href"));
    }

    [Fact]
    public void At_the_highest_tier_nothing_is_missing()
    {
        var card = Render<ProgramCard>(parameters => parameters.Add(part => part.Card, Card(Ladder() with
        {
            Value = 120_000_000,
            TierNumber = 3,
            NextTierFrom = null,
            MissingValue = null,
            GainMinor = null,
        })));

        Assert.Contains("You have reached the highest tier: 3%.", Words(card.Markup), StringComparison.Ordinal);
        Assert.DoesNotContain("next tier", card.Markup, StringComparison.Ordinal);
        Assert.Equal("width:100%", card.Find(".track i").GetAttribute("style"));
    }

    [Fact]
    public void Two_rules_are_named_by_what_counts_and_quantities_have_units()
    {
        var card = Render<ProgramCard>(parameters => parameters.Add(part => part.Card, Card(Ladder(), new MyProgress
        {
            LineNumber = 2,
            IsQuantity = true,
            Products = ["Helmets"],
            Tiers = [new MyTier { From = 100_000, AmountPerUnit = 1.2m }],
            NextTierFrom = 100_000,
            MissingValue = 100_000,
        })));

        var text = Words(card.Markup);
        Assert.Contains("Rule 2: Helmets", text, StringComparison.Ordinal);
        Assert.Contains("Buy 100 units more to reach ¥1.20 each.", text, StringComparison.Ordinal);
        Assert.Contains("below the first tier", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("USD", "$57", "Buy $430,000 more", "$17,460 more rebate", "$1.20 each")]
    [InlineData("CHF", "CHF 57", "Buy CHF 430,000 more", "CHF 17,460 more rebate", "CHF 1.20 each")]
    public void Amounts_are_in_the_programme_s_currency(string currency, string bar, string missing, string gain, string each)
    {
        var perUnit = Ladder() with { LineNumber = 2, Tiers = [new MyTier { From = 0, AmountPerUnit = 1.2m }], TierNumber = 1, NextTierFrom = null, MissingValue = null };
        var card = Render<ProgramCard>(parameters => parameters.Add(part => part.Card, Card(Ladder(), perUnit) with { Currency = currency }));

        var text = Words(card.Markup);
        Assert.Contains(bar, text, StringComparison.Ordinal);
        Assert.Contains(missing, text, StringComparison.Ordinal);
        Assert.Contains(gain, text, StringComparison.Ordinal);
        Assert.Contains(each, text, StringComparison.Ordinal);
        Assert.DoesNotContain("¥", card.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_are_text_and_no_markup()
    {
        var card = Render<ProgramCard>(parameters => parameters.Add(part => part.Card, Card(Ladder()) with { NameEn = "<script>alert(1)</script>" }));

        Assert.Empty(card.FindAll("script"));
        Assert.Contains("<script>", card.Find("h2").TextContent, StringComparison.Ordinal);
    }

    private static string Words(string markup) => System.Text.RegularExpressions.Regex.Replace(
        System.Net.WebUtility.HtmlDecode(System.Text.RegularExpressions.Regex.Replace(markup, "<[^>]+>", "")), @"\s+", " ");

    private static MyProgress Ladder() => new()
    {
        LineNumber = 1,
        IsQuantity = false,
        Tiers = [new MyTier { From = 20_000_000, RatePercent = 1.5m }, new MyTier { From = 50_000_000, RatePercent = 2.2m }, new MyTier { From = 100_000_000, RatePercent = 3 }],
        Value = 57_000_000,
        TierNumber = 2,
        AccruedMinor = 1_254_000,
        NextTierFrom = 100_000_000,
        MissingValue = 43_000_000,
        GainMinor = 1_746_000,
        ForecastValue = 65_212_345,
        ForecastMinor = 1_434_672,
    };

    private static MyProgramCard Card(params MyProgress[] lines) => new()
    {
        ProgramId = 7,
        Code = "BIKE",
        NameZhCn = "自行车年度阶梯",
        NameEn = "Bikes, annual ladder",
        ValidFrom = new DateOnly(2026, 1, 1),
        ValidTo = new DateOnly(2026, 12, 31),
        State = MyProgramState.Running,
        IsCumulative = false,
        PeriodFrom = new DateOnly(2026, 1, 1),
        PeriodTo = new DateOnly(2026, 12, 31),
        DaysLeft = 39,
        AsOfOn = new DateOnly(2026, 11, 22),
        Lines = lines,
    };
}
