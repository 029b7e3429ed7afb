using Portal.Domain.Points.Events;
using Portal.Domain.Points.Rules;

namespace Portal.Domain.Points.Engine;

/// <summary>A line of a recorded sale, and how much of it came back.</summary>
internal sealed class RecordedLine(int number, decimal quantity, long netMinor)
{
    public int Number { get; } = number;

    public decimal Quantity { get; } = quantity;

    public long NetMinor { get; } = netMinor;

    /// <summary>Units the line earned, over all lots.</summary>
    public long EarnedUnits { get; set; }

    /// <summary>Units taken back so far.</summary>
    public long TakenBackUnits { get; set; }

    /// <summary>Growth value of the line.</summary>
    public decimal Growth { get; set; }

    /// <summary>Growth value taken back so far.</summary>
    public decimal GrowthTakenBack { get; set; }

    public decimal ReturnedQuantity { get; private set; }

    public long ReturnedMinor { get; private set; }

    public bool IsReturned { get; private set; }

    /// <summary>Makes the line that was stored.</summary>
    public static RecordedLine Restore(SaleLineSnapshot stored) => new(stored.Line, stored.Quantity, stored.NetMinor)
    {
        EarnedUnits = stored.Earned,
        TakenBackUnits = stored.TakenBack,
        Growth = stored.Growth,
        GrowthTakenBack = stored.GrowthTakenBack,
        ReturnedQuantity = stored.ReturnedQuantity,
        ReturnedMinor = stored.ReturnedMinor,
        IsReturned = stored.IsReturned,
    };

    public SaleLineSnapshot Snapshot() => new(Number, Quantity, NetMinor, EarnedUnits, TakenBackUnits, Growth, GrowthTakenBack, ReturnedQuantity, ReturnedMinor, IsReturned);

    /// <summary>Whether so much more can come back.</summary>
    public bool CanReturn(ReturnLine back, PointScale scale)
    {
        if (IsReturned || (NetMinor == 0 && back.Amount is not null))
        {
            return false;
        }

        return Filled(back, scale) <= Quantity * Math.Max(1, NetMinor);
    }

    public void Return(ReturnLine back, PointScale scale)
    {
        IsReturned = (back.Quantity is null && back.Amount is null) || Filled(back, scale) == Quantity * Math.Max(1, NetMinor);
        ReturnedQuantity += back.Quantity ?? 0;
        ReturnedMinor += scale.Minor(back.Amount ?? 0);
    }

    /// <summary>The part of a whole that belongs to what came back, exact; all of it once everything came back.</summary>
    public decimal Part(decimal whole) => IsReturned
        ? whole
        : (whole * ReturnedQuantity / Quantity) + (NetMinor == 0 ? 0 : whole * ReturnedMinor / NetMinor);

    /// <summary>Quantity and amount that came back on one scale, without dividing.</summary>
    private decimal Filled(ReturnLine back, PointScale scale) =>
        ((ReturnedQuantity + (back.Quantity ?? 0)) * Math.Max(1, NetMinor)) + ((ReturnedMinor + scale.Minor(back.Amount ?? 0)) * Quantity);
}
