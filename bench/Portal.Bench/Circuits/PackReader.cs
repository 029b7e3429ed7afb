using System.Buffers.Binary;
using System.Text;

namespace Portal.Bench.Circuits;

/// <summary>Reads what the hub's binary protocol needs of MessagePack.</summary>
internal ref struct PackReader(ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> _rest = bytes;

    /// <summary>Takes the next whole message off a stream of them; false where it has not arrived yet.</summary>
    public static bool TryTake(ref ReadOnlySpan<byte> stream, out ReadOnlySpan<byte> message)
    {
        message = default;
        var (length, at) = (0, 0);
        do
        {
            if (at == stream.Length)
            {
                return false;
            }

            length |= (stream[at] & 0x7f) << (7 * at);
        }
        while ((stream[at++] & 0x80) != 0);
        if (stream.Length - at < length)
        {
            return false;
        }

        message = stream.Slice(at, length);
        stream = stream[(at + length)..];
        return true;
    }

    public int Array()
    {
        var head = Byte();
        return head switch
        {
            >= 0x90 and <= 0x9f => head & 0x0f,
            0xdc => BinaryPrimitives.ReadUInt16BigEndian(Take(2)),
            _ => throw Unexpected(head),
        };
    }

    /// <summary>Skips the headers, which are always empty.</summary>
    public void EmptyMap()
    {
        var head = Byte();
        if (head != 0x80)
        {
            throw Unexpected(head);
        }
    }

    public string? Text()
    {
        var head = Byte();
        return head switch
        {
            0xc0 => null,
            >= 0xa0 and <= 0xbf => Encoding.UTF8.GetString(Take(head & 0x1f)),
            0xd9 => Encoding.UTF8.GetString(Take(Byte())),
            0xda => Encoding.UTF8.GetString(Take(BinaryPrimitives.ReadUInt16BigEndian(Take(2)))),
            0xdb => Encoding.UTF8.GetString(Take(BinaryPrimitives.ReadInt32BigEndian(Take(4)))),
            _ => throw Unexpected(head),
        };
    }

    public long Number()
    {
        var head = Byte();
        return head switch
        {
            <= 0x7f => head,
            >= 0xe0 => (sbyte)head,
            0xcc => Byte(),
            0xcd => BinaryPrimitives.ReadUInt16BigEndian(Take(2)),
            0xce => BinaryPrimitives.ReadUInt32BigEndian(Take(4)),
            0xcf or 0xd3 => BinaryPrimitives.ReadInt64BigEndian(Take(8)),
            0xd0 => (sbyte)Byte(),
            0xd1 => BinaryPrimitives.ReadInt16BigEndian(Take(2)),
            0xd2 => BinaryPrimitives.ReadInt32BigEndian(Take(4)),
            _ => throw Unexpected(head),
        };
    }

    public ReadOnlySpan<byte> Bytes()
    {
        var head = Byte();
        return head switch
        {
            0xc4 => Take(Byte()),
            0xc5 => Take(BinaryPrimitives.ReadUInt16BigEndian(Take(2))),
            0xc6 => Take(BinaryPrimitives.ReadInt32BigEndian(Take(4))),
            _ => throw Unexpected(head),
        };
    }

    private static InvalidDataException Unexpected(int head) => new($"Byte {head:x2} of a message was not expected.");

    private int Byte() => Take(1)[0];

    private ReadOnlySpan<byte> Take(int count)
    {
        var taken = _rest[..count];
        _rest = _rest[count..];
        return taken;
    }
}
