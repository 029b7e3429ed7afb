using System.Globalization;
using Portal.Domain.Shared;

namespace Portal.Infrastructure.Demo;

/// <content>What the data of the product lacks is made from it, the same on every day: channels, deliveries, payments, targets, exchange rates.</content>
internal sealed partial class DemoData
{
    private const string Dealer = "r";
    private const int PaymentsOfDays = 400;

    private static readonly string[] Colours = ["Black", "Blue", "Red", "Silver", "Yellow"];

    /// <summary>Payments of the last year's dealer orders as an import file: most within six weeks, some late, a few never.</summary>
    public string Payments(DateOnly yesterday)
    {
        var rows = Rows("sales").ToList();
        var shift = Shifts(rows, yesterday)[Dealer];
        var paid = rows.Where(row => row[1] == Dealer).GroupBy(row => row[0]).Select(order => (Number: order.Key, On: Day(order.First()[3]).AddDays(shift), Minor: order.Sum(row => Money.FromAmount(Number(row[9])).Minor)))
            .Where(order => order.On > yesterday.AddDays(-PaymentsOfDays) && order.Minor > 0)
            .Select(order => (order.Number, On: order.On.AddDays(DaysToPay(order.Number)), order.Minor))
            .Where(order => order.On <= yesterday);
        return Write(
            "payments.csv",
            "payment_number,document_number,payment_date,amount",
            paid.Select(order => new[] { "P-" + order.Number, order.Number, Shown(order.On), new Money(order.Minor).Amount.ToString(CultureInfo.InvariantCulture) }));
    }

    /// <summary>Targets of the dealers for the quarters around today as an import file: what each bought in an average quarter of the year before, and a little more.</summary>
    public string Targets(DateOnly today)
    {
        var rows = Rows("sales").ToList();
        var shift = Shifts(rows, today.AddDays(-1))[Dealer];
        var quarter = new DateOnly(today.Year, today.Month, 1).AddMonths(-3 - ((today.Month - 1) % 3));
        var before = rows.Where(row => row[1] == Dealer && Day(row[3]).AddDays(shift) is var on && on >= quarter.AddYears(-1) && on < quarter);
        return Write(
            "targets.csv",
            "list,customer_number,from_date,to_date,value",
            before.GroupBy(row => row[2]).Select(dealer => (dealer.Key, Target: decimal.Truncate(dealer.Sum(row => Number(row[9])) / 4 * 1.1m / 500) * 500))
                .Where(dealer => dealer.Target > 0)
                .SelectMany(dealer => Enumerable.Range(0, 5).Select(index => new[]
                {
                    DemoRules.TargetList, dealer.Key, Shown(quarter.AddMonths(3 * index)), Shown(quarter.AddMonths((3 * index) + 3).AddDays(-1)), dealer.Target.ToString("0", CultureInfo.InvariantCulture),
                })));
    }

    /// <summary>Made-up rates of the first of each month as an import file; the demo's own sales need none.</summary>
    public string ExchangeRates(DateOnly today) => Write(
        "exchange-rates.csv",
        "currency,rate_date,rate",
        Enumerable.Range(0, 13).SelectMany(month => new[] { ("USD", 7.1m), ("EUR", 7.8m), ("GBP", 9.1m) }.Select(rate => new[]
        {
            rate.Item1, Shown(new DateOnly(today.Year, today.Month, 1).AddMonths(-month)), (rate.Item2 + ((month % 5) * 0.015m)).ToString("0.0000", CultureInfo.InvariantCulture),
        })));

    private static string ChannelOf(string channel) => channel == Dealer ? "dealer" : "online";

    private static string ColourOf(string product) => Array.Find(Colours, colour => product.Contains(" " + colour, StringComparison.Ordinal)) is { } found ? "colour=" + found : "";

    /// <summary>The same for an order on every machine: a string's own hash is not.</summary>
    private static int Spread(string number) => number.Aggregate(17, (sum, letter) => ((sum * 31) + letter) % 9_973);

    private static int DaysToDeliver(string number) => 1 + (Spread(number) % 6);

    private static int DaysToPay(string number) => (Spread(number) % 20) switch
    {
        < 9 => 3 + (Spread(number) % 11),
        < 16 => 15 + (Spread(number) % 25),
        < 19 => 45 + (Spread(number) % 40),
        _ => 10_000,
    };
}
