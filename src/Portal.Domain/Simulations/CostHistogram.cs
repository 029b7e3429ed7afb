namespace Portal.Domain.Simulations;

/// <summary>How many customers get how much. Rebates differ by orders of magnitude, so the bounds rise by 1, 2, 5, 10, 20, 50 …</summary>
public static class CostHistogram
{
    private const int MaxBins = 12;
    private static readonly int[] FineSteps = [1, 2, 5];
    private static readonly int[] CoarseSteps = [1];

    /// <summary>The same bins for several sets of amounts. Amounts at or below zero are left out: those customers get nothing.</summary>
    /// <param name="sets">Amounts in minor units.</param>
    /// <returns>Bins from the lowest to the highest amount, each with a count for every set.</returns>
    public static IReadOnlyList<CostBin> Of(params IReadOnlyList<long>[] sets)
    {
        ArgumentNullException.ThrowIfNull(sets);
        var positive = sets.SelectMany(set => set).Where(amount => amount > 0).ToList();
        if (positive.Count == 0)
        {
            return [];
        }

        var bounds = Bounds(positive.Min(), positive.Max(), FineSteps);
        bounds = bounds.Count - 1 > MaxBins ? Bounds(positive.Min(), positive.Max(), CoarseSteps) : bounds;
        return [.. bounds.Zip(bounds.Skip(1), (from, to) => new CostBin(from, to, [.. sets.Select(set => set.Count(amount => amount >= from && amount < to && amount > 0))]))];
    }

    /// <summary>Bounds such that the first is at or below the least amount and the last above the greatest.</summary>
    private static List<long> Bounds(long least, long greatest, int[] steps)
    {
        var bounds = new List<long>();
        for (var decade = 1L; bounds.Count == 0 || bounds[^1] <= greatest; decade = checked(decade * 10))
        {
            foreach (var step in steps)
            {
                if (bounds.Count == 0 || bounds[^1] <= greatest)
                {
                    bounds.Add(decade * step);
                }
            }
        }

        return bounds[Math.Max(0, bounds.FindLastIndex(bound => bound <= least))..];
    }
}

/// <summary>Customers whose amount lies between two bounds.</summary>
/// <param name="FromMinor">The lower bound, which belongs to it, in minor units.</param>
/// <param name="ToMinor">The upper bound, which does not.</param>
/// <param name="Counts">How many, for each set.</param>
public sealed record CostBin(long FromMinor, long ToMinor, IReadOnlyList<int> Counts);
