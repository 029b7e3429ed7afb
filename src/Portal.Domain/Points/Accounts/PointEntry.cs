namespace Portal.Domain.Points.Accounts;

/// <summary>One movement of a member's points; it is never edited.</summary>
/// <param name="On">The local day to which it belongs.</param>
/// <param name="Source">The event.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Units">Point units, negative for what leaves.</param>
/// <param name="Lots">From or to which lots.</param>
/// <param name="Balance">The balance after it, in units: pending and available, less a debt.</param>
public sealed record PointEntry(DateOnly On, string Source, PointEntryKind Kind, long Units, IReadOnlyList<LotAllocation> Lots, long Balance);

/// <summary>Units of one lot; positive into it, negative out of it.</summary>
/// <param name="Lot">The lot's id.</param>
/// <param name="Units">Point units.</param>
public sealed record LotAllocation(string Lot, long Units);

/// <summary>What a movement is.</summary>
public enum PointEntryKind
{
    /// <summary>Earned.</summary>
    Earned = 0,

    /// <summary>Used.</summary>
    Redeemed = 1,

    /// <summary>Used points that came back.</summary>
    GivenBack = 2,

    /// <summary>Expired.</summary>
    Expired = 3,

    /// <summary>Taken back by a return.</summary>
    Reversed = 4,

    /// <summary>By hand.</summary>
    Adjusted = 5,

    /// <summary>A debt was set against points; the balance stays.</summary>
    Absorbed = 6,
}
