namespace Portal.Infrastructure.Data;

/// <summary>Days in PostgreSQL's binary format: days since 2000-01-01.</summary>
/// <remarks>The last day there is stands for "infinity" and the first for "-infinity", as the driver writes and reads them.</remarks>
internal static class PostgresDay
{
    private static readonly int First = new DateOnly(2000, 1, 1).DayNumber;

    public static int ToBinary(DateOnly day) =>
        day == DateOnly.MaxValue ? int.MaxValue : day == DateOnly.MinValue ? int.MinValue : day.DayNumber - First;

    public static DateOnly FromBinary(int days) => days switch
    {
        int.MaxValue => DateOnly.MaxValue,
        int.MinValue => DateOnly.MinValue,
        _ => DateOnly.FromDayNumber(First + days),
    };
}
