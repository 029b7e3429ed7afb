using Portal.Domain.Payouts;
using Portal.Domain.Programs;

namespace Portal.Domain.Tests.Payouts;

/// <summary>Whole units and what is over: nothing is lost.</summary>
public sealed class PayoutSharesTests
{
    [Theory]
    [InlineData(0, 25, 0, 0, 0)]
    [InlineData(2_499, 25, 0, 0, 2_499)]
    [InlineData(2_500, 25, 1, 2_500, 0)]
    [InlineData(2_501, 25, 1, 2_500, 1)]
    [InlineData(12_000, 25, 4, 10_000, 2_000)]
    [InlineData(1_000, 3.33, 3, 999, 1)]
    public void Goods_are_whole_units(long amountMinor, decimal unitValue, long units, long valueMinor, long restMinor) =>
        Assert.Equal(new PayoutShares(units, valueMinor, restMinor), PayoutShares.OfGoods(amountMinor, new GoodsRule("P", unitValue)));

    [Theory]
    [InlineData(0, 10, 0, 0, 0)]
    [InlineData(9, 10, 0, 0, 9)]
    [InlineData(10, 10, 1, 10, 0)]
    [InlineData(12_345, 10, 1_234, 12_340, 5)]
    [InlineData(50, 3, 1, 33, 17)]
    [InlineData(100, 0.5, 0, 0, 100)]
    [InlineData(1, 1_000, 10, 1, 0)]
    public void Points_are_whole_and_rounded_down(long amountMinor, decimal pointsPerUnit, long points, long valueMinor, long restMinor) =>
        Assert.Equal(new PayoutShares(points, valueMinor, restMinor), PayoutShares.OfPoints(amountMinor, pointsPerUnit));

    [Fact]
    public void Nothing_is_lost_and_nothing_is_made()
    {
        const int Seed = 20261122;
        var random = new Random(Seed);
        for (var time = 0; time < 10_000; time++)
        {
            var amount = random.NextInt64(0, 1_000_000_00);
            var price = random.Next(1, 100_000) / 100m;
            var goods = PayoutShares.OfGoods(amount, new GoodsRule("P", price));
            var points = PayoutShares.OfPoints(amount, price);
            foreach (var shares in new[] { goods, points })
            {
                Assert.True(shares.ValueMinor + shares.RestMinor == amount && shares is { Units: >= 0, ValueMinor: >= 0, RestMinor: >= 0 }, $"seed {Seed}, case {time}: {amount} at {price} gives {shares}");
            }

            Assert.True(goods.RestMinor < PayoutShares.UnitValueMinor(new GoodsRule("P", price)), $"seed {Seed}, case {time}: one more would fit");
        }
    }
}
