using System.Globalization;

namespace Portal.Infrastructure.Shared;

/// <summary>What a list asks of its query: one page of rows, in an order, filtered.</summary>
public sealed record GridQuery
{
    /// <summary>Rows to leave out before the page.</summary>
    public int Skip { get; init; }

    /// <summary>Rows of the page.</summary>
    public int Take { get; init; } = 25;

    /// <summary>The column to order by, in the query's own words; null for its usual order.</summary>
    public string? Sort { get; init; }

    /// <summary>Whether the order is reversed.</summary>
    public bool Descending { get; init; }

    /// <summary>The words searched for, trimmed; null for none.</summary>
    public string? Search { get; init; }

    /// <summary>Filters by name, as the address carries them.</summary>
    public IReadOnlyDictionary<string, string> Filters { get; init; } = new Dictionary<string, string>();

    /// <summary>The words searched for in lower case, for comparing with lowered columns; null for none.</summary>
    public string? Term => string.IsNullOrWhiteSpace(Search) ? null : Search.Trim().ToLowerInvariant();

    /// <summary>A filter, or null where it is not set.</summary>
    public string? Filter(string name) => Filters.TryGetValue(name, out var value) && value.Length > 0 ? value : null;

    /// <summary>A filter that is a whole number, or null where it is not set or none.</summary>
    public long? Number(string name) =>
        long.TryParse(Filter(name), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>A filter that is a day (2026-11-22), or null where it is not set or none.</summary>
    public DateOnly? Day(string name) =>
        DateOnly.TryParseExact(Filter(name), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    /// <summary>A filter that is the name of a member of an enumeration, or null where it is not set or none.</summary>
    public TEnum? Choice<TEnum>(string name)
        where TEnum : struct, Enum =>
        Filter(name) is { } value && Enum.TryParse<TEnum>(value, ignoreCase: true, out var choice) && Enum.IsDefined(choice) ? choice : null;
}

/// <summary>One page of a list.</summary>
/// <typeparam name="T">What a row shows.</typeparam>
/// <param name="Rows">The rows of the page.</param>
/// <param name="Total">How many rows there are over all pages.</param>
public sealed record GridPage<T>(IReadOnlyList<T> Rows, int Total);
