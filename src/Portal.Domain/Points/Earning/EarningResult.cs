using Portal.Domain.Points.Rules;

namespace Portal.Domain.Points.Earning;

/// <summary>What one event earned: whole units by rule and line, and how they came about. This is what is stored, and what a return takes back.</summary>
public sealed record EarningResult
{
    /// <summary>Nothing.</summary>
    public static EarningResult None { get; } = new();

    /// <summary>The steps in order.</summary>
    public IReadOnlyList<EarningStep> Steps { get; init; } = [];

    /// <summary>What each rule gave, by line.</summary>
    public IReadOnlyList<EarningShare> Shares { get; init; } = [];

    /// <summary>The sum in point units.</summary>
    public long Units => Shares.Sum(share => share.Units.Sum());

    /// <summary>The steps as one line: "rule7: 19, birthday × 1.5 = 28.5, floor: 28".</summary>
    public string Sentence => string.Join(", ", Steps.Select(step => step.Text));
}

/// <summary>What one rule gave, in point units by line.</summary>
/// <param name="Id">The rule, the campaign, or "level".</param>
/// <param name="Rule">The rule itself; null for the level's factor.</param>
/// <param name="Units">Units by line, in the bill's order; one number for an activity.</param>
public sealed record EarningShare(string Id, PointRule? Rule, IReadOnlyList<long> Units);
