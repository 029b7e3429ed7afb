using Portal.Domain.Accruals;
using Portal.Domain.Programs;
using Portal.Domain.Settlements;
using Portal.Domain.Shared;

namespace Portal.Domain.Tests.Accruals;

public sealed class AccrualForecastTests
{
    private static readonly DateRange Quarter = new(new DateOnly(2026, 1, 1), new DateOnly(2026, 3, 31));
    private static readonly DateOnly EndOfJanuary = new(2026, 1, 31);

    [Fact]
    public void Without_a_year_before_the_pace_is_even()
    {
        var forecast = Of(1_000_00, null, null);
        // 31 of 90 days: 1,000 becomes 2,903.23, which reaches 2 %.
        Assert.Equal((ForecastBasis.Days, 2_903_23L, 58_06L), (forecast.Basis, forecast.Near.ForecastValue, forecast.ForecastMinor));
        Assert.Equal((10_00L, 20_00L, 10_00L), (forecast.AccruedMinor, forecast.AtForecastRateMinor, forecast.CatchUpMinor));
    }

    [Fact]
    public void A_customer_that_buys_early_every_year_is_not_expected_to_go_on_like_that()
    {
        var own = Pattern((1, 80), (2, 10), (3, 10));
        var forecast = Of(1_000_00, own, Pattern((1, 1), (2, 1), (3, 1)));
        // January held 80 % of the quarter: 1,250 are expected, still 1 %, so nothing is to be caught up.
        Assert.Equal((ForecastBasis.OwnSeason, 1_250_00L, 10_00L, 0L), (forecast.Basis, forecast.Near.ForecastValue, forecast.AtForecastRateMinor, forecast.CatchUpMinor));
    }

    [Fact]
    public void A_customer_without_a_season_follows_everybody_s()
    {
        var forecast = Of(1_000_00, Pattern((1, 50)), Pattern((1, 10), (2, 40), (3, 50)));
        Assert.Equal((ForecastBasis.CommonSeason, 10_000_00L), (forecast.Basis, forecast.Near.ForecastValue));
        Assert.Equal((200_00L, 20_00L), (forecast.ForecastMinor, forecast.AtForecastRateMinor));
    }

    [Fact]
    public void In_cumulative_mode_what_earlier_periods_gave_is_taken_off_both()
    {
        var definition = Definition() with { PeriodMode = PeriodMode.Cumulative, Period = new ProgramPeriod(PeriodKind.Quarter) };
        var second = new DateRange(new DateOnly(2026, 4, 1), new DateOnly(2026, 6, 30));
        var forecast = AccrualForecast.Of(definition, 0, second, Measure(1_500_00), Measure(1_000_00), new DateOnly(2026, 6, 30), null, null);
        Assert.Equal((5_00L, 5_00L, 5_00L), (forecast.AccruedMinor, forecast.AtForecastRateMinor, forecast.ForecastMinor));
    }

    [Fact]
    public void A_month_in_part_counts_by_its_days()
    {
        var pattern = Pattern((1, 31), (2, 28), (3, 31));
        Assert.Equal(15m / 90, pattern.ElapsedShare(Quarter, new DateOnly(2026, 1, 15)));
        Assert.Equal(1, pattern.ElapsedShare(Quarter, new DateOnly(2026, 4, 5)));
        Assert.Null(pattern.ElapsedShare(Quarter, new DateOnly(2025, 12, 31)));
        Assert.Null(Pattern((3, 100), (2, 100)).ElapsedShare(Quarter, EndOfJanuary));
    }

    private static AccrualForecast Of(long minor, SeasonalPattern? own, SeasonalPattern? common) =>
        AccrualForecast.Of(Definition(), 0, Quarter, Measure(minor), default, EndOfJanuary, own, common);

    private static PeriodMeasure Measure(long minor) => new() { QualifierNetMinor = minor, BaseNetMinor = minor, SaleLines = 1 };

    private static SeasonalPattern Pattern(params (int Month, long Amount)[] months)
    {
        var pattern = new SeasonalPattern();
        foreach (var (month, amount) in months)
        {
            pattern.Add(new DateOnly(2025, month, 1), amount * 100);
        }

        return pattern;
    }

    private static ProgramDefinition Definition() => new()
    {
        Code = "Q",
        Name = new ProgramName("Q", "Q"),
        ValidFrom = new DateOnly(2026, 1, 1),
        ValidTo = new DateOnly(2026, 12, 31),
        Period = new ProgramPeriod(PeriodKind.Quarter),
        Lines = [new ProgramLine { Number = 1, Qualifier = new Qualifier(Portal.Domain.Programs.Measure.NetAmount), TierMode = TierMode.WholeVolume, Tiers = [new Tier(0) { RatePercent = 1 }, new Tier(2000) { RatePercent = 2 }] }],
    };
}
