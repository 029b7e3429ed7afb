using System.Text.Json;
using Portal.Domain.Shared;

namespace Portal.Infrastructure.Intake;

/// <summary>
/// Reads a document from JSON and tells of everything that is wrong with its form at once: each with the field's path and the
/// line of the text. Fields that we do not know are refused, because their sender means something by them.
/// </summary>
public static class IntakeJson
{
    /// <summary>Reads one payment.</summary>
    /// <param name="utf8">The text.</param>
    /// <param name="firstLine">The number of the text's first line.</param>
    /// <returns>The payment, which is only of use if there are no problems.</returns>
    public static (IntakePayment Payment, IReadOnlyList<IntakeProblem> Problems) ReadPayment(ReadOnlySpan<byte> utf8, long firstLine = 1)
    {
        var problems = new List<IntakeProblem>();
        var form = new JsonForm(utf8, firstLine, problems);
        var payment = new IntakePayment();
        try
        {
            payment = Payment(ref form);
        }
        catch (JsonException error)
        {
            problems.Add(Malformed(error, firstLine, form.Path));
        }

        return (payment, problems);
    }

    /// <summary>Reads what an invoice took of a credit note.</summary>
    public static (IntakeCreditNoteUse Use, IReadOnlyList<IntakeProblem> Problems) ReadCreditNoteUse(ReadOnlySpan<byte> utf8)
    {
        var problems = new List<IntakeProblem>();
        var form = new JsonForm(utf8, 1, problems);
        var use = new IntakeCreditNoteUse();
        try
        {
            use = CreditNoteUse(ref form);
        }
        catch (JsonException error)
        {
            problems.Add(Malformed(error, 1, form.Path));
        }

        return (use, problems);
    }

    /// <summary>Reads one document.</summary>
    /// <param name="utf8">The text.</param>
    /// <param name="firstLine">The number of the text's first line.</param>
    /// <returns>The document, which is only of use if there are no problems.</returns>
    public static (IntakeDocument Document, IReadOnlyList<IntakeProblem> Problems) Read(ReadOnlySpan<byte> utf8, long firstLine = 1)
    {
        var problems = new List<IntakeProblem>();
        var form = new JsonForm(utf8, firstLine, problems);
        var document = new IntakeDocument();
        try
        {
            document = Document(ref form);
        }
        catch (JsonException error)
        {
            problems.Add(Malformed(error, firstLine, form.Path));
        }

        return (document, problems);
    }

    private static IntakeProblem Malformed(JsonException error, long firstLine, string? path) =>
        new(firstLine + (error.LineNumber ?? 0), new Refusal("intake_json_malformed", (error.BytePositionInLine ?? 0) + 1) { Field = path });

    private static IntakeDocument Document(ref JsonForm form)
    {
        var document = new IntakeDocument();
        if (!form.Begin())
        {
            return document;
        }

        var seen = new HashSet<string>(StringComparer.Ordinal);
        while (form.NextField(seen) is { } name)
        {
            document = name switch
            {
                "source" => document with { Source = form.Text() },
                "number" => document with { Number = form.Text() },
                "version" => document with { Version = form.Whole() },
                "kind" => document with { Kind = form.Text() },
                "customer" => document with { Customer = form.Text() },
                "date" => document with { Date = form.Day() },
                "salesperson" => document with { Salesperson = form.Text() },
                "original" => document with { Original = form.Text() },
                "currency" => document with { Currency = form.Text() },
                "channel" => document with { Channel = form.Text() },
                "agent" => document with { Agent = form.Text() },
                "delivered" => document with { Delivered = form.Day() },
                "lines" => document with { Lines = Lines(ref form) },
                _ => form.Unknown(document, name),
            };
        }

        form.End();
        return document;
    }

    private static List<IntakeLine>? Lines(ref JsonForm form)
    {
        if (!form.BeginArray())
        {
            return null;
        }

        var lines = new List<IntakeLine>();
        while (form.NextObject("lines", lines.Count))
        {
            lines.Add(Line(ref form));
        }

        return lines;
    }

    private static IntakeLine Line(ref JsonForm form)
    {
        var line = new IntakeLine();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        while (form.NextField(seen) is { } name)
        {
            line = name switch
            {
                "line" => line with { Line = form.Whole() },
                "product" => line with { Product = form.Text() },
                "quantity" => line with { Quantity = form.Number() },
                "unitPrice" => line with { UnitPrice = form.Number() },
                "net" => line with { Net = form.Number() },
                "discount" => line with { Discount = form.Number() },
                "cost" => line with { Cost = form.Number() },
                "unit" => line with { Unit = form.Text() },
                "delivered" => line with { Delivered = form.Day() },
                "notForRebate" => line with { NotForRebate = form.Flag() },
                _ => form.Unknown(line, name),
            };
        }

        return line;
    }

    private static IntakePayment Payment(ref JsonForm form)
    {
        var payment = new IntakePayment();
        if (!form.Begin())
        {
            return payment;
        }

        var seen = new HashSet<string>(StringComparer.Ordinal);
        while (form.NextField(seen) is { } name)
        {
            payment = name switch
            {
                "source" => payment with { Source = form.Text() },
                "number" => payment with { Number = form.Text() },
                "documentSource" => payment with { DocumentSource = form.Text() },
                "document" => payment with { Document = form.Text() },
                "date" => payment with { Date = form.Day() },
                "amount" => payment with { Amount = form.Number() },
                _ => form.Unknown(payment, name),
            };
        }

        form.End();
        return payment;
    }

    private static IntakeCreditNoteUse CreditNoteUse(ref JsonForm form)
    {
        var use = new IntakeCreditNoteUse();
        if (!form.Begin())
        {
            return use;
        }

        var seen = new HashSet<string>(StringComparer.Ordinal);
        while (form.NextField(seen) is { } name)
        {
            use = name switch
            {
                "invoice" => use with { Invoice = form.Text() },
                "amount" => use with { Amount = form.Number() },
                "date" => use with { Date = form.Day() },
                _ => form.Unknown(use, name),
            };
        }

        form.End();
        return use;
    }
}
