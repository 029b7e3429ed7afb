using Portal.Domain.Points.Accounts;
using Portal.Domain.Points.Earning;
using Portal.Domain.Points.Events;
using Portal.Domain.Points.Levels;
using Portal.Domain.Points.Rules;

namespace Portal.Domain.Points.Engine;

/// <summary>
/// What is stored of a member between events, as far as the next event needs it: open lots and those that the event names,
/// the sales and uses it names, sums of limits and of growth value instead of their history.
/// </summary>
public sealed record MemberSnapshot
{
    /// <summary>Who it is.</summary>
    public required PointsPerson Person { get; init; }

    /// <summary>Lots in order of earning.</summary>
    public IReadOnlyList<LotSnapshot> Lots { get; init; } = [];

    /// <summary>Units owed.</summary>
    public long Debt { get; init; }

    /// <summary>The last day of each kind of activity.</summary>
    public IReadOnlyDictionary<ActivityKind, DateOnly> LastActivities { get; init; } = new Dictionary<ActivityKind, DateOnly>();

    /// <summary>The level.</summary>
    public LevelSnapshot Level { get; init; } = new();

    /// <summary>What limits are measured against.</summary>
    public IReadOnlyList<Use> Usage { get; init; } = [];

    /// <summary>Sales that the event names.</summary>
    public IReadOnlyList<SaleSnapshot> Sales { get; init; } = [];

    /// <summary>Purchases that are not among them and did not come back in full.</summary>
    public int OtherPurchases { get; init; }

    /// <summary>Streaks by rule.</summary>
    public IReadOnlyDictionary<string, Streak> Streaks { get; init; } = new Dictionary<string, Streak>();

    /// <summary>Uses of points of the day, and those that the event names.</summary>
    public IReadOnlyList<RedemptionSnapshot> Redemptions { get; init; } = [];

    /// <summary>The last local day whose beginning was worked off.</summary>
    public DateOnly? DoneUntil { get; init; }
}

/// <summary>A recorded sale.</summary>
public sealed record SaleSnapshot
{
    /// <summary>The event.</summary>
    public required string Id { get; init; }

    /// <summary>The local day.</summary>
    public DateOnly On { get; init; }

    /// <summary>Its lines, with what they earned and what came back.</summary>
    public IReadOnlyList<SaleLineSnapshot> Lines { get; init; } = [];

    /// <summary>Ids of its lots.</summary>
    public IReadOnlyList<string> Lots { get; init; } = [];

    /// <summary>Units used on it, in all.</summary>
    public long Redeemed { get; init; }

    /// <summary>Growth value of the bill as a whole.</summary>
    public decimal VisitGrowth { get; init; }

    /// <summary>Whether all of it came back.</summary>
    public bool IsReturned => Lines.All(line => line.IsReturned);
}

/// <summary>A line of a recorded sale.</summary>
/// <param name="Line">Its number.</param>
/// <param name="Quantity">How many.</param>
/// <param name="NetMinor">After discounts.</param>
/// <param name="Earned">Units earned.</param>
/// <param name="TakenBack">Units that returns asked for.</param>
/// <param name="Growth">Growth value.</param>
/// <param name="GrowthTakenBack">Growth value that returns took.</param>
/// <param name="ReturnedQuantity">What came back by quantity.</param>
/// <param name="ReturnedMinor">What came back by amount.</param>
/// <param name="IsReturned">Whether all of it came back.</param>
public sealed record SaleLineSnapshot(
    int Line, decimal Quantity, long NetMinor, long Earned, long TakenBack, decimal Growth, decimal GrowthTakenBack, decimal ReturnedQuantity, long ReturnedMinor, bool IsReturned);

/// <summary>A use of points.</summary>
/// <param name="Source">The event.</param>
/// <param name="On">The local day.</param>
/// <param name="IsOnSale">Whether it was on a sale, and comes back with it only.</param>
/// <param name="Lots">What is still used, by lot; positive.</param>
public sealed record RedemptionSnapshot(string Source, DateOnly On, bool IsOnSale, IReadOnlyList<LotAllocation> Lots)
{
    /// <summary>Units still used.</summary>
    public long Units => Lots.Sum(lot => lot.Units);
}

/// <summary>A referral.</summary>
public sealed record ReferralSnapshot
{
    /// <summary>Who brought the new member.</summary>
    public required string Referrer { get; init; }

    /// <summary>The new member.</summary>
    public required string Referred { get; init; }

    /// <summary>The local day of joining.</summary>
    public DateOnly On { get; init; }

    /// <summary>How it stands.</summary>
    public ReferralState State { get; init; }

    /// <summary>Why it was refused.</summary>
    public string? Reason { get; init; }

    /// <summary>The local day of the reward.</summary>
    public DateOnly? RewardedOn { get; init; }

    /// <summary>The purchase that earned the reward.</summary>
    public string? Sale { get; init; }

    /// <summary>The rewards' lots by member.</summary>
    public IReadOnlyDictionary<string, string> Lots { get; init; } = new Dictionary<string, string>();
}
