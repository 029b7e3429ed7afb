namespace Portal.Infrastructure.Spreadsheets;

/// <summary>Gives the same string for the same letters where they come again soon: numbers, days and codes repeat all the time.</summary>
internal sealed class TextCache
{
    private const int MaxLength = 24;
    private readonly string[] _slots = new string[1 << 14];

    public string Get(ReadOnlySpan<char> letters)
    {
        if (letters.Length == 0)
        {
            return "";
        }

        if (letters.Length > MaxLength)
        {
            return new string(letters);
        }

        var hash = 2166136261u;
        foreach (var letter in letters)
        {
            hash = (hash ^ letter) * 16777619;
        }

        ref var slot = ref _slots[(hash ^ (hash >> 15)) & (uint)(_slots.Length - 1)];
        if (slot is null || !letters.SequenceEqual(slot))
        {
            slot = new string(letters);
        }

        return slot;
    }
}
