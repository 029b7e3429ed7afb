using System.Globalization;
using Portal.Domain.Programs;
using Portal.Domain.Shared;

namespace Portal.Admin.Programs;

/// <summary>Short names of settlement periods.</summary>
internal static class PeriodLabels
{
    /// <summary>"2026 Q1", "2026-03", "2026 H1", "2026", or the days.</summary>
    public static string Of(PeriodKind kind, DateRange period) => kind switch
    {
        PeriodKind.Month => period.From.ToString("yyyy-MM", CultureInfo.InvariantCulture),
        PeriodKind.Quarter => string.Create(CultureInfo.InvariantCulture, $"{period.From.Year} Q{(period.From.Month + 2) / 3}"),
        PeriodKind.HalfYear => string.Create(CultureInfo.InvariantCulture, $"{period.From.Year} H{(period.From.Month + 5) / 6}"),
        PeriodKind.Year => period.From.ToString("yyyy", CultureInfo.InvariantCulture),
        _ => string.Create(CultureInfo.InvariantCulture, $"{period.From:MM-dd} – {period.To:MM-dd}"),
    };
}
