using Portal.Domain.Shared;

namespace Portal.Domain.Cards;

/// <summary>Stored value in its two parts, which are kept apart for ever.</summary>
/// <param name="PrincipalMinor">Money that was paid in.</param>
/// <param name="GiftMinor">What was given on top.</param>
public readonly record struct StoredValue(long PrincipalMinor, long GiftMinor)
{
    /// <summary>Nothing.</summary>
    public static StoredValue Zero => default;

    /// <summary>Both parts.</summary>
    public long TotalMinor => checked(PrincipalMinor + GiftMinor);

    /// <summary>The parts added up.</summary>
    public static StoredValue operator +(StoredValue left, StoredValue right) =>
        new(checked(left.PrincipalMinor + right.PrincipalMinor), checked(left.GiftMinor + right.GiftMinor));

    /// <summary>The parts taken away.</summary>
    public static StoredValue operator -(StoredValue left, StoredValue right) =>
        new(checked(left.PrincipalMinor - right.PrincipalMinor), checked(left.GiftMinor - right.GiftMinor));

    /// <summary>With the other sign.</summary>
    public static StoredValue operator -(StoredValue value) => new(checked(-value.PrincipalMinor), checked(-value.GiftMinor));

    /// <summary>What a purchase takes of each part, or a refusal if there is not enough.</summary>
    public Outcome<StoredValue> Split(long amountMinor, SpendingOrder order)
    {
        if (amountMinor <= 0)
        {
            return new Refusal("card_amount");
        }

        if (amountMinor > TotalMinor)
        {
            return new Refusal("card_insufficient", new Money(TotalMinor), new Money(amountMinor));
        }

        switch (order)
        {
            case SpendingOrder.PrincipalFirst:
                var principal = Math.Min(PrincipalMinor, amountMinor);
                return new StoredValue(principal, amountMinor - principal);
            case SpendingOrder.GiftFirst:
                var gift = Math.Min(GiftMinor, amountMinor);
                return new StoredValue(amountMinor - gift, gift);
            default:
                return InProportion(amountMinor);
        }
    }

    /// <summary>
    /// What a partial refund gives back to each part of what was taken. Refunds of one purchase give back what they give in
    /// sum as if it had been one refund, so that all of them together restore each part exactly.
    /// </summary>
    /// <param name="refundedMinor">What was refunded before, both parts.</param>
    /// <param name="amountMinor">What is refunded now.</param>
    public StoredValue Refund(long refundedMinor, long amountMinor)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(refundedMinor);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(amountMinor);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(refundedMinor + amountMinor, TotalMinor, nameof(amountMinor));
        return InProportion(refundedMinor + amountMinor) - InProportion(refundedMinor);
    }

    /// <summary>A share of both parts: the principal rounded down to the fen, the gift takes the rest.</summary>
    private StoredValue InProportion(long amountMinor)
    {
        if (TotalMinor == 0)
        {
            return Zero;
        }

        // The gift's share is rounded up by less than one fen, so it always fits into the gift.
        var principal = (long)((Int128)amountMinor * PrincipalMinor / TotalMinor);
        return new StoredValue(principal, amountMinor - principal);
    }
}
