using Portal.Domain.Programs;
using Portal.Domain.Shared;

namespace Portal.Domain.Payouts;

/// <summary>An amount given in whole units of something, and what is over.</summary>
/// <param name="Units">Whole units of goods, or points.</param>
/// <param name="ValueMinor">What they count for, in minor units.</param>
/// <param name="RestMinor">What is over, in minor units: it goes to the rebate balance, so that nothing is lost.</param>
public readonly record struct PayoutShares(long Units, long ValueMinor, long RestMinor)
{
    /// <summary>Whole units of goods at their value.</summary>
    public static PayoutShares OfGoods(long amountMinor, GoodsRule goods)
    {
        ArgumentNullException.ThrowIfNull(goods);
        var unitMinor = UnitValueMinor(goods);
        var units = amountMinor / unitMinor;
        return new PayoutShares(units, units * unitMinor, amountMinor - (units * unitMinor));
    }

    /// <summary>Whole points at so many for each unit of money.</summary>
    public static PayoutShares OfPoints(long amountMinor, decimal pointsPerUnit)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(pointsPerUnit);
        var points = decimal.ToInt64(decimal.Floor(new Money(amountMinor).Amount * pointsPerUnit));
        var value = Math.Min(amountMinor, Money.FromAmount(points / pointsPerUnit).Minor);
        return points == 0 ? new PayoutShares(0, 0, amountMinor) : new PayoutShares(points, value, amountMinor - value);
    }

    /// <summary>What one unit of goods counts for, in minor units; at least one.</summary>
    public static long UnitValueMinor(GoodsRule goods)
    {
        ArgumentNullException.ThrowIfNull(goods);
        return Math.Max(1, Money.FromAmount(goods.UnitValue).Minor);
    }
}
