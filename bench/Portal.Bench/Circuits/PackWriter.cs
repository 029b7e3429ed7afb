using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Portal.Bench.Circuits;

/// <summary>Writes one message of the hub's binary protocol: MessagePack behind its length.</summary>
internal sealed class PackWriter
{
    private readonly ArrayBufferWriter<byte> _body = new(512);

    public PackWriter Array(int count) => count < 16 ? Byte(0x90 | count) : throw new ArgumentOutOfRangeException(nameof(count));

    public PackWriter Map() => Byte(0x80);

    public PackWriter Nil() => Byte(0xc0);

    public PackWriter Bool(bool value) => Byte(value ? 0xc3 : 0xc2);

    public PackWriter Number(long value)
    {
        Byte(0xd3);
        BinaryPrimitives.WriteInt64BigEndian(_body.GetSpan(8), value);
        _body.Advance(8);
        return this;
    }

    public PackWriter Text(string? value)
    {
        if (value is null)
        {
            return Nil();
        }

        Byte(0xdb);
        BinaryPrimitives.WriteInt32BigEndian(_body.GetSpan(4), Encoding.UTF8.GetByteCount(value));
        _body.Advance(4);
        Encoding.UTF8.GetBytes(value, _body);
        return this;
    }

    /// <summary>The message with its length in front, seven bits a byte.</summary>
    public byte[] Message()
    {
        var message = new ArrayBufferWriter<byte>(_body.WrittenCount + 5);
        var length = _body.WrittenCount;
        do
        {
            message.GetSpan(1)[0] = (byte)((length & 0x7f) | (length > 0x7f ? 0x80 : 0));
            message.Advance(1);
            length >>= 7;
        }
        while (length > 0);
        message.Write(_body.WrittenSpan);
        return message.WrittenSpan.ToArray();
    }

    private PackWriter Byte(int value)
    {
        _body.GetSpan(1)[0] = (byte)value;
        _body.Advance(1);
        return this;
    }
}
