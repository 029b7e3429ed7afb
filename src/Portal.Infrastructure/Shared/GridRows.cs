namespace Portal.Infrastructure.Shared;

/// <summary>Searches, orders and pages rows that were computed and lie in memory.</summary>
public static class GridRows
{
    /// <summary>One page of the rows.</summary>
    /// <typeparam name="TRow">What a row shows.</typeparam>
    /// <param name="rows">All rows, in their usual order.</param>
    /// <param name="query">What the list asks.</param>
    /// <param name="words">The words of a row that a search looks at.</param>
    /// <param name="orders">By which columns rows can be ordered; rows that are equal keep their usual order.</param>
    public static GridPage<TRow> Page<TRow>(
        IEnumerable<TRow> rows, GridQuery query, Func<TRow, string> words, params IReadOnlyList<(string Column, Func<TRow, IComparable?> Key)> orders)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentNullException.ThrowIfNull(orders);
        var found = query.Term is { } term ? rows.Where(row => words(row).Contains(term, StringComparison.OrdinalIgnoreCase)) : rows;
        var order = orders.FirstOrDefault(order => order.Column == query.Sort);
        if (order.Key is { } key)
        {
            found = query.Descending ? found.OrderByDescending(key) : found.OrderBy(key);
        }

        var all = found.ToList();
        return new GridPage<TRow>([.. all.Skip(query.Skip).Take(query.Take)], all.Count);
    }
}
