using Portal.Domain.Shared;

namespace Portal.Domain.Tests.Shared;

public sealed class CurrenciesTests
{
    [Theory]
    [InlineData("CNY", 123_456, "¥1,234.56")]
    [InlineData("USD", -30_000, "−$300.00")]
    [InlineData("JPY", 30_000, "JPY 300")]
    [InlineData("JPY", 30_050, "JPY 300.50")]
    [InlineData("CHF", 5, "CHF 0.05")]
    public void An_amount_has_the_decimals_of_its_currency(string currency, long minor, string text) => Assert.Equal(text, new CurrencyMoney(minor, currency).Format());

    [Theory]
    [InlineData("CNY", 2, true, 0.01)]
    [InlineData("JPY", 0, true, 1)]
    [InlineData("KWD", 3, false, 0.01)]
    public void A_currency_has_its_smallest_amount(string currency, int digits, bool canBeKept, decimal smallest) =>
        Assert.Equal((digits, canBeKept, smallest), (Currencies.Digits(currency), Currencies.CanBeKept(currency), Currencies.SmallestUnit(currency)));

    [Fact]
    public void Amounts_of_different_currencies_have_no_order() =>
        Assert.Throws<InvalidOperationException>(() => new CurrencyMoney(1, "CNY").CompareTo(new CurrencyMoney(1, "USD")));
}
