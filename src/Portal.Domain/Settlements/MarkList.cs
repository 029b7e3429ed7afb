namespace Portal.Domain.Settlements;

/// <summary>
/// One number per key, in the order of keys: hundreds of thousands are compared in one pass. There are few different ones, so each
/// key has the place of its mark among those.
/// </summary>
public sealed class MarkList
{
    private const int MostBytes = 10;
    private readonly long[] _keys;
    private readonly int[] _places;
    private readonly ulong[] _different;

    private MarkList(long[] keys, int[] places, ulong[] different)
    {
        _keys = keys;
        _places = places;
        _different = different;
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
        var (keys, places, known) = (new List<long>(), new List<int>(), new Dictionary<ulong, int>());
        foreach (var (key, mark) in marks)
        {
            if (!known.TryGetValue(mark, out var place))
            {
                known.Add(mark, place = known.Count);
            }

            keys.Add(key);
            places.Add(place);
        }

        return Of([.. keys], [.. places], [.. known.Keys]);
    }

    /// <summary>The marks of keys up to one.</summary>
    public MarkList UpTo(long last)
    {
        if (Last <= last)
        {
            return this;
        }

        var count = Array.FindIndex(_keys, key => key > last);
        return new MarkList(_keys[..count], _places[..count], _different);
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
            else if (MarkAt(here++) != before.MarkAt(there++))
            {
                yield return _keys[here - 1];
            }
        }
    }

    /// <summary>Keeps the arrays and puts them in the order of keys.</summary>
    /// <param name="keys">The keys.</param>
    /// <param name="places">For each the place of its mark.</param>
    /// <param name="different">The marks; the same one may be there twice.</param>
    internal static MarkList Of(long[] keys, int[] places, ulong[] different)
    {
        for (var index = 1; index < keys.Length; index++)
        {
            if (keys[index] < keys[index - 1])
            {
                Array.Sort(keys, places);
                break;
            }
        }

        return new MarkList(keys, places, different);
    }

    /// <summary>
    /// Writes a compact form: keys as differences, marks as their place in a list of the different ones. It is the same for the same
    /// marks, however they were put together: that list is in the order of first use.
    /// </summary>
    internal void Write(BinaryWriter writer)
    {
        var (used, placeOf) = InOrderOfUse();
        writer.Write7BitEncodedInt(used.Count);
        foreach (var mark in used)
        {
            writer.Write(mark);
        }

        writer.Write7BitEncodedInt(Count);
        long last = 0;
        Span<byte> pair = stackalloc byte[2 * MostBytes];
        for (var index = 0; index < Count; index++)
        {
            var length = Put(pair, _keys[index] - last);
            length += Put(pair[length..], placeOf[_places[index]]);
            writer.Write(pair[..length]);
            last = _keys[index];
        }
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    internal static MarkList Read(BinaryReader reader)
    {
        var different = new ulong[reader.Read7BitEncodedInt()];
        for (var place = 0; place < different.Length; place++)
        {
            different[place] = reader.ReadUInt64();
        }

        var count = reader.Read7BitEncodedInt();
        var list = new MarkList(new long[count], new int[count], different);
        long last = 0;
        for (var index = 0; index < count; index++)
        {
            list._keys[index] = last += reader.Read7BitEncodedInt64();
            list._places[index] = reader.Read7BitEncodedInt();
        }

        return list;
    }

    /// <summary>As <see cref="BinaryWriter.Write7BitEncodedInt64"/> does, which writes byte by byte.</summary>
    private static int Put(Span<byte> to, long value)
    {
        var (rest, length) = ((ulong)value, 0);
        for (; rest > 0x7F; rest >>= 7)
        {
            to[length++] = (byte)(rest | 0x80);
        }

        to[length++] = (byte)rest;
        return length;
    }

    private ulong MarkAt(int index) => _different[_places[index]];

    /// <summary>The different marks that some key has, each once, in the order of keys; and where each of ours is among them.</summary>
    private (List<ulong> Used, int[] PlaceOf) InOrderOfUse()
    {
        var (used, known) = (new List<ulong>(), new Dictionary<ulong, int>());
        var placeOf = new int[_different.Length];
        Array.Fill(placeOf, -1);
        foreach (var place in _places)
        {
            if (placeOf[place] >= 0)
            {
                continue;
            }

            if (!known.TryGetValue(_different[place], out var first))
            {
                known.Add(_different[place], first = used.Count);
                used.Add(_different[place]);
            }

            placeOf[place] = first;
        }

        return (used, placeOf);
    }
}
