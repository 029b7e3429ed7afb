using Bunit;
using Portal.Domain.Programs;
using Portal.Domain.Settlements;
using Portal.Infrastructure.Settlements;
using Portal.Infrastructure.Shared;
using Portal.Ui.Explanations;

namespace Portal.Web.Tests.Member;

public sealed class WhyLineTests : UiContext
{
    private static readonly DateOnly From = new(2026, 7, 1);
    private static readonly DateOnly To = new(2026, 9, 30);

    [Fact]
    public void Explains_sentence_by_sentence_with_reason_and_what_was_settled_before()
    {
        var why = Render<WhyLine>(parameters => parameters
            .Add(part => part.Explanation, Explanation())
            .Add(part => part.EarlierHref, earlier => earlier.SettlementId == 3 ? "/statements/3" : null));

        var sentences = why.FindAll("ol li").Select(item => string.Join(' ', item.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))).ToList();
        Assert.Contains("That reaches the tier from ¥500,000.00; the next one begins at ¥1,000,000.00.", sentences);
        Assert.Contains("The whole volume earns the tier's rate: ¥570,000.00 × 2.20% = ¥12,540.00 (exactly 12,540, rounded once).", sentences);
        Assert.Equal("Due now: ¥5,340.00.", sentences[^1]);
        Assert.Contains("came back", why.Find(".reason").TextContent, StringComparison.Ordinal);
        Assert.Equal("/statements/3", why.Find(".earlier a").GetAttribute("href"));
        Assert.Contains("Q3 2026", why.Find(".earlier").TextContent, StringComparison.Ordinal);
        Assert.Equal(["width:100%", "width:50%"], why.FindAll(".shares i").Select(bar => bar.GetAttribute("style")));
    }

    [Fact]
    public void Sales_lines_come_by_document_with_returns_marked_and_more_on_demand()
    {
        var lines = Enumerable.Range(1, 50).Select(number => new CountedSalesLine(
            number, number / 3, $"D-{number / 3}", From, number, "P-1", "Road <b>bike</b>", "pcs", number > 47 ? -1000 : 1000, number > 47 ? -100 : 100, true, true)).ToList();
        var sales = Render<CountedSales>(parameters => parameters
            .Add(part => part.HasReturns, true)
            .Add(part => part.Load, (query, _) => Task.FromResult(new GridPage<CountedSalesLine>([.. lines.Skip(query.Skip).Take(query.Take)], lines.Count))));

        Assert.Equal(40, sales.FindAll(".document li").Count);
        Assert.Empty(sales.FindAll(".document b b"));
        sales.Find(".more button").Click();
        Assert.Equal(50, sales.FindAll(".document li").Count);
        Assert.Equal(17, sales.FindAll(".document").Count);
        Assert.Contains("Return", sales.FindAll(".document").Last().TextContent, StringComparison.Ordinal);
        Assert.Empty(sales.FindAll(".more button"));
    }

    [Theory]
    [InlineData(2026, 1, 2026, 3, "Q1 2026")]
    [InlineData(2026, 7, 2026, 12, "Second half of 2026")]
    [InlineData(2026, 1, 2026, 12, "2026")]
    [InlineData(2026, 2, 2026, 2, "February 2026")]
    [InlineData(2026, 2, 2026, 4, "2026-02-01 to 2026-04-30")]
    [InlineData(2026, 11, 2027, 1, "2026-11-01 to 2027-01-31")]
    public void Periods_have_names(int fromYear, int fromMonth, int toYear, int toMonth, string expected)
    {
        var texts = Services.GetService(typeof(Portal.Ui.Texts)) as Portal.Ui.Texts;
        Assert.Equal(expected, texts!.Period(new DateOnly(fromYear, fromMonth, 1), new DateOnly(toYear, toMonth, 1).AddMonths(1).AddDays(-1)));
    }

    internal static LineExplanation Explanation() => new()
    {
        Row = new SettlementLineRow
        {
            Id = 1,
            SettlementId = 9,
            CustomerId = 1,
            CustomerNumber = "C-1",
            CustomerName = "Valley Bicycle Specialists",
            LineNumber = 1,
            QualifierValue = 57_000_000,
            IsQualifierQuantity = false,
            TierNumber = 2,
            TierFrom = 50_000_000,
            BaseValue = 57_000_000,
            IsBaseQuantity = false,
            RatePercent = 2.2m,
            RateAmount = null,
            RawMinor = 1_254_000,
            RoundedMinor = 1_254_000,
            AlreadySettledMinor = 720_000,
            DeltaMinor = 534_000,
            CarriedInMinor = 0,
            CarriedOutMinor = 0,
            DueMinor = 534_000,
            Reason = SettlementReason.Return,
        },
        Facts = new SettlementFacts
        {
            MeasuredFrom = From,
            PeriodFrom = From,
            PeriodTo = To,
            QualifierMeasure = Measure.NetAmount,
            BaseMeasure = Measure.NetAmount,
            IsBaseTheQualifier = true,
            TierMode = TierMode.WholeVolume,
            QualifierValue = 57_000_000,
            BaseValue = 57_000_000,
            SaleLines = 212,
            TierNumber = 2,
            TierFrom = 50_000_000,
            NextTierFrom = 100_000_000,
            RatePercent = 2.2m,
            RawMinor = 1_254_000,
            UncappedMinor = 1_254_000,
            RoundedMinor = 1_254_000,
            SettledThisPeriodMinor = 720_000,
            DeltaMinor = 534_000,
            DueMinor = 534_000,
            Reason = SettlementReason.Return,
        },
        SettlementNumber = "S-2026-0009",
        State = SettlementState.Posted,
        NameZhCn = "季度",
        NameEn = "Quarterly",
        VersionNumber = 1,
        PeriodFrom = From,
        PeriodTo = To,
        SaleDocuments = 212,
        ReturnDocuments = 0,
        SalesLines = 212,
        ReturnsMinor = 0,
        Categories = [new CountedCategory("Road", 40_000_000), new CountedCategory("Touring", 20_000_000)],
        Earlier = [new EarlierSettlement(4, 3, "S-2026-0003", From, To, 720_000, SettlementReason.NewPeriod)],
    };
}
