using Portal.Domain.Payouts;
using Portal.Domain.Reviews;
using Portal.Domain.Settlements;
using Portal.Domain.Shared;

namespace Portal.Domain.Tests.Reviews;

public sealed class UnpaidCaseTests
{
    public static TheoryData<UnpaidReason?, UnpaidCase> Cases => new()
    {
        { UnpaidReason.Excluded, new() { TakesPart = false, IsExcluded = true, HasSales = true } },
        { UnpaidReason.ExclusiveGroup, new() { TakesPart = false, HasSales = true } },
        { UnpaidReason.NoSales, new() { TakesPart = true } },
        { UnpaidReason.NothingCounts, new() { TakesPart = true, HasSales = true } },
        { UnpaidReason.BelowMinimum, new() { TakesPart = true, HasSales = true, IsBelowMinimum = true, Earned = [Line(0, 0)] } },
        { UnpaidReason.BelowTier, new() { TakesPart = true, HasSales = true, Earned = [Line(0, 0)] } },
        { UnpaidReason.Capped, new() { TakesPart = true, HasSales = true, Earned = [Line(1, 500) with { ProgramCapMinor = 500 }] } },
        { UnpaidReason.NotSettled, new() { TakesPart = true, HasSales = true, Earned = [Line(0, 0), Line(1, 500)] } },
        { UnpaidReason.SetOff, new() { TakesPart = true, HasSales = true, Earned = [Line(1, 500)], GivenMinor = 0 } },
        { UnpaidReason.NotApproved, new() { TakesPart = true, HasSales = true, Earned = [Line(1, 500)], GivenMinor = 500 } },
        { UnpaidReason.NoPayout, new() { TakesPart = true, GivenMinor = 500, IsApproved = true } },
        { UnpaidReason.PayoutWaits, new() { TakesPart = true, GivenMinor = 500, IsApproved = true, Payout = PayoutItemState.Exported } },
        { UnpaidReason.PayoutFailed, new() { TakesPart = false, GivenMinor = 500, IsApproved = true, Payout = PayoutItemState.Failed } },
        { null, new() { TakesPart = true, GivenMinor = 500, IsApproved = true, Payout = PayoutItemState.Paid } },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Says_the_first_thing_that_stood_in_the_way(UnpaidReason? reason, UnpaidCase unpaid)
    {
        ArgumentNullException.ThrowIfNull(unpaid);
        Assert.Equal(reason, unpaid.Reason());
    }

    [Fact]
    public void The_median_is_the_middle() =>
        Assert.Equal((3m, 2.5m, null), (Medians.Of([9, 1, 3]), Medians.Of([4, 1, 2, 3]), Medians.Of([])));

    private static EarnedLine Line(int tier, long minor) => new()
    {
        VersionIndex = 0,
        LineIndex = 0,
        PeriodIndex = 0,
        Period = new DateRange(new DateOnly(2026, 1, 1), new DateOnly(2026, 3, 31)),
        Measure = default,
        QualifierValue = 100,
        BaseValue = 100,
        TierNumber = tier,
        UncappedMinor = minor,
    };
}
