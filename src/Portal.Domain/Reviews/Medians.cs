namespace Portal.Domain.Reviews;

/// <summary>The middle of a list of figures.</summary>
public static class Medians
{
    /// <summary>The median; the mean of the two in the middle where their number is even; null of none.</summary>
    public static decimal? Of(IEnumerable<int> figures)
    {
        ArgumentNullException.ThrowIfNull(figures);
        var sorted = figures.Order().ToList();
        return sorted.Count == 0 ? null : (sorted[(sorted.Count - 1) / 2] + (decimal)sorted[sorted.Count / 2]) / 2;
    }
}
