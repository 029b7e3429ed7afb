namespace Portal.Ui.Shell;

/// <summary>A line of the menu. Add one for each page that people go to directly.</summary>
/// <param name="Group">The group's name: its heading is the text <c>nav.group</c> + name; empty for none.</param>
/// <param name="TextKey">The key of its text.</param>
/// <param name="Icon">The name of its icon.</param>
/// <param name="Href">Where it leads.</param>
/// <param name="Permission">Who sees it; null for everybody who is signed in.</param>
/// <param name="Count">How many things wait there for the person; shown beside the line and in the to-do badge.</param>
public sealed record NavEntry(
    string Group, string TextKey, string Icon, string Href, string? Permission = null, Func<IServiceProvider, CancellationToken, Task<int>>? Count = null);

/// <summary>One thing that the global search found.</summary>
/// <param name="Title">Its name.</param>
/// <param name="Detail">What tells it from others: a number, a region.</param>
/// <param name="Href">Where it is shown.</param>
public sealed record SearchHit(string Title, string? Detail, string Href);

/// <summary>A kind of record that the global search looks through.</summary>
/// <param name="TextKey">The key of the heading over its hits.</param>
/// <param name="Icon">The name of its icon.</param>
/// <param name="Permission">Who may find it.</param>
/// <param name="FindAsync">The first few hits for the words.</param>
public sealed record SearchSource(
    string TextKey, string Icon, string Permission, Func<IServiceProvider, string, CancellationToken, Task<IReadOnlyList<SearchHit>>> FindAsync);
