using Microsoft.Extensions.DependencyInjection;
using Portal.Ui.Explanations;
using PortalTexts = Portal.Ui.Texts;

namespace Portal.Web.Tests.Texts;

/// <summary>The steps of an earning of points in words.</summary>
public sealed class EarningTextTests : UiContext
{
    [Theory]
    [InlineData("base: 39, floor: 39", "base: 39")]
    [InlineData("base: 39, birthday-month × 1.5 = 58.5, floor: 58", "base: 39; birthday-month × 1.5 = 58.5; rounded to 58")]
    [InlineData("base: 100, level × 1.2 = 120, ceil by line: 121, limit: 50", "base: 100; level rate × 1.2 = 120; rounded to 121; limited to 50")]
    [InlineData("base: 100, base limit: 80, half: 80", "base: 100; base: limited to 80")]
    public void Steps_read_in_words(string steps, string words) =>
        Assert.Equal(words, EarningText.Say(Services.GetRequiredService<PortalTexts>(), steps));
}
