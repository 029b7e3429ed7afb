using System.Buffers.Binary;
using System.Text;

namespace Portal.Infrastructure.Pdf;

/// <summary>
/// What a PDF file needs of a font with TrueType outlines: which glyph a character has, how wide it is, and a font file that
/// has only the glyphs that are used. The tables and their fields are those of the OpenType specification.
/// </summary>
internal sealed class TrueTypeFont
{
    private const int HeadBytes = 54;
    private static readonly string[] Kept = ["cvt ", "fpgm", "glyf", "head", "hhea", "hmtx", "loca", "maxp", "prep"];
    private readonly byte[] _content;
    private readonly Dictionary<string, (int Offset, int Length)> _tables = [];
    private readonly List<(uint First, uint Last, uint Glyph)> _characters = [];
    private readonly int _metrics;
    private readonly bool _hasLongOffsets;

    /// <summary>Reads a font file.</summary>
    public TrueTypeFont(byte[] content)
    {
        _content = content;
        for (var index = 0; index < Word(4); index++)
        {
            var entry = 12 + (16 * index);
            _tables[Encoding.ASCII.GetString(content, entry, 4)] = ((int)Long(entry + 8), (int)Long(entry + 12));
        }

        UnitsPerEm = Word(At("head") + 18);
        _hasLongOffsets = Word(At("head") + 50) == 1;
        Ascent = Signed(At("hhea") + 4);
        Descent = Signed(At("hhea") + 6);
        Box = [.. Enumerable.Range(0, 4).Select(index => (int)Signed(At("head") + 36 + (2 * index)))];
        _metrics = Word(At("hhea") + 34);
        ReadCharacters();
    }

    /// <summary>Font units in the size of the font.</summary>
    public int UnitsPerEm { get; }

    /// <summary>Height above the base line, in font units.</summary>
    public int Ascent { get; }

    /// <summary>Depth below the base line, in font units; negative.</summary>
    public int Descent { get; }

    /// <summary>Left, bottom, right and top of all glyphs, in font units.</summary>
    public IReadOnlyList<int> Box { get; }

    /// <summary>The glyph of a character; 0, the empty box, for one that the font lacks.</summary>
    public int GlyphOf(Rune character)
    {
        var value = (uint)character.Value;
        var (low, high) = (0, _characters.Count - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            var (first, last, glyph) = _characters[middle];
            if (value < first)
            {
                high = middle - 1;
            }
            else if (value > last)
            {
                low = middle + 1;
            }
            else
            {
                return (int)(glyph + value - first);
            }
        }

        return 0;
    }

    /// <summary>How far a glyph moves on, in font units.</summary>
    public int AdvanceOf(int glyph) => Word(At("hmtx") + (4 * Math.Min(glyph, _metrics - 1)));

    /// <summary>A font file in which every glyph but these is empty, so that their numbers stay.</summary>
    public byte[] Subset(IEnumerable<int> glyphs)
    {
        var wanted = WithParts(glyphs);
        var count = Word(At("maxp") + 4);
        var offsets = new byte[4 * (count + 1)];
        using var outlines = new MemoryStream();
        for (var glyph = 0; glyph < count; glyph++)
        {
            BinaryPrimitives.WriteUInt32BigEndian(offsets.AsSpan(4 * glyph), (uint)outlines.Length);
            if (wanted.Contains(glyph))
            {
                var (offset, length) = OutlineOf(glyph);
                outlines.Write(_content, offset, length);
                outlines.Write(new byte[-length & 3]);
            }
        }

        BinaryPrimitives.WriteUInt32BigEndian(offsets.AsSpan(4 * count), (uint)outlines.Length);
        var head = _content.AsSpan(At("head"), HeadBytes).ToArray();
        BinaryPrimitives.WriteUInt16BigEndian(head.AsSpan(50), 1);
        return Assemble(name => name switch
        {
            "glyf" => outlines.ToArray(),
            "loca" => offsets,
            "head" => head,
            _ => _content.AsSpan(At(name), _tables[name].Length).ToArray(),
        });
    }

    /// <summary>A glyph that is put together of others needs those.</summary>
    private HashSet<int> WithParts(IEnumerable<int> glyphs)
    {
        const int AreWords = 1, HasScale = 8, HasMore = 32, HasTwoScales = 64, HasMatrix = 128;
        var all = new HashSet<int> { 0 };
        var open = new Stack<int>(glyphs);
        while (open.TryPop(out var glyph))
        {
            var (at, length) = OutlineOf(glyph);
            if (!all.Add(glyph) || length == 0 || Signed(at) >= 0)
            {
                continue;
            }

            int flags;
            var part = at + 10;
            do
            {
                flags = Word(part);
                open.Push(Word(part + 2));
                part += 4 + ((flags & AreWords) != 0 ? 4 : 2) + ((flags & HasScale) != 0 ? 2 : (flags & HasTwoScales) != 0 ? 4 : (flags & HasMatrix) != 0 ? 8 : 0);
            }
            while ((flags & HasMore) != 0);
        }

        return all;
    }

    private (int Offset, int Length) OutlineOf(int glyph)
    {
        var (from, to) = _hasLongOffsets
            ? (Long(At("loca") + (4 * glyph)), Long(At("loca") + (4 * (glyph + 1))))
            : (2u * Word(At("loca") + (2 * glyph)), 2u * Word(At("loca") + (2 * (glyph + 1))));
        return (At("glyf") + (int)from, (int)(to - from));
    }

    private byte[] Assemble(Func<string, byte[]> table)
    {
        var names = Kept.Where(_tables.ContainsKey).ToArray();
        using var file = new MemoryStream();
        var directory = new byte[12 + (16 * names.Length)];
        BinaryPrimitives.WriteUInt32BigEndian(directory, 0x00010000);
        BinaryPrimitives.WriteUInt16BigEndian(directory.AsSpan(4), (ushort)names.Length);
        file.Write(directory);
        for (var index = 0; index < names.Length; index++)
        {
            var content = table(names[index]);
            var entry = directory.AsSpan(12 + (16 * index));
            Encoding.ASCII.GetBytes(names[index], entry);
            BinaryPrimitives.WriteUInt32BigEndian(entry[8..], (uint)file.Length);
            BinaryPrimitives.WriteUInt32BigEndian(entry[12..], (uint)content.Length);
            file.Write(content);
            file.Write(new byte[-content.Length & 3]);
        }

        file.Position = 0;
        file.Write(directory);
        return file.ToArray();
    }

    /// <summary>The groups of the table for all of Unicode (format 12), in order.</summary>
    private void ReadCharacters()
    {
        var tables = At("cmap");
        for (var index = 0; index < Word(tables + 2); index++)
        {
            var at = tables + (int)Long(tables + 4 + (8 * index) + 4);
            if (Word(at) != 12 || _characters.Count > 0)
            {
                continue;
            }

            for (var group = 0; group < Long(at + 12); group++)
            {
                var entry = at + 16 + (12 * group);
                _characters.Add((Long(entry), Long(entry + 4), Long(entry + 8)));
            }
        }

        if (_characters.Count == 0)
        {
            throw new InvalidDataException("The font has no table of all characters.");
        }
    }

    private int At(string table) => _tables[table].Offset;

    private ushort Word(int at) => BinaryPrimitives.ReadUInt16BigEndian(_content.AsSpan(at));

    private short Signed(int at) => BinaryPrimitives.ReadInt16BigEndian(_content.AsSpan(at));

    private uint Long(int at) => BinaryPrimitives.ReadUInt32BigEndian(_content.AsSpan(at));
}
