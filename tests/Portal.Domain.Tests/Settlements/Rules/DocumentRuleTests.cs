using Portal.Domain.Programs;
using Portal.Domain.Settlements;
using static Portal.Domain.Tests.Programs.Definitions;

namespace Portal.Domain.Tests.Settlements.Rules;

/// <summary>Which documents count, on which day and at which rate of exchange; and what companies earn together.</summary>
public class DocumentRuleTests
{
    /// <summary>1,000 of February, delivered in April, 400 paid in March and 600 in August; ten percent by quarter.</summary>
    [Theory]
    [InlineData(DocumentCount.Posted, null, "100 0 0 0")]
    [InlineData(DocumentCount.Posted, DocumentDate.Delivery, "0 100 0 0")]
    [InlineData(DocumentCount.Paid, null, "100 0 0 0")]
    [InlineData(DocumentCount.Paid, DocumentDate.Payment, "0 0 100 0")]
    [InlineData(DocumentCount.Paid, DocumentDate.Delivery, "0 100 0 0")]
    [InlineData(DocumentCount.PaidInPeriod, null, "0 0 0 0")]
    [InlineData(DocumentCount.PaidInPeriod, DocumentDate.Payment, "0 0 100 0")]
    [InlineData(DocumentCount.PaidShare, null, "100 0 0 0")]
    [InlineData(DocumentCount.PaidShare, DocumentDate.Payment, "40 0 60 0")]
    public void A_document_counts_on_its_day_if_it_counts(DocumentCount count, DocumentDate? date, string quarters) =>
        Assert.Equal(quarters, ByQuarter(Paid((3, 400), (8, 600)), count, date));

    [Theory]
    [InlineData(DocumentCount.Posted, "100 0 0 0")]
    [InlineData(DocumentCount.Paid, "0 0 0 0")]
    [InlineData(DocumentCount.PaidShare, "40 0 0 0")]
    public void A_document_that_is_paid_in_part(DocumentCount count, string quarters) => Assert.Equal(quarters, ByQuarter(Paid((3, 400)), count, null));

    [Fact]
    public void A_return_counts_as_soon_as_it_is_posted() =>
        Assert.Equal("80 0 0 0", ByQuarter(Paid((3, 1_000)).Buy(-200, Day(3, 1)), DocumentCount.Paid, null));

    [Fact]
    public void What_is_paid_within_the_period_counts_for_it()
    {
        var program = Program(Whole((0, 10))).Cumulative() with { Documents = new DocumentRule(DocumentCount.PaidInPeriod) };
        Assert.Equal([100m, 0m], Paid((3, 400), (8, 600)).Due(program));
    }

    [Fact]
    public void Amounts_are_converted_at_the_rate_of_their_day()
    {
        var purchases = Dollars(new PlanExchangeRate("USD", Day(5, 10), Day(5, 10), 7.1m), new PlanExchangeRate("USD", Day(5, 11), Day(5, 31), 7m));
        Assert.Equal([141m], purchases.Due(Year(Whole((0, 10)))));
        Assert.Empty(purchases.Problems.Refusals);
    }

    [Fact]
    public void A_programme_in_another_currency_converts_ours() =>
        Assert.Equal([30m], Dollars(new PlanExchangeRate("USD", Day(5, 1), Day(5, 31), 7m)).Buy(700).Due(Year(Whole((0, 10))) with { Currency = "USD" }));

    [Fact]
    public void A_missing_rate_is_named_and_is_no_zero()
    {
        var purchases = Dollars(new PlanExchangeRate("USD", Day(5, 11), Day(5, 31), 7m));
        purchases.Due(Year(Whole((0, 10))));
        var problem = Assert.Single(purchases.Problems.Refusals);
        Assert.Equal("calculation_rate_missing", problem.Code);
        Assert.Equal(["D1", "USD", Day(5, 10)], problem.Arguments);
    }

    /// <summary>Together they reach the tier that none reaches alone; 10 percent of 1,000.01 are shared to the cent.</summary>
    [Theory]
    [InlineData(RollUpPayTo.Parent, 100, 0, 0)]
    [InlineData(RollUpPayTo.Children, 0, 33.34, 66.66)]
    public void Companies_reach_the_tiers_together(RollUpPayTo payTo, decimal head, decimal first, decimal second)
    {
        var program = Year(Whole((1_000, 10))) with { RollUp = new RollUpRule(payTo), Participants = new ProgramParticipants { Include = [new CustomerSelector(CustomerSelectorKind.Customer) { Codes = ["H"] }] } };
        var purchases = new Purchases().Customer("H").Customer("A", "H").Customer("B", "A").Customer("Z").Buy(333.38m).Buy(666.63m, customer: "B").Buy(5_000, customer: "Z");
        Assert.Equal((head, first, second, 0m), (purchases.DueOf("H", program), purchases.DueOf("A", program), purchases.DueOf("B", program), purchases.DueOf("Z", program)));
    }

    private static Purchases Dollars(params PlanExchangeRate[] rates) => new Purchases { Rates = [.. rates] }
        .Buy(100, Day(5, 10), with: detail => detail with { Currency = "USD" })
        .Buy(100, Day(5, 11), with: detail => detail with { Currency = "USD" });

    private static Purchases Paid(params (int Month, decimal Amount)[] payments) => new Purchases().Buy(1_000, Day(2, 1), with: detail => detail with
    {
        DeliveredOn = Day(4, 1),
        Payments = [.. payments.Select(payment => new DocumentPayment(Day(payment.Month, 1), (long)(payment.Amount * 100)))],
    });

    private static string ByQuarter(Purchases purchases, DocumentCount count, DocumentDate? date)
    {
        var lines = purchases.Lines(Program(Whole((0, 10))) with { Documents = new DocumentRule(count) { Date = date } });
        return string.Join(' ', Enumerable.Range(0, 4).Select(quarter => lines.Where(line => line.Line.Earned.Period.From.Month == (quarter * 3) + 1).Sum(line => line.Line.DueMinor) / 100));
    }

    private static ProgramDefinition Year(ProgramLine line) => Program(line).Every(PeriodKind.Year);
}
