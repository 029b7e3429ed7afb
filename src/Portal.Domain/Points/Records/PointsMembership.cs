namespace Portal.Domain.Points.Records;

/// <summary>What is stored of a member of the points programme, in one row. It is locked first by whoever moves the member's points.</summary>
public sealed class PointsMembership
{
    /// <summary>The customer.</summary>
    public long Id { get; init; }

    /// <summary>The local day of joining; null where the member came with a purchase.</summary>
    public DateOnly? JoinedOn { get; init; }

    /// <summary>The device of joining, for checks against abuse.</summary>
    public string? Device { get; init; }

    /// <summary>The number of the last lot.</summary>
    public int LotCount { get; init; }

    /// <summary>Units in lots, less the debt: the balance of the ledger account.</summary>
    public long BalanceUnits { get; init; }

    /// <summary>Units owed after a return of spent points.</summary>
    public long DebtUnits { get; init; }

    /// <summary>Purchases that did not come back in full.</summary>
    public int PurchaseCount { get; init; }

    /// <summary>Growth value of all time, in its smallest unit.</summary>
    public long GrowthUnits { get; init; }

    /// <summary>The last local day whose beginning was worked off.</summary>
    public DateOnly? DoneUntilOn { get; init; }

    /// <summary>The next local day on which something happens by itself; null for none.</summary>
    public DateOnly? NextDueOn { get; init; }

    /// <summary>The level; null for the first.</summary>
    public string? LevelCode { get; init; }

    /// <summary>The first day of the level.</summary>
    public DateOnly? LevelSinceOn { get; init; }

    /// <summary>Whether the level stays whatever the growth value.</summary>
    public bool IsLevelLocked { get; init; }

    /// <summary>The check that the member failed, while the grace runs.</summary>
    public DateOnly? BelowSinceOn { get; init; }

    /// <summary>Streaks and last activities.</summary>
    public string? MemoryJson { get; init; }
}
