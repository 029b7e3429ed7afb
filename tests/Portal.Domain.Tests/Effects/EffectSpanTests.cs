using Portal.Domain.Effects;
using Portal.Domain.Shared;

namespace Portal.Domain.Tests.Effects;

public sealed class EffectSpanTests
{
    [Theory]
    [InlineData("2026-01-01", "2026-12-31", "2026-11-22", "2025-01-01", "2025-10-31", "2026-01-01", "2026-10-31")] // running
    [InlineData("2025-04-01", "2026-12-31", "2026-11-22", "2023-11-01", "2024-10-31", "2025-11-01", "2026-10-31")] // the year before lies in it too
    [InlineData("2025-01-15", "2025-06-30", "2026-11-22", "2024-02-01", "2024-06-30", "2025-02-01", "2025-06-30")] // over; began within a month
    public void The_same_months_are_compared(string from, string to, string today, string beforeFrom, string beforeTo, string duringFrom, string duringTo)
    {
        var span = EffectSpan.Of(new DateRange(Day(from), Day(to)), Day(today))!;
        Assert.Equal((Day(beforeFrom), Day(beforeTo), Day(duringFrom), Day(duringTo)), (span.Before.From, span.Before.To, span.During.From, span.During.To));
    }

    [Fact]
    public void A_programme_of_which_no_month_is_over_says_nothing() =>
        Assert.Null(EffectSpan.Of(new DateRange(Day("2026-11-01"), Day("2026-12-31")), Day("2026-11-22")));

    private static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd");
}
