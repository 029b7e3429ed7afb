using Microsoft.Extensions.Options;
using Portal.Domain.Programs;
using Portal.Domain.Settlements;
using Portal.Domain.Shared;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Pdf;
using Portal.Infrastructure.Settlements;
using Portal.Infrastructure.Shared;
using Portal.Ui.Shell;

namespace Portal.Ui.Explanations;

/// <summary>The explanation of a rebate line as a PDF file: the same sentences and the same sales lines as on the screen, in the reader's language.</summary>
public sealed class ExplanationPdf(Texts texts, Downloads downloads, CurrentUser user, BusinessClock clock, IOptions<BusinessOptions> business)
{
    /// <summary>More sales lines than this are counted but not listed: nobody reads them on paper, and the export has them all.</summary>
    public const int MostSalesLines = 2000;

    /// <summary>Hands the file to the browser.</summary>
    /// <param name="line">The line.</param>
    /// <param name="names">How codes are called.</param>
    /// <param name="load">Reads the sales lines that count.</param>
    public Task SaveAsync(LineExplanation line, ProgramNames? names, Func<GridQuery, CancellationToken, Task<GridPage<CountedSalesLine>>> load)
    {
        ArgumentNullException.ThrowIfNull(line);
        return downloads.SaveAsync(
            $"{line.SettlementNumber}-{line.Row.CustomerNumber}-{line.Row.LineNumber}.pdf",
            PdfPaper.MediaType,
            async (stream, cancellationToken) =>
            {
                var sales = line.SalesLines == 0 ? null : await load(new GridQuery { Take = MostSalesLines }, cancellationToken);
                PdfPaper.Write(Of(line, names, sales), stream);
            });
    }

    /// <summary>The document.</summary>
    public PaperDocument Of(LineExplanation line, ProgramNames? names, GridPage<CountedSalesLine>? sales)
    {
        ArgumentNullException.ThrowIfNull(line);
        return new PaperDocument
        {
            Company = business.Value.CompanyName,
            Title = texts["explain.title"],
            Number = line.SettlementNumber,
            Party = $"{line.Row.CustomerName} · {line.Row.CustomerNumber}",
            Foot = texts["common.printedBy", user.DisplayName, texts.Instant(clock.UtcNow)],
            Blocks = [.. Head(line), .. Why(line, names), .. Earlier(line), .. Categories(line), .. Sales(line, sales)],
        };
    }

    private IEnumerable<PaperBlock> Head(LineExplanation line)
    {
        yield return new PaperParagraph($"{texts.Pick(line.NameZhCn, line.NameEn)} · {texts.Period(line.PeriodFrom, line.PeriodTo)} · {texts["explain.wording", line.VersionNumber]}");
        yield return new PaperParagraph([new PaperSpan(texts["explain.due"] + " "), new PaperSpan(new Money(line.Row.DueMinor).Format(line.Row.Currency), true)]);
    }

    private IEnumerable<PaperBlock> Why(LineExplanation line, ProgramNames? names)
    {
        yield return new PaperHeading(texts["explain.how"]);
        var number = 0;
        foreach (var sentence in ExplanationSentences.Of(line.Facts, names))
        {
            yield return new PaperParagraph([.. texts.Parts(sentence.In(line.Row.Currency)).Select(part => new PaperSpan(part.Text, part.Value is not null))], texts.Format(++number) + ".");
        }

        if (line.Row.Reason != SettlementReason.NewPeriod)
        {
            yield return new PaperParagraph(texts.Choice("explain.reason", line.Row.Reason));
        }
    }

    private IEnumerable<PaperBlock> Earlier(LineExplanation line)
    {
        if (line.Earlier.Count > 0)
        {
            yield return new PaperHeading(texts["explain.earlier"]);
            yield return new PaperTable(
                [new(texts["common.number"], 2), new(texts["explain.periodTitle"], 3), new(texts["common.reason"], 3), new(texts["explain.amount"], 2, true)],
                [.. line.Earlier.Select(row => (IReadOnlyList<string>)
                    [row.Number, texts.Period(row.PeriodFrom, row.PeriodTo), texts.Choice("explain.reasonShort", row.Reason), new Money(row.DeltaMinor).Format(line.Row.Currency)])]);
        }
    }

    private IEnumerable<PaperBlock> Categories(LineExplanation line)
    {
        if (line.Categories.Count > 1)
        {
            yield return new PaperHeading(texts["explain.byCategory"]);
            yield return new PaperTable(
                [new(texts["explain.category"], 3), new(texts["explain.amount"], 2, true)],
                [.. line.Categories.Select(row => (IReadOnlyList<string>)[row.Name ?? texts["explain.noCategory"], new Money(row.NetMinor).Format()])]);
        }
    }

    private IEnumerable<PaperBlock> Sales(LineExplanation line, GridPage<CountedSalesLine>? sales)
    {
        if (sales is null || sales.Total == 0)
        {
            yield break;
        }

        yield return new PaperHeading(texts["explain.salesLines", line.SalesLines, line.SaleDocuments, line.ReturnDocuments]);
        yield return new PaperTable(
            [
                new(texts["explain.day"], 2.1), new(texts["explain.document"], 2.4), new(texts["explain.product"], 5), new(texts["explain.counts"], 2),
                new(texts["explain.quantity"], 2, true), new(texts["explain.amount"], 2.6, true),
            ],
            [.. sales.Rows.Select(row => (IReadOnlyList<string>)
                [
                    texts.Day(row.DocumentOn), row.DocumentNumber, $"{row.ProductName} {row.ProductNumber}", Counts(row),
                    $"{new Quantity(row.QuantityMilli).Format()} {row.Unit}", new Money(row.NetMinor).Format(),
                ])]);
        if (sales.Total > sales.Rows.Count)
        {
            yield return new PaperParagraph(texts["explain.first", sales.Rows.Count, sales.Total]);
        }
    }

    private string Counts(CountedSalesLine row) => (row.Qualifies, row.Earns) switch
    {
        (true, false) => texts["explain.tierOnly"],
        (false, true) => texts["explain.baseOnly"],
        _ => row.NetMinor < 0 || row.QuantityMilli < 0 ? texts["explain.return"] : texts["explain.both"],
    };
}
