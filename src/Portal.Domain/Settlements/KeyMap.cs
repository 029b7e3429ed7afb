namespace Portal.Domain.Settlements;

/// <summary>
/// What belongs to keys of a table, looked up for every customer of a scan. Keys are counted up and mostly lie close together:
/// then they are places of a list, which is filled and read many times faster than a dictionary.
/// </summary>
/// <param name="last">The greatest key.</param>
/// <param name="count">How many keys there are.</param>
internal sealed class KeyMap<T>(long last, int count)
    where T : class
{
    private const int MostPlacesPerKey = 8;
    private readonly T?[]? _places = last < 1024 + ((long)MostPlacesPerKey * count) ? new T?[last + 1] : null;
    private readonly Dictionary<long, T> _sparse = [];

    /// <summary>What belongs to a key, or null.</summary>
    public T? this[long key] => _places is null ? _sparse.GetValueOrDefault(key) : (ulong)key < (ulong)_places.Length ? _places[key] : null;

    /// <summary>Says what belongs to a key, from 0 to the last.</summary>
    public void Add(long key, T value)
    {
        if (_places is null)
        {
            _sparse.Add(key, value);
        }
        else
        {
            _places[key] = value;
        }
    }
}
