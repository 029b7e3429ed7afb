using System.Globalization;
using Portal.Domain.Sales;

namespace Portal.Domain.Tests.Sales;

public sealed class PaymentStandingTests
{
    public static TheoryData<long, string, long, int?, decimal> Cases => new()
    {
        { 100, "", 0, null, 0 },
        { 100, "5:60", 60, null, 0.6m },
        { 100, "9:40 5:60", 100, 9, 1 },
        { 100, "5:100 7:-100 9:100", 100, 9, 1 },
        { 100, "5:100 5:-100 9:100", 100, 9, 1 },
        { 100, "5:100 7:-1", 99, null, 0.99m },
        { 100, "5:100 7:-50 7:50", 100, 5, 1 },
        { 100, "3:130 8:-20", 110, 3, 1 },
        { 100, "3:-20", -20, null, 0 },
        { -100, "3:-40", -40, null, 0.4m },
        { -100, "3:-40 4:-60", -100, 4, 1 },
        { 0, "", 0, 1, 1 },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Paid_part_and_day_follow_the_payments(long net, string payments, long paid, int? fullOn, decimal share)
    {
        var parts = payments.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(part => part.Split(':'))
            .Select(part => (new DateOnly(2026, 1, int.Parse(part[0], CultureInfo.InvariantCulture)), long.Parse(part[1], CultureInfo.InvariantCulture)));
        var expected = new PaymentStanding(paid, fullOn is { } day ? new DateOnly(2026, 1, day) : null, share);
        Assert.Equal(expected, PaymentStanding.Of(net, new DateOnly(2026, 1, 1), parts));
    }
}
