namespace Portal.Domain.Settlements;

/// <summary>One number per key, in the order of keys: hundreds of thousands are compared in one pass.</summary>
public sealed class MarkList
{
    private readonly long[] _keys;
    private readonly ulong[] _marks;

    private MarkList(long[] keys, ulong[] marks)
    {
        _keys = keys;
        _marks = marks;
    }

    /// <summary>How many keys.</summary>
    public int Count => _keys.Length;

    /// <summary>The greatest key; 0 where there is none.</summary>
    public long Last => _keys.Length == 0 ? 0 : _keys[^1];

    /// <summary>The keys in order.</summary>
    public IReadOnlyList<long> Keys => _keys;

    /// <summary>Takes marks in any order; each key once.</summary>
    public static MarkList Of(IEnumerable<KeyValuePair<long, ulong>> marks)
    {
        ArgumentNullException.ThrowIfNull(marks);
        var (keys, values) = (new List<long>(), new List<ulong>());
        var isOrdered = true;
        foreach (var (key, mark) in marks)
        {
            isOrdered &= keys.Count == 0 || keys[^1] < key;
            keys.Add(key);
            values.Add(mark);
        }

        var list = new MarkList([.. keys], [.. values]);
        if (!isOrdered)
        {
            Array.Sort(list._keys, list._marks);
        }

        return list;
    }

    /// <summary>The marks of keys up to one.</summary>
    public MarkList UpTo(long last)
    {
        if (Last <= last)
        {
            return this;
        }

        var count = Array.FindIndex(_keys, key => key > last);
        return new MarkList(_keys[..count], _marks[..count]);
    }

    /// <summary>Keys whose mark is another one than before, in order.</summary>
    /// <param name="before">The earlier marks.</param>
    /// <param name="withNew">Whether keys that were not there before are among them; those that are gone are.</param>
    public IEnumerable<long> ChangedSince(MarkList before, bool withNew)
    {
        ArgumentNullException.ThrowIfNull(before);
        var (here, there) = (0, 0);
        while (here < Count || there < before.Count)
        {
            if (there == before.Count || (here < Count && _keys[here] < before._keys[there]))
            {
                if (withNew)
                {
                    yield return _keys[here];
                }

                here++;
            }
            else if (here == Count || before._keys[there] < _keys[here])
            {
                yield return before._keys[there++];
            }
            else if (_marks[here++] != before._marks[there++])
            {
                yield return _keys[here - 1];
            }
        }
    }

    /// <summary>Writes a compact form: keys as differences, marks as their place in a list of the different ones.</summary>
    internal void Write(BinaryWriter writer)
    {
        var places = new Dictionary<ulong, int>();
        foreach (var mark in _marks)
        {
            places.TryAdd(mark, places.Count);
        }

        writer.Write7BitEncodedInt(places.Count);
        foreach (var mark in places.Keys)
        {
            writer.Write(mark);
        }

        writer.Write7BitEncodedInt(Count);
        long last = 0;
        for (var index = 0; index < Count; index++)
        {
            writer.Write7BitEncodedInt64(_keys[index] - last);
            writer.Write7BitEncodedInt(places[_marks[index]]);
            last = _keys[index];
        }
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    internal static MarkList Read(BinaryReader reader)
    {
        var places = new ulong[reader.Read7BitEncodedInt()];
        for (var place = 0; place < places.Length; place++)
        {
            places[place] = reader.ReadUInt64();
        }

        var count = reader.Read7BitEncodedInt();
        var list = new MarkList(new long[count], new ulong[count]);
        long last = 0;
        for (var index = 0; index < count; index++)
        {
            list._keys[index] = last += reader.Read7BitEncodedInt64();
            list._marks[index] = places[reader.Read7BitEncodedInt()];
        }

        return list;
    }
}
