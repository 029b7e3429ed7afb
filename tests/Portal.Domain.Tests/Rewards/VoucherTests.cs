using Portal.Domain.Rewards;

namespace Portal.Domain.Tests.Rewards;

public sealed class VoucherTests
{
    private static readonly DateTime Noon = new(2026, 3, 15, 4, 0, 0, DateTimeKind.Utc);
    private static readonly DateOnly LastDay = new(2026, 3, 31);

    [Theory]
    [InlineData(0, 4_999, "voucher_minimum")]
    [InlineData(0, 5_000, null)]
    [InlineData(0, 0, "voucher_minimum")]
    [InlineData(0, -1, "voucher_minimum")]
    [InlineData(1, 5_000, "voucher_expired")]
    public void Used_in_time_and_for_enough(int daysAfterTheLast, long purchaseMinor, string? code) =>
        Assert.Equal(code, New().CanUse(purchaseMinor, LastDay.AddDays(daysAfterTheLast))?.Code);

    [Fact]
    public void Once()
    {
        var voucher = New();
        voucher.Use("k", "bill 1", 6_000, LastDay, 5, Noon);
        Assert.Equal("voucher_used", voucher.CanUse(6_000, LastDay)?.Code);
        Assert.Equal("voucher_ended", voucher.CanCancel()?.Code);
        Assert.Equal("voucher_ended", voucher.CanExpire(LastDay.AddDays(1))?.Code);
        Assert.Throws<InvalidOperationException>(() => voucher.Use("k2", "bill 2", 6_000, LastDay, 5, Noon));
        Assert.Equal(VoucherState.Used, voucher.StateOn(LastDay.AddDays(100)));
    }

    [Fact]
    public void It_counts_as_expired_before_the_job_has_run()
    {
        var voucher = New();
        Assert.Equal("voucher_in_time", voucher.CanExpire(LastDay)?.Code);
        Assert.Equal(VoucherState.Expired, voucher.StateOn(LastDay.AddDays(1)));
        voucher.Expire(LastDay.AddDays(40), Noon);
        Assert.Equal("voucher_ended", voucher.CanExpire(LastDay.AddDays(41))?.Code);
    }

    [Fact]
    public void What_was_taken_back_is_not_used()
    {
        var voucher = New();
        voucher.Cancel("lost", 5, Noon);
        Assert.Equal("voucher_cancelled", voucher.CanUse(6_000, LastDay)?.Code);
    }

    [Theory]
    [InlineData(10_000, 1_000)]
    [InlineData(1_000, 1_000)]
    [InlineData(400, 400)]
    public void It_takes_off_no_more_than_the_purchase(long purchaseMinor, long offMinor) => Assert.Equal(offMinor, New().OffMinor(purchaseMinor));

    private static Voucher New() => new("i", "CODE", 7, 1_000, 5_000, LastDay, 1_000, null, Noon);
}
