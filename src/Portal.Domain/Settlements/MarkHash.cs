namespace Portal.Domain.Settlements;

/// <summary>A number that stands for values, the same in every process: FNV-1a of 64 bits.</summary>
internal struct MarkHash
{
    private const ulong Prime = 1099511628211;
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
        foreach (var letter in text ?? "")
        {
            Add(letter);
        }
    }
}
