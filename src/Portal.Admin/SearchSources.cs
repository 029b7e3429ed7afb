using Portal.Ui.Shell;

namespace Portal.Admin;

/// <summary>What the search box in the top bar looks through. A feature with records adds its line here.</summary>
public static class SearchSources
{
    /// <summary>All sources.</summary>
    public static IReadOnlyList<SearchSource> All { get; } =
    [
    ];
}
