using Portal.Domain.Products;

namespace Portal.Domain.Tests.Products;

public sealed class UnitFactorTests
{
    [Theory]
    [InlineData("12", 12, 1)]
    [InlineData(" 0.25 ", 1, 4)]
    [InlineData("1/1000", 1, 1000)]
    [InlineData("4/6", 2, 3)]
    [InlineData("2.5/0.5", 5, 1)]
    public void Is_read_in_lowest_terms(string text, long numerator, long denominator) =>
        Assert.Equal(new UnitFactor(numerator, denominator), UnitFactor.Parse(text));

    [Theory]
    [InlineData("")]
    [InlineData("0")]
    [InlineData("-2")]
    [InlineData("1/0")]
    [InlineData("1/2/3")]
    [InlineData("a dozen")]
    [InlineData("1,5")]
    [InlineData("2000000000")]
    [InlineData("0.3333333333")]
    public void What_is_no_factor_is_not_taken(string text) => Assert.Null(UnitFactor.Parse(text));

    [Theory]
    [InlineData(2_500, 12, 1, 30_000)]
    [InlineData(1_000, 1, 3, 333)]
    [InlineData(-1_500, 1, 1000, -2)]
    public void Converts_and_rounds_half_away_from_zero(long milli, long numerator, long denominator, long own) =>
        Assert.Equal(own, new UnitFactor(numerator, denominator).ToOwnMilli(milli));
}
