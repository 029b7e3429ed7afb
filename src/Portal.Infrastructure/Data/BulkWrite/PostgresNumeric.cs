using System.Buffers.Binary;

namespace Portal.Infrastructure.Data.BulkWrite;

/// <summary>
/// A decimal as PostgreSQL's numeric: digits to the base of ten thousand from the highest on, without zeros at either end; the power
/// of the base of the first one; the sign; how many decimals are shown.
/// </summary>
/// <remarks>Source: numeric_send in PostgreSQL.</remarks>
internal readonly ref struct PostgresNumeric
{
    private const int Base = 10_000;
    private const int DecimalsPerDigit = 4;
    private const short Negative = 0x4000;
    private const int HeadFields = 4;

    private readonly UInt128 _digits;
    private readonly int _count;
    private readonly int _fractionDigits;
    private readonly bool _isNegative;
    private readonly byte _scale;

    public PostgresNumeric(decimal value)
    {
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(value, bits);
        (_scale, _isNegative) = (value.Scale, value < 0);

        // Up to a whole number of digits behind the point: 96 bits and ten more.
        _digits = new UInt128((uint)bits[2], ((ulong)(uint)bits[1] << 32) | (uint)bits[0]);
        _fractionDigits = (_scale + DecimalsPerDigit - 1) / DecimalsPerDigit;
        for (var missing = (_fractionDigits * DecimalsPerDigit) - _scale; missing > 0; missing--)
        {
            _digits *= 10;
        }

        while (_digits != 0 && _digits % Base == 0)
        {
            _digits /= Base;
            _fractionDigits--;
        }

        for (var rest = _digits; rest != 0; rest /= Base)
        {
            _count++;
        }
    }

    /// <summary>How many bytes it takes.</summary>
    public int Length => sizeof(short) * (HeadFields + _count);

    /// <summary>Writes it.</summary>
    /// <param name="field">As many bytes as it takes.</param>
    public void WriteTo(Span<byte> field)
    {
        Put(field, 0, _count);
        Put(field, 1, _count == 0 ? 0 : _count - _fractionDigits - 1);
        Put(field, 2, _isNegative ? Negative : 0);
        Put(field, 3, _scale);
        var rest = _digits;
        for (var place = _count - 1; place >= 0; place--)
        {
            Put(field, HeadFields + place, (int)(rest % Base));
            rest /= Base;
        }
    }

    private static void Put(Span<byte> field, int place, int value) => BinaryPrimitives.WriteInt16BigEndian(field[(place * sizeof(short))..], (short)value);
}
