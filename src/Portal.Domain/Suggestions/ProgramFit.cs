using Portal.Domain.Settlements;

namespace Portal.Domain.Suggestions;

/// <summary>How a programme fits what a customer buys.</summary>
public enum FitReason
{
    /// <summary>Its purchases reach a tier already.</summary>
    ReachesTier = 1,

    /// <summary>A little more would reach the first tier.</summary>
    CloseToTier = 2,

    /// <summary>It buys what the programme is about, far below the first tier.</summary>
    BuysIt = 3,
}

/// <summary>How a programme fits what a customer bought.</summary>
/// <param name="Reason">How.</param>
/// <param name="BestTier">The highest tier reached in a period, from 1; 0 for none.</param>
/// <param name="MissingValue">What was missing to the next tier in the best period, in the unit of the qualifier; null at the highest.</param>
public sealed record ProgramFit(FitReason Reason, int BestTier, long? MissingValue)
{
    /// <summary>From this share of the way to the first tier on a customer is close to it, in percent.</summary>
    public const int ClosePercent = 70;

    /// <summary>Judges what a customer earned on the lines of a programme; null where it bought nothing that counts.</summary>
    public static ProgramFit? Of(IReadOnlyList<EarnedLine> earned)
    {
        ArgumentNullException.ThrowIfNull(earned);
        if (earned.Where(line => line.QualifierValue > 0).OrderByDescending(line => line.RoundedMinor).ThenByDescending(line => line.TierNumber).ThenByDescending(line => line.QualifierValue).FirstOrDefault() is not { } best)
        {
            return null;
        }

        var missing = best.NextTierFrom - best.QualifierValue;
        var reason = best.RoundedMinor > 0 || best.TierNumber > 0 ? FitReason.ReachesTier
            : best.NextTierFrom is { } next && best.QualifierValue * 100m >= (decimal)next * ClosePercent ? FitReason.CloseToTier
            : FitReason.BuysIt;
        return new ProgramFit(reason, best.TierNumber, missing);
    }
}
