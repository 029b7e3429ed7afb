namespace Portal.Domain.SavedViews;

/// <summary>What a list shows, kept under a name by one person for themselves: filters, order, columns.</summary>
public sealed class SavedView
{
    /// <summary>Keeps a view.</summary>
    public SavedView(long userId, string path, string name, string query)
    {
        UserId = userId;
        Path = path;
        Name = name;
        Query = query;
    }

    /// <summary>The row's key.</summary>
    public long Id { get; private set; }

    /// <summary>Whose it is.</summary>
    public long UserId { get; private set; }

    /// <summary>The list: the path of its page.</summary>
    public string Path { get; private set; }

    /// <summary>Its name, unique per person and list.</summary>
    public string Name { get; private set; }

    /// <summary>The list's state as its address carries it, without the question mark; empty for the usual list.</summary>
    public string Query { get; private set; }

    /// <summary>Keeps another state under the same name.</summary>
    public void Replace(string query) => Query = query;
}
