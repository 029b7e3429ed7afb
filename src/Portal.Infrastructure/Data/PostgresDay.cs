using System.Globalization;

namespace Portal.Infrastructure.Data;

/// <summary>Days in PostgreSQL's binary format, days since 2000-01-01; days and instants as text that it casts.</summary>
/// <remarks>The last there is stands for "infinity" and the first for "-infinity", as the driver writes and reads them.</remarks>
internal static class PostgresDay
{
    private const string Infinity = "infinity";

    private static readonly int First = new DateOnly(2000, 1, 1).DayNumber;

    public static int ToBinary(DateOnly day) =>
        day == DateOnly.MaxValue ? int.MaxValue : day == DateOnly.MinValue ? int.MinValue : day.DayNumber - First;

    public static DateOnly FromBinary(int days) => days switch
    {
        int.MaxValue => DateOnly.MaxValue,
        int.MinValue => DateOnly.MinValue,
        _ => DateOnly.FromDayNumber(First + days),
    };

    public static string ToText(DateOnly day) =>
        Endless(day == DateOnly.MaxValue, day == DateOnly.MinValue) ?? day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    public static string ToText(DateTime instant) =>
        Endless(instant == DateTime.MaxValue, instant == DateTime.MinValue) ?? instant.ToString("yyyy-MM-ddTHH:mm:ss.ffffffZ", CultureInfo.InvariantCulture);

    private static string? Endless(bool isLast, bool isFirst) => isLast ? Infinity : isFirst ? "-" + Infinity : null;
}
