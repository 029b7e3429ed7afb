using System.Runtime.CompilerServices;

namespace Portal.Domain.Sales;

/// <summary>
/// Reads packed lines one by one. Each is three whole numbers: product, quantity, net amount; each number in groups of seven bits,
/// the lowest first, with the highest bit set where another follows. Quantity and amount have their sign in the lowest bit, so
/// that small negative numbers are as short as positive ones (as in Protocol Buffers, "Base 128 varints" and "ZigZag").
/// </summary>
public ref struct PackedLines(ReadOnlySpan<byte> bytes)
{
    /// <summary>The most bytes of one line.</summary>
    public const int MostBytesOfLine = 3 * MostBytesOfNumber;

    private const int MostBytesOfNumber = 10;
    private const int BitsOfByte = 7;
    private const byte More = 1 << BitsOfByte;
    private readonly ReadOnlySpan<byte> _bytes = bytes;
    private int _position;

    /// <summary>Reads the next line.</summary>
    /// <returns>False after the last one.</returns>
    /// <exception cref="InvalidDataException">The bytes end within a line, or hold a number that is too long.</exception>
    public bool TryRead(out PackedLine line)
    {
        if (_position == _bytes.Length)
        {
            line = default;
            return false;
        }

        line = new PackedLine((long)Number(), Signed(Number()), Signed(Number()));
        return true;
    }

    /// <summary>Writes a line.</summary>
    /// <returns>How many bytes it took.</returns>
    internal static int Write(Span<byte> bytes, in PackedLine line)
    {
        var length = Write(bytes, (ulong)line.ProductId);
        length += Write(bytes[length..], Unsigned(line.QuantityMilli));
        return length + Write(bytes[length..], Unsigned(line.NetMinor));
    }

    private static int Write(Span<byte> bytes, ulong number)
    {
        var length = 0;
        for (; number >= More; number >>= BitsOfByte)
        {
            bytes[length++] = (byte)(number | More);
        }

        bytes[length++] = (byte)number;
        return length;
    }

    private static ulong Unsigned(long number) => (ulong)((number << 1) ^ (number >> 63));

    private static long Signed(ulong number) => (long)(number >> 1) ^ -(long)(number & 1);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ulong Number()
    {
        if (_position < _bytes.Length && _bytes[_position] < More)
        {
            return _bytes[_position++];
        }

        return Long();
    }

    private ulong Long()
    {
        var number = 0UL;
        for (var group = 0; group < MostBytesOfNumber && _position < _bytes.Length; group++)
        {
            var next = _bytes[_position++];
            number |= (ulong)(next & (More - 1)) << (group * BitsOfByte);
            if (next < More)
            {
                return number;
            }
        }

        throw new InvalidDataException("A pack of sales lines is damaged.");
    }
}

/// <summary>What a settlement asks of a sales line.</summary>
/// <param name="ProductId">The product.</param>
/// <param name="QuantityMilli">Thousandths of the product's unit; negative on a return.</param>
/// <param name="NetMinor">Minor units; negative on a return.</param>
public readonly record struct PackedLine(long ProductId, long QuantityMilli, long NetMinor);
