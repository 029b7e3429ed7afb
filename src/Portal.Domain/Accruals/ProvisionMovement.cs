namespace Portal.Domain.Accruals;

/// <summary>How the provision for a settlement period moves in a month: opening + provision − rebate − write-off = closing.</summary>
/// <param name="OpeningMinor">Provided at the end of the month before, in minor units.</param>
/// <param name="ProvisionMinor">Provided in the month; negative where returns or a lower tier take provision back.</param>
/// <param name="RebateMinor">Settled in the month, which uses the provision; negative where it was charged back.</param>
/// <param name="WriteOffMinor">Released in the month because the settlement gave less than was provided.</param>
public sealed record ProvisionMovement(long OpeningMinor, long ProvisionMinor, long RebateMinor, long WriteOffMinor)
{
    /// <summary>Nothing moved.</summary>
    public static ProvisionMovement None { get; } = new(0, 0, 0, 0);

    /// <summary>Provided at the end of the month.</summary>
    public long ClosingMinor => OpeningMinor + ProvisionMinor - RebateMinor - WriteOffMinor;

    /// <summary>Whether anything is or moved.</summary>
    public bool IsEmpty => OpeningMinor == 0 && ProvisionMinor == 0 && RebateMinor == 0 && WriteOffMinor == 0;

    /// <summary>Both together.</summary>
    public static ProvisionMovement operator +(ProvisionMovement left, ProvisionMovement right)
    {
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
        return new(
            left.OpeningMinor + right.OpeningMinor, left.ProvisionMinor + right.ProvisionMinor, left.RebateMinor + right.RebateMinor, left.WriteOffMinor + right.WriteOffMinor);
    }

    /// <summary>Works it out.</summary>
    /// <param name="openingMinor">Provided at the end of the month before.</param>
    /// <param name="accruedMinor">Earned by the documents up to the end of the month.</param>
    /// <param name="rebateMinor">Settled in the month.</param>
    /// <param name="isSettled">Whether the period is settled at the end of the month: then nothing is left to provide for.</param>
    public static ProvisionMovement Of(long openingMinor, long accruedMinor, long rebateMinor, bool isSettled)
    {
        if (!isSettled)
        {
            return new(openingMinor, accruedMinor - openingMinor + rebateMinor, rebateMinor, 0);
        }

        var rest = openingMinor - rebateMinor;
        return new(openingMinor, Math.Max(0, -rest), rebateMinor, Math.Max(0, rest));
    }
}
