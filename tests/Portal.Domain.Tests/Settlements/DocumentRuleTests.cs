using Portal.Domain.Programs;
using Portal.Domain.Settlements;
using Portal.Domain.Shared;
using static Portal.Domain.Tests.Programs.Definitions;

namespace Portal.Domain.Tests.Settlements;

/// <summary>A document of 1,000.00 on 10 January at 10 % in quarters, by when how much of it was paid.</summary>
public class DocumentRuleTests
{
    [Theory]
    [InlineData(DocumentCount.Posted, null, "", 100, 0)]
    [InlineData(DocumentCount.Paid, null, "", 0, 0)]
    [InlineData(DocumentCount.Paid, null, "01-20 1000", 100, 0)]
    [InlineData(DocumentCount.Paid, null, "01-20 999.99", 0, 0)]
    [InlineData(DocumentCount.Paid, null, "01-20 400;04-02 600", 100, 0)]
    [InlineData(DocumentCount.Paid, null, "01-20 1000;02-01 -1", 0, 0)]
    [InlineData(DocumentCount.Paid, null, "01-20 1000;02-01 -1;03-01 1", 100, 0)]
    [InlineData(DocumentCount.PaidInPeriod, null, "03-31 1000", 100, 0)]
    [InlineData(DocumentCount.PaidInPeriod, null, "04-01 1000", 0, 0)]
    [InlineData(DocumentCount.PaidInPeriod, null, "01-20 1000;02-01 -1;04-01 1", 0, 0)]
    [InlineData(DocumentCount.PaidShare, null, "01-20 400;04-02 200", 60, 0)]
    [InlineData(DocumentCount.PaidShare, null, "01-20 1400", 100, 0)]
    [InlineData(DocumentCount.PaidShare, null, "01-20 1400;01-25 -500", 90, 0)]
    [InlineData(DocumentCount.PaidShare, null, "01-20 400;01-25 -400", 0, 0)]
    [InlineData(DocumentCount.Paid, 10, "01-20 1000", 100, 0)]
    [InlineData(DocumentCount.Paid, 10, "01-21 1000", 0, 0)]
    [InlineData(DocumentCount.Paid, 0, "01-10 1000", 100, 0)]
    [InlineData(DocumentCount.Paid, 10, "01-20 1000;05-01 -1000", 0, 0)]
    [InlineData(DocumentCount.PaidShare, 10, "01-12 300;02-20 700", 30, 0)]
    public void Documents_count_by_what_was_paid_of_them(DocumentCount count, int? withinDays, string payments, decimal first, decimal second) =>
        Assert.Equal((first, second), Earned(new DocumentRule(count) { WithinDays = withinDays }, payments));

    [Fact]
    public void Lines_of_a_document_that_is_paid_in_part_come_to_the_exact_half_together()
    {
        // Three times five sixths of 0.01 are 0.025, which counts as 0.03; as quotients cut off one by one they are less.
        var definition = Program(Whole((0, 100))).Every(PeriodKind.Quarter) with { Documents = new DocumentRule(DocumentCount.PaidShare) };
        var accumulator = Plan(definition).StartAccumulator();
        foreach (var line in new[] { 1, 2, 3 })
        {
            accumulator.Add(new SalesFact(1, Day(1, 10), 1, 1000, 1, line), new SalesDetail
            {
                DocumentId = 1,
                GrossMinor = 1,
                DocumentTotalMinor = 6_00,
                Payments = [new DocumentPayment(Day(1, 20), 5_00)],
            });
        }

        Assert.Equal(3, RebateCalculator.Earn(Plan(definition), accumulator.TakeCustomer()!).Single(line => line.PeriodIndex == 0).RoundedMinor);
    }

    [Theory]
    [InlineData(DocumentCount.Paid, "01-20 400;04-02 600", 0, 100)]
    [InlineData(DocumentCount.PaidShare, "01-20 400;04-02 600", 40, 60)]
    public void The_day_of_payment_may_decide_the_period(DocumentCount count, string payments, decimal first, decimal second) =>
        Assert.Equal((first, second), Earned(new DocumentRule(count) { Date = DocumentDate.Payment }, payments));

    [Theory]
    [InlineData(DocumentCount.Posted, 10, "program_payment_days_of_unpaid")]
    [InlineData(DocumentCount.Paid, -1, "program_payment_days_wrong")]
    [InlineData(DocumentCount.Paid, 731, "program_payment_days_wrong")]
    public void Days_that_make_no_sense_are_refused_by_name(DocumentCount count, int days, string code)
    {
        var refusal = Assert.Single(ProgramValidation.Check(With(new DocumentRule(count) { WithinDays = days })));
        Assert.Equal((code, "documents.withinDays"), (refusal.Code, refusal.Field));
    }

    private static ProgramDefinition With(DocumentRule rule) => Program(Whole((0, 10))).Every(PeriodKind.Quarter) with { Documents = rule };

    private static ProgramPlan Plan(ProgramDefinition definition) => ProgramPlan.Compile(
        [PlanProgram.Single(1, definition)],
        new PlanMasterData([new PlanCustomer(1, "C", null, null, null, null)], [new PlanProduct(1, "P", null, null)], []),
        (_, _) => true);

    private static (decimal First, decimal Second) Earned(DocumentRule rule, string payments)
    {
        var plan = Plan(With(rule));
        var accumulator = plan.StartAccumulator();
        accumulator.Add(new SalesFact(1, Day(1, 10), 1, 1000, 1000_00, 1), new SalesDetail
        {
            DocumentId = 1,
            GrossMinor = 1000_00,
            DocumentTotalMinor = 1000_00,
            Payments = [.. payments.Split(';', StringSplitOptions.RemoveEmptyEntries).Select(Payment)],
        });
        var earned = RebateCalculator.Earn(plan, accumulator.TakeCustomer()!);
        decimal Of(int period) => earned.Where(line => line.PeriodIndex == period).Sum(line => line.RoundedMinor) / 100m;
        return (Of(0), Of(1));
    }

    private static DocumentPayment Payment(string text)
    {
        var words = text.Split(' ');
        var day = words[0].Split('-').Select(int.Parse).ToArray();
        return new DocumentPayment(Day(day[0], day[1]), Money.FromAmount(decimal.Parse(words[1], System.Globalization.CultureInfo.InvariantCulture)).Minor);
    }
}
