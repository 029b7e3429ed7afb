using Portal.Domain.Settlements;
using Portal.Domain.Shared;
using static Portal.Domain.Tests.Programs.Definitions;

namespace Portal.Domain.Tests.Settlements;

public class NearMissTests
{
    private static readonly DateRange Quarter = new(Day(1, 1), Day(3, 31));

    [Fact]
    public void It_says_what_is_missing_and_whether_the_pace_reaches_it()
    {
        var measure = new PeriodMeasure { QualifierNetMinor = 800_00, BaseNetMinor = 800_00, SaleLines = 3 };
        var near = NearMiss.Of(Program(Whole((500, 2), (1000, 5))), 0, measure, Quarter, Day(2, 14));
        Assert.Equal((16_00, 1, 1000_00L, 200_00L), (near.EarnedMinor, near.TierNumber, near.NextTierFrom, near.MissingValue));
        Assert.Equal(50_00 - 16_00, near.GainMinor);
        Assert.Equal(45, near.DaysLeft);
        Assert.Equal(1600_00, near.ForecastValue);
        Assert.True(near.WouldReachNextTier);
        Assert.Equal(80_00, near.ForecastMinor);
        Assert.Equal(800, near.ProgressMilli);
    }

    [Fact]
    public void Too_slow_a_pace_does_not_reach_it()
    {
        var measure = new PeriodMeasure { QualifierNetMinor = 800_00, BaseNetMinor = 800_00, SaleLines = 3 };
        Assert.False(NearMiss.Of(Program(Whole((500, 2), (1000, 5))), 0, measure, Quarter, Day(3, 30)).WouldReachNextTier);
    }

    [Fact]
    public void At_the_highest_tier_nothing_is_missing()
    {
        var near = NearMiss.Of(Program(Whole((500, 2))), 0, new PeriodMeasure { QualifierNetMinor = 900_00, BaseNetMinor = 900_00, SaleLines = 1 }, Quarter, Day(3, 31));
        Assert.Equal((null, null, null, 1000, 0), (near.NextTierFrom, near.MissingValue, near.GainMinor, near.ProgressMilli, near.DaysLeft));
        Assert.False(near.WouldReachNextTier);
    }
}
