namespace Portal.Domain.Settlements;

/// <summary>A number that stands for values, the same in every process: FNV-1a of 64 bits.</summary>
internal struct MarkHash
{
    private const ulong Prime = 1099511628211;

    // What six zero bytes come to: the prime to the power of six.
    private const ulong SixZeros = unchecked(Prime * Prime * Prime * Prime * Prime * Prime);
    private ulong _value;
    private bool _isBegun;

    public readonly ulong Value => _isBegun ? _value : 14695981039346656037;

    public void Add(long number)
    {
        var value = Value;
        for (var shift = 0; shift < 64; shift += 8)
        {
            value = unchecked((value ^ (byte)(number >> shift)) * Prime);
        }

        (_value, _isBegun) = (value, true);
    }

    public void Add(string? text)
    {
        Add(text?.Length ?? -1);
        var value = Value;
        foreach (var letter in text ?? "")
        {
            // As a number of eight bytes, of which six are zero.
            value = unchecked(((value ^ (byte)letter) * Prime ^ (byte)(letter >> 8)) * Prime * SixZeros);
        }

        _value = value;
    }
}
