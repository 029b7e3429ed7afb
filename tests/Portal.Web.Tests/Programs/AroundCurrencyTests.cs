using Bunit;
using Microsoft.AspNetCore.Components;
using Portal.Admin.Programs;
using Portal.Ui.Pieces;

namespace Portal.Web.Tests.Programs;

/// <summary>Amounts stand in the currency of the programme around them, or else in our own.</summary>
public class AroundCurrencyTests : UiContext
{
    [Theory]
    [InlineData(null, "¥", "¥12.00")]
    [InlineData("USD", "$", "$12.00")]
    [InlineData("JPY", "JPY", "JPY 12")]
    public void Amounts_carry_the_currency_around_them(string? currency, string symbol, string amount)
    {
        var input = Around(currency, builder =>
        {
            builder.OpenComponent<NumberInput>(0);
            builder.AddComponentParameter(1, nameof(NumberInput.IsMoney), true);
            builder.CloseComponent();
        });
        Assert.Equal(symbol, input.Find(".affix").TextContent);

        var text = Around(currency, builder =>
        {
            builder.OpenComponent<MoneyText>(0);
            builder.AddComponentParameter(1, nameof(MoneyText.Minor), (long?)1200);
            builder.CloseComponent();
        });
        Assert.Equal(amount, text.Find(".num").TextContent);
    }

    [Fact]
    public void What_is_no_money_has_no_symbol() => Assert.Empty(Render<NumberInput>().FindAll(".affix"));

    private IRenderedComponent<CascadingValue<string?>> Around(string? currency, RenderFragment content) =>
        Render<CascadingValue<string?>>(value => value.Add(it => it.Name, "Currency").Add(it => it.Value, currency).AddChildContent(content));
}
