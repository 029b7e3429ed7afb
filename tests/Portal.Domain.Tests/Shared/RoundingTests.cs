using Portal.Domain.Shared;

namespace Portal.Domain.Tests.Shared;

public class RoundingTests
{
    [Theory]
    [InlineData(2.5, 3)]
    [InlineData(-2.5, -3)]
    [InlineData(2.49, 2)]
    [InlineData(-0.5, -1)]
    [InlineData(0, 0)]
    public void Halves_go_away_from_zero(double value, long expected) => Assert.Equal(expected, Rounding.HalfAwayFromZero((decimal)value));

    [Fact]
    public void A_half_that_was_divided_and_multiplied_again_is_still_a_half()
    {
        Assert.True(5m / 6 * 3 < 2.5m);
        Assert.Equal((3, -3), (Rounding.HalfAwayFromZero(5m / 6 * 3), Rounding.HalfAwayFromZero(-5m / 6 * 3)));
        Assert.Equal((2, -2), (Rounding.HalfAwayFromZero(2.499_999_999_99m), Rounding.HalfAwayFromZero(-2.499_999_999_99m)));
        Assert.Equal(9_000_000_000_000_000_001, Rounding.HalfAwayFromZero(9_000_000_000_000_000_000.5m));
    }

    [Theory]
    [InlineData(124, 10, 120)]
    [InlineData(125, 10, 130)]
    [InlineData(-125, 10, -130)]
    [InlineData(149, 100, 100)]
    public void Amounts_go_to_the_nearest_multiple_of_a_unit(long minor, long unit, long expected) => Assert.Equal(expected, Rounding.ToUnit(minor, unit));

    [Fact]
    public void Shares_add_up_and_the_greatest_remainders_get_what_is_left()
    {
        Assert.Equal([34, 33, 33], Rounding.Share(100, [1, 1, 1]));
        Assert.Equal([-34, -33, -33], Rounding.Share(-100, [1, 1, 1]));
        Assert.Equal([1, 0, 2], Rounding.Share(3, [2, 1, 5]));
        Assert.Equal([7, 0], Rounding.Share(7, [0, 0]));
        Assert.Empty(Rounding.Share(7, []));
    }
}
