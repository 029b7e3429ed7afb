using Microsoft.Extensions.Options;
using Portal.Domain.Shared;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.CreditNotes;
using Portal.Infrastructure.Pdf;
using Portal.Infrastructure.Shared;
using Portal.Ui.Explanations;
using Portal.Ui.Shell;

namespace Portal.Ui.CreditNotes;

/// <summary>A credit note as a PDF file: the same words as on the screen, in the reader's language.</summary>
public sealed class CreditNotePdf(Texts texts, Downloads downloads, CurrentUser user, BusinessClock clock, IOptions<BusinessOptions> business)
{
    /// <summary>Hands the file to the browser.</summary>
    public Task SaveAsync(CreditNoteRecord note)
    {
        ArgumentNullException.ThrowIfNull(note);
        return downloads.SaveAsync(note.Head.Number + ".pdf", PdfPaper.MediaType, (stream, _) =>
        {
            PdfPaper.Write(Of(note), stream);
            return Task.CompletedTask;
        });
    }

    /// <summary>The document.</summary>
    public PaperDocument Of(CreditNoteRecord note)
    {
        ArgumentNullException.ThrowIfNull(note);
        return new PaperDocument
        {
            Company = business.Value.CompanyName,
            Title = texts["creditNotes.one"],
            Number = note.Head.Number,
            Party = $"{note.Head.CustomerName} · {note.Head.CustomerNumber}",
            Foot = texts["common.printedBy", user.DisplayName, texts.Instant(clock.UtcNow)],
            Blocks = [.. Blocks(note)],
        };
    }

    private IEnumerable<PaperBlock> Blocks(CreditNoteRecord note)
    {
        var head = note.Head;
        yield return new PaperParagraph($"{texts.Pick(head.ProgramNameZhCn, head.ProgramNameEn)} · {texts.Period(head.PeriodFrom, head.PeriodTo)} · {texts["creditNotes.document", head.DocumentNumber]}");
        if (head.EarnedByName is { } buyer)
        {
            yield return new PaperParagraph(texts["creditNotes.earnedBy", buyer]);
        }

        yield return new PaperParagraph([new PaperSpan(texts["creditNotes.amount"] + " "), new PaperSpan(new Money(head.AmountMinor).Format(head.Currency), true)]);
        yield return new PaperParagraph($"{texts["creditNotes.issued"]} {texts.LongDay(head.IssuedOn)}");
        yield return new PaperParagraph(texts["creditNotes.text", new CurrencyMoney(head.AmountMinor, head.Currency)]);
        if (note.CancelReason is { } reason)
        {
            yield return new PaperParagraph(texts["creditNotes.cancelledBecause", reason]);
        }

        yield return new PaperHeading(texts["creditNotes.uses"]);
        if (note.Uses.Count == 0)
        {
            yield return new PaperParagraph(texts["creditNotes.noUses"]);
            yield break;
        }

        yield return new PaperTable(
            [new(texts["creditNotes.invoice"], 3), new(texts["creditNotes.usedOn"], 2), new(texts["creditNotes.amount"], 2, true)],
            [.. note.Uses.Select(use => (IReadOnlyList<string>)[use.Invoice, texts.Day(use.UsedOn), new Money(use.AmountMinor).Format(head.Currency)])]);
        yield return new PaperParagraph([new PaperSpan(texts["creditNotes.open"] + " "), new PaperSpan(new Money(head.OpenMinor).Format(head.Currency), true)]);
    }
}
