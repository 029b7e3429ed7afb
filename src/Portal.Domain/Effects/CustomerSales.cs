namespace Portal.Domain.Effects;

/// <summary>What a customer bought before a programme and during it, in two spans of the same length.</summary>
/// <param name="CustomerId">The customer.</param>
/// <param name="Kind">What matched customers must share: the kind of customer and its region.</param>
/// <param name="BeforeMinor">Net purchases before, in minor units.</param>
/// <param name="DuringMinor">Net purchases during, in minor units.</param>
public sealed record CustomerSales(long CustomerId, string Kind, long BeforeMinor, long DuringMinor)
{
    /// <summary>What it bought more during the programme.</summary>
    public long ChangeMinor => DuringMinor - BeforeMinor;
}

/// <summary>A participant and the customer outside the programme that was most like it before.</summary>
/// <param name="Participant">The participant.</param>
/// <param name="Control">The other.</param>
public sealed record MatchedPair(CustomerSales Participant, CustomerSales Control)
{
    /// <summary>The difference in differences: what the participant gained more than the other.</summary>
    public long DifferenceMinor => Participant.ChangeMinor - Control.ChangeMinor;
}

/// <summary>Finds for each participant a customer outside that bought about as much before.</summary>
public static class CustomerMatching
{
    /// <summary>Purchases before may differ by this factor at most; whoever has no such partner is left out.</summary>
    public const decimal MaxRatio = 1.5m;

    /// <summary>
    /// Pairs participants with others of the same kind, each used once, so that pairs are independent: the largest participant
    /// first, each with the nearest partner that is still free. Customers who bought nothing before say nothing about a change and are left out.
    /// </summary>
    public static IReadOnlyList<MatchedPair> Match(IEnumerable<CustomerSales> participants, IEnumerable<CustomerSales> others)
    {
        ArgumentNullException.ThrowIfNull(participants);
        ArgumentNullException.ThrowIfNull(others);
        var free = others.Where(other => other.BeforeMinor > 0)
            .GroupBy(other => other.Kind)
            .ToDictionary(group => group.Key, group => new SortedSet<CustomerSales>(group, BySize));
        var pairs = new List<MatchedPair>();
        foreach (var participant in participants.Where(participant => participant.BeforeMinor > 0).OrderByDescending(participant => participant, BySize))
        {
            if (free.TryGetValue(participant.Kind, out var candidates) && Nearest(candidates, participant) is { } control)
            {
                candidates.Remove(control);
                pairs.Add(new MatchedPair(participant, control));
            }
        }

        return pairs;
    }

    private static IComparer<CustomerSales> BySize { get; } =
        Comparer<CustomerSales>.Create((left, right) => (left.BeforeMinor, left.CustomerId).CompareTo((right.BeforeMinor, right.CustomerId)));

    private static CustomerSales? Nearest(SortedSet<CustomerSales> candidates, CustomerSales participant)
    {
        var least = participant with { BeforeMinor = (long)decimal.Ceiling(participant.BeforeMinor / MaxRatio), CustomerId = long.MinValue };
        var middle = participant with { CustomerId = long.MaxValue };
        var most = participant with { BeforeMinor = (long)decimal.Floor(participant.BeforeMinor * MaxRatio), CustomerId = long.MaxValue };
        var below = candidates.GetViewBetween(least, middle).Max;
        var above = candidates.GetViewBetween(middle, most).Min;
        if (below is null || above is null)
        {
            return below ?? above;
        }

        return participant.BeforeMinor - below.BeforeMinor <= above.BeforeMinor - participant.BeforeMinor ? below : above;
    }
}
