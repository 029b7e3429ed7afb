using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.WebUtilities;
using Portal.Infrastructure.Shared;

namespace Portal.Ui.Grids;

/// <summary>What a list shows, as its address carries it: page, order, words, filters, hidden columns. A link shows the same list.</summary>
public sealed class ListState
{
    private static readonly string[] Own = ["page", "size", "sort", "desc", "q", "hide", "show", "tab"];
    private readonly NavigationManager _navigation;
    private readonly List<string> _filterNames = [];
    private Dictionary<string, string> _filters = [];

    /// <summary>Reads the address.</summary>
    public ListState(NavigationManager navigation)
    {
        _navigation = navigation;
        Read();
    }

    /// <summary>Raised when the address says something else than before.</summary>
    public event Action? Changed;

    /// <summary>The page, from 1.</summary>
    public int Page { get; private set; } = 1;

    /// <summary>Rows per page.</summary>
    public int Size { get; private set; } = 25;

    /// <summary>The column to order by.</summary>
    public string? Sort { get; private set; }

    /// <summary>Whether the order is reversed.</summary>
    public bool Descending { get; private set; }

    /// <summary>The words searched for.</summary>
    public string? Search { get; private set; }

    /// <summary>Columns that are not shown.</summary>
    public IReadOnlySet<string> Hidden { get; private set; } = new HashSet<string>();

    /// <summary>Columns that are shown though they usually are not.</summary>
    public IReadOnlySet<string> Shown { get; private set; } = new HashSet<string>();

    /// <summary>Filters by name.</summary>
    public IReadOnlyDictionary<string, string> Filters => _filters;

    /// <summary>Whether anything narrows the list.</summary>
    public bool IsFiltered => !string.IsNullOrEmpty(Search) || _filters.Count > 0;

    /// <summary>How many rows there are over all pages; null until the list is loaded.</summary>
    public int? Total { get; private set; }

    /// <summary>How many filters the page offers.</summary>
    public int FilterCount => _filterNames.Count;

    /// <summary>The query for the page shown.</summary>
    public GridQuery Query => new() { Skip = (Page - 1) * Size, Take = Size, Sort = Sort, Descending = Descending, Search = Search, Filters = _filters };

    /// <summary>All of this but the page as the address carries it, without the question mark.</summary>
    public string Address => new Uri(_navigation.GetUriWithQueryParameter("page", (string?)null)).Query.TrimStart('?');

    /// <summary>A filter's value; empty where it is not set.</summary>
    public string Filter(string name) => _filters.GetValueOrDefault(name, "");

    /// <summary>Makes a filter known, so that the query bar can fold.</summary>
    public void Offer(string name)
    {
        if (!_filterNames.Contains(name))
        {
            _filterNames.Add(name);
        }
    }

    /// <summary>Goes to a page.</summary>
    public void GoTo(int page) => Navigate(new() { ["page"] = page == 1 ? null : Text(page) });

    /// <summary>Orders by a column; again reverses, a third time returns to the usual order.</summary>
    public void OrderBy(string column) => Navigate(new()
    {
        ["sort"] = Sort == column && Descending ? null : column,
        ["desc"] = Sort == column && !Descending ? "1" : null,
        ["page"] = null,
    });

    /// <summary>Sets one or more filters; an empty value takes one away.</summary>
    public void Narrow(params (string Name, string? Value)[] filters)
    {
        ArgumentNullException.ThrowIfNull(filters);
        var changes = new Dictionary<string, object?> { ["page"] = null };
        foreach (var (name, value) in filters)
        {
            changes[name] = string.IsNullOrWhiteSpace(value) ? null : value.Trim();
        }

        Navigate(changes);
    }

    /// <summary>Searches for words.</summary>
    public void Find(string? words) => Narrow(("q", words));

    /// <summary>Shows this many rows per page.</summary>
    public void Resize(int size) => Navigate(new() { ["size"] = size == 25 ? null : Text(size), ["page"] = null });

    /// <summary>Takes away all filters and words.</summary>
    public void Clear()
    {
        var changes = new Dictionary<string, object?> { ["page"] = null, ["q"] = null };
        foreach (var name in _filters.Keys)
        {
            changes[name] = null;
        }

        Navigate(changes);
    }

    /// <summary>Shows or hides a column.</summary>
    public void Toggle(string column, bool usuallyHidden)
    {
        var set = new SortedSet<string>(usuallyHidden ? Shown : Hidden, StringComparer.Ordinal);
        if (!set.Remove(column))
        {
            set.Add(column);
        }

        Navigate(new() { [usuallyHidden ? "show" : "hide"] = set.Count == 0 ? null : string.Join(',', set) });
    }

    internal void Follow()
    {
        var before = (Page, Size, Sort, Descending, Search, string.Join(',', Hidden), string.Join(',', Shown), string.Join('&', _filters));
        Read();
        if (before != (Page, Size, Sort, Descending, Search, string.Join(',', Hidden), string.Join(',', Shown), string.Join('&', _filters)))
        {
            Changed?.Invoke();
        }
    }

    internal void Count(int total)
    {
        if (Total != total)
        {
            Total = total;
            Counted?.Invoke();
        }
    }

    internal event Action? Counted;

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private void Navigate(Dictionary<string, object?> changes) => _navigation.NavigateTo(_navigation.GetUriWithQueryParameters(changes));

    private void Read()
    {
        var query = QueryHelpers.ParseQuery(new Uri(_navigation.Uri).Query);
        string? One(string name) => query.TryGetValue(name, out var values) && !string.IsNullOrWhiteSpace(values[0]) ? values[0]!.Trim() : null;
        IReadOnlySet<string> Set(string name) => (One(name) ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries).ToHashSet();
        Page = int.TryParse(One("page"), CultureInfo.InvariantCulture, out var page) && page is > 0 and < 1_000_000 ? page : 1;
        Size = int.TryParse(One("size"), CultureInfo.InvariantCulture, out var size) && size is 10 or 25 or 50 or 100 ? size : 25;
        Sort = One("sort");
        Descending = One("desc") == "1";
        Search = One("q");
        Hidden = Set("hide");
        Shown = Set("show");
        _filters = query.Keys.Where(name => !Own.Contains(name) && One(name) is not null).ToDictionary(name => name, name => One(name)!);
    }
}
