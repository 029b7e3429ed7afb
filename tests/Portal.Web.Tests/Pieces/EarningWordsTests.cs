using System.Globalization;
using Bunit;
using Portal.Domain.Points.Earning;
using Portal.Domain.Points.Rules;
using Portal.Ui.Points;

namespace Portal.Web.Tests.Pieces;

/// <summary>How points came about is said in the reader's language.</summary>
public sealed class EarningWordsTests : UiContext
{
    private static readonly Dictionary<string, RuleNames> None = [];

    private static readonly EarningStep[] Steps =
    [
        new("base", "amount", 19.2m, 19.2m, "base: 19.2"),
        new("gold", "level", 9.6m, 28.8m, "level gold × 1.5 = 28.8"),
        new("birthday-month", "multiplier", 28.8m, 57.6m, "birthday-month × 2 = 57.6"),
        new("rounding", "rounding", -0.6m, 57m, "floor: 57"),
        new("limit", "limit", -7m, 50m, "limit: 50"),
    ];

    [Fact]
    public void Each_step_is_a_sentence() => Assert.Equal(
        ["By amount (base): 19.2", "Level: +9.6, makes 28.8", "Campaign birthday-month: +28.8, makes 57.6", "Rounded: −0.6, makes 57", "Limit: −7, leaves 50"],
        Render<EarningSteps>(piece => piece.Add(steps => steps.Steps, Steps).Add(steps => steps.Names, None)).FindAll("li").Select(item => item.TextContent));

    [Theory]
    [InlineData("zh-CN", "按金额（消费积分）：19.2 · 促销 Birthday month：+28.8，合计 57.6")]
    [InlineData("en", "By amount (消费积分): 19.2 · Campaign Birthday month: +28.8, makes 57.6")]
    public void A_rule_is_called_by_its_name_in_the_other_language_if_need_be(string culture, string said)
    {
        var names = new Dictionary<string, RuleNames> { ["base"] = new() { ZhCn = "消费积分", En = " " }, ["birthday-month"] = new() { En = "Birthday month" } };
        Assert.Equal(said, EarningWords.Line(new Portal.Ui.Texts(TimeZoneInfo.Utc, CultureInfo.GetCultureInfo(culture)), [Steps[0], Steps[2]], names));
    }

    [Fact]
    public void A_rounding_that_changes_nothing_is_not_said()
    {
        var texts = new Portal.Ui.Texts(TimeZoneInfo.Utc, CultureInfo.GetCultureInfo("zh-CN"));
        Assert.Equal(
            "到店（visit）：20 · 生日：2,500",
            EarningWords.Line(texts, [new("visit", "visit", 20m, 20m, ""), new("birthday", "birthday", 2_500m, 2_500m, ""), new("rounding", "rounding", 0m, 2_520m, "")], None));
    }

    [Theory]
    [InlineData("amount")]
    [InlineData("quantity")]
    [InlineData("visit")]
    [InlineData("activity")]
    [InlineData("birthday")]
    [InlineData("level")]
    [InlineData("multiplier")]
    [InlineData("bonus")]
    [InlineData("rounding")]
    [InlineData("limit")]
    public void Every_kind_of_step_has_words(string kind)
    {
        foreach (var culture in new[] { "zh-CN", "en" })
        {
            var said = EarningWords.Line(new Portal.Ui.Texts(TimeZoneInfo.Utc, CultureInfo.GetCultureInfo(culture)), [new("r", kind, 7m, 8m, "")], None);
            Assert.Contains("7", said, StringComparison.Ordinal);
            Assert.DoesNotContain("earning.", said, StringComparison.Ordinal);
        }
    }
}
