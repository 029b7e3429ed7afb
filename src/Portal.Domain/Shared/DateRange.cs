using System.Globalization;

namespace Portal.Domain.Shared;

/// <summary>Business days from <paramref name="From"/> to <paramref name="To"/>, both included.</summary>
/// <param name="From">The first day.</param>
/// <param name="To">The last day; not before <paramref name="From"/>.</param>
public readonly record struct DateRange(DateOnly From, DateOnly To)
{
    /// <summary>The number of days, both ends included.</summary>
    public int Days => To.DayNumber - From.DayNumber + 1;

    /// <summary>Whether the day lies within.</summary>
    public bool Contains(DateOnly day) => From <= day && day <= To;

    /// <summary>The days that both ranges share, or null.</summary>
    public DateRange? Intersect(DateRange other)
    {
        var from = From > other.From ? From : other.From;
        var to = To < other.To ? To : other.To;
        return from <= to ? new DateRange(from, to) : null;
    }

    /// <summary>2026-01-01 – 2026-03-31.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{From:yyyy-MM-dd} – {To:yyyy-MM-dd}");
}
