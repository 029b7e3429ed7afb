using Portal.Domain.Points.Accounts;
using Portal.Domain.Points.Earning;
using Portal.Domain.Points.Events;
using Portal.Domain.Points.Levels;
using Portal.Domain.Points.Rules;

namespace Portal.Domain.Points.Engine;

/// <summary>All that a programme knows of a member.</summary>
public sealed class PointsMember
{
    /// <summary>A member without points.</summary>
    public PointsMember(PointsPerson person, LevelRules? levels, LevelSnapshot? stored = null)
    {
        ArgumentNullException.ThrowIfNull(person);
        Person = person;
        Level = levels is null ? null : stored is null ? new LevelStanding(levels) : new LevelStanding(levels, stored);
    }

    /// <summary>Who it is.</summary>
    public PointsPerson Person { get; internal set; }

    /// <summary>The points.</summary>
    public PointsAccount Account { get; } = new();

    /// <summary>The level; null where the programme has none.</summary>
    public LevelStanding? Level { get; }

    internal RuleUsage Usage { get; } = new();

    internal List<RecordedSale> Sales { get; } = [];

    internal Dictionary<string, Streak> Streaks { get; } = [];

    /// <summary>Points used by day, less those given back.</summary>
    internal List<RecordedRedemption> Redemptions { get; } = [];

    /// <summary>The last local day whose beginning was worked off.</summary>
    internal DateOnly? DoneUntil { get; set; }

    /// <summary>Purchases that are not among <see cref="Sales"/> and did not come back in full.</summary>
    internal int OtherPurchases { get; init; }

    internal bool HasPurchased => OtherPurchases > 0 || Sales.Exists(sale => !sale.IsReturned);
}
