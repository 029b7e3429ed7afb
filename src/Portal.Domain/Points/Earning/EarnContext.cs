using Portal.Domain.Points.Events;
using Portal.Domain.Points.Rules;

namespace Portal.Domain.Points.Earning;

/// <summary>Everything that an earning is worked out from.</summary>
public sealed record EarnContext
{
    /// <summary>The rules.</summary>
    public required PointsRules Rules { get; init; }

    /// <summary>When.</summary>
    public required Moment At { get; init; }

    /// <summary>Who.</summary>
    public required PointsPerson Person { get; init; }

    /// <summary>The member's level whose rates hold; null for none.</summary>
    public MemberLevel? Level { get; init; }

    /// <summary>What the member earned before, for limits.</summary>
    public required RuleUsage Usage { get; init; }

    /// <summary>Where.</summary>
    public string? Channel { get; init; }

    /// <summary>Further facts.</summary>
    public IReadOnlyDictionary<string, string> Attributes { get; init; } = new Dictionary<string, string>();

    /// <summary>The bill's lines; empty for an activity.</summary>
    public IReadOnlyList<BillLine> Lines { get; init; } = [];

    /// <summary>Whether it is the member's first bill.</summary>
    public bool IsFirstPurchase { get; init; }

    /// <summary>How points and money are counted.</summary>
    public PointScale Scale => new(Rules.PointDecimals, Rules.CurrencyDecimals);
}
