using Portal.Domain.Shared;

namespace Portal.Domain.Payouts;

/// <summary>Goods that pay a rebate: whole units at the value that the programme names. What is over went to the rebate balance.</summary>
public sealed class GoodsDelivery : IVersioned
{
    /// <summary>Orders goods for somebody.</summary>
    /// <param name="number">GD-2026-0001.</param>
    /// <param name="payoutItemId">The payment that it makes.</param>
    /// <param name="customerId">Who gets them.</param>
    /// <param name="productId">Which goods.</param>
    /// <param name="quantity">Whole units; positive.</param>
    /// <param name="unitValueMinor">What one unit counts for, in minor units.</param>
    /// <param name="currency">ISO code of the currency.</param>
    /// <param name="orderedOn">The business day.</param>
    public GoodsDelivery(string number, long payoutItemId, long customerId, long productId, long quantity, long unitValueMinor, string currency, DateOnly orderedOn)
    {
        Number = number;
        PayoutItemId = payoutItemId;
        CustomerId = customerId;
        ProductId = productId;
        Quantity = quantity;
        UnitValueMinor = unitValueMinor;
        Currency = currency;
        OrderedOn = orderedOn;
    }

    /// <summary>The row's key.</summary>
    public long Id { get; private set; }

    /// <summary>GD-2026-0001; unique.</summary>
    public string Number { get; private set; }

    /// <summary>The payment that it makes; unique.</summary>
    public long PayoutItemId { get; private set; }

    /// <summary>Who gets them.</summary>
    public long CustomerId { get; private set; }

    /// <summary>Which goods.</summary>
    public long ProductId { get; private set; }

    /// <summary>Whole units.</summary>
    public long Quantity { get; private set; }

    /// <summary>What one unit counts for, in minor units.</summary>
    public long UnitValueMinor { get; private set; }

    /// <summary>ISO code of the currency.</summary>
    public string Currency { get; private set; }

    /// <summary>The business day on which they were ordered.</summary>
    public DateOnly OrderedOn { get; private set; }

    /// <summary>The business day on which they arrived, or null.</summary>
    public DateOnly? DeliveredOn { get; private set; }

    /// <summary>The carrier's or the receiver's reference, or null.</summary>
    public string? Reference { get; private set; }

    /// <summary>Who confirmed it.</summary>
    public long? ConfirmedByUserId { get; private set; }

    /// <summary>When it was confirmed.</summary>
    public DateTime? ConfirmedAtUtc { get; private set; }

    /// <summary>What they count for, in minor units.</summary>
    public long ValueMinor => checked(Quantity * UnitValueMinor);

    /// <inheritdoc />
    public long RowVersion { get; private set; }

    /// <summary>Why it cannot be confirmed, or null; the same confirmation may come again.</summary>
    public Refusal? CanConfirm(DateOnly deliveredOn, string? reference)
    {
        if (DeliveredOn is { } known)
        {
            return known == deliveredOn && Reference == reference ? null : new Refusal("goods_delivered_already", Number, known);
        }

        return deliveredOn < OrderedOn ? new Refusal("goods_delivered_early", Number, OrderedOn) { Field = "deliveredOn" } : null;
    }

    /// <summary>They arrived.</summary>
    public void Confirm(DateOnly deliveredOn, string? reference, long? byUserId, DateTime atUtc)
    {
        if (DeliveredOn is null)
        {
            DeliveredOn = deliveredOn;
            Reference = reference;
            ConfirmedByUserId = byUserId;
            ConfirmedAtUtc = atUtc;
        }
    }
}
