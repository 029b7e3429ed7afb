namespace Portal.Domain.Shared;

/// <summary>A counter that rises when something of a kind changed, so that screens served by other processes notice.</summary>
public sealed class LiveTopic
{
    /// <summary>Adds a kind.</summary>
    public LiveTopic(string name) => Name = name;

    /// <summary>The kind; the row's key.</summary>
    public string Name { get; private set; }

    /// <summary>Raised by one with each change.</summary>
    public long Version { get; private set; }
}
