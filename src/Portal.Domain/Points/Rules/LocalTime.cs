using System.Globalization;

namespace Portal.Domain.Points.Rules;

/// <summary>A moment as the clock on the wall shows it, and its place in the order of events.</summary>
/// <param name="Local">Date and time in the programme's zone.</param>
/// <param name="Utc">The same in UTC.</param>
public readonly record struct Moment(DateTime Local, DateTime Utc)
{
    private static readonly string[] LocalForms = ["yyyy-MM-dd", "yyyy-MM-ddTHH:mm", "yyyy-MM-ddTHH:mm:ss"];
    private static readonly string[] OffsetForms = ["yyyy-MM-ddTHH:mmzzz", "yyyy-MM-ddTHH:mm:sszzz"];

    /// <summary>The local day.</summary>
    public DateOnly On => DateOnly.FromDateTime(Local);

    /// <summary>The last moment of a local day.</summary>
    public static Moment EndOf(DateOnly day, TimeZoneInfo zone) => OfLocal(day.ToDateTime(new TimeOnly(23, 59, 59, 999)), zone);

    /// <summary>Reads a day, a local time, or a time with offset; null where it is none.</summary>
    public static Moment? Parse(string text, TimeZoneInfo zone)
    {
        ArgumentNullException.ThrowIfNull(zone);
        if (DateTime.TryParseExact(text, LocalForms, CultureInfo.InvariantCulture, DateTimeStyles.None, out var local))
        {
            return OfLocal(local, zone);
        }

        // A literal Z is not taken by zzz.
        var offset = text.EndsWith('Z') ? text[..^1] + "+00:00" : text;
        return DateTimeOffset.TryParseExact(offset, OffsetForms, CultureInfo.InvariantCulture, DateTimeStyles.None, out var instant)
            ? new Moment(TimeZoneInfo.ConvertTimeFromUtc(instant.UtcDateTime, zone), instant.UtcDateTime)
            : null;
    }

    private static Moment OfLocal(DateTime local, TimeZoneInfo zone)
    {
        // The hour that summer time leaves out is taken as the one after it.
        var valid = zone.IsInvalidTime(local) ? local.AddHours(1) : local;
        return new Moment(valid, TimeZoneInfo.ConvertTimeToUtc(DateTime.SpecifyKind(valid, DateTimeKind.Unspecified), zone));
    }
}
