using System.Globalization;
using System.Security.Cryptography;
using System.Text.Unicode;

namespace Portal.Domain.Sales;

/// <summary>A sale or return as it comes in, whole and checked, with the signs it is stored with.</summary>
public sealed record SalesDocumentDraft
{
    /// <summary>The system that issued it.</summary>
    public required string Source { get; init; }

    /// <summary>The number; unique within the source.</summary>
    public required string Number { get; init; }

    /// <summary>Sale or return.</summary>
    public required SalesDocumentKind Kind { get; init; }

    /// <summary>The customer's number.</summary>
    public required string CustomerNumber { get; init; }

    /// <summary>The business day.</summary>
    public required DateOnly DocumentOn { get; init; }

    /// <summary>The salesperson's number, or null.</summary>
    public string? SalespersonNumber { get; init; }

    /// <summary>Of a return: the number of the sale that came back, or null.</summary>
    public string? OriginalNumber { get; init; }

    /// <summary>The way it was sold, or null.</summary>
    public string? Channel { get; init; }

    /// <summary>The number of the agent who brought it about, a customer; or null.</summary>
    public string? AgentNumber { get; init; }

    /// <summary>ISO code of the currency.</summary>
    public string Currency { get; init; } = Shared.Money.DefaultCurrency;

    /// <summary>The lines.</summary>
    public required IReadOnlyList<SalesLineDraft> Lines { get; init; }

    /// <summary>Sum of the lines' net amounts in minor units.</summary>
    public long NetMinor
    {
        get
        {
            long sum = 0;
            foreach (var line in Lines)
            {
                sum = checked(sum + line.NetMinor);
            }

            return sum;
        }
    }

    /// <summary>Whether some line says more than product, quantity and amounts.</summary>
    public bool HasLineDetails
    {
        get
        {
            foreach (var line in Lines)
            {
                if (line.HasDetails)
                {
                    return true;
                }
            }

            return false;
        }
    }

    /// <summary>What a person compares: customer, day, number of lines, net amount.</summary>
    public string Summary => Summarise(CustomerNumber, DocumentOn, Lines.Count, NetMinor);

    /// <summary>What a person compares: customer, day, number of lines, net amount.</summary>
    public static string Summarise(string customerNumber, DateOnly documentOn, int lineCount, long netMinor) => string.Create(
        CultureInfo.InvariantCulture, $"{customerNumber} · {documentOn:yyyy-MM-dd} · {lineCount} × · {new Shared.Money(netMinor)}");

    /// <summary>
    /// SHA-256 (hexadecimal) of the content in canonical form, lines in the order of their numbers. A document without channel,
    /// agent and details of lines has the form, and so the hash, that it had before there were any.
    /// </summary>
    public string ContentHash()
    {
        var text = new byte[MostBytes()];
        var isDetailed = Channel is not null || AgentNumber is not null || HasLineDetails;
        var isWritten = Utf8.TryWrite(
            text,
            CultureInfo.InvariantCulture,
            $"1\n{(int)Kind}\n{CustomerNumber}\n{DocumentOn:yyyy-MM-dd}\n{Currency}\n{SalespersonNumber}\n{OriginalNumber}\n",
            out var length);
        foreach (var line in IsInOrder() ? Lines : [.. Lines.OrderBy(line => line.LineNumber)])
        {
            isWritten &= Utf8.TryWrite(
                text.AsSpan(length),
                CultureInfo.InvariantCulture,
                $"{line.LineNumber}\t{line.ProductNumber}\t{line.QuantityMilli}\t{line.NetMinor}\t{line.DiscountMinor}\t{line.CostMinor}\n",
                out var written);
            length += written;
            if (isDetailed)
            {
                // In place of the end of the line: the details, texts with their length so that none can look like another field.
                isWritten &= Utf8.TryWrite(
                    text.AsSpan(--length),
                    CultureInfo.InvariantCulture,
                    $"\t{line.DeliveredOn:yyyy-MM-dd}\t{line.IsNotForRebate}\t{line.Unit?.Length}:{line.Unit}\n",
                    out written);
                length += written;
            }
        }

        if (isDetailed)
        {
            isWritten &= Utf8.TryWrite(
                text.AsSpan(length), CultureInfo.InvariantCulture, $"2\n{Channel?.Length}:{Channel}\n{AgentNumber?.Length}:{AgentNumber}\n", out var written);
            length += written;
        }

        return isWritten ? Convert.ToHexStringLower(SHA256.HashData(text.AsSpan(0, length))) : throw new InvalidOperationException("The buffer was too small.");
    }

    /// <summary>Three bytes a letter at most, twenty a number.</summary>
    private int MostBytes()
    {
        var bytes = 64 + (3 * (CustomerNumber.Length + Currency.Length + (SalespersonNumber?.Length ?? 0) + (OriginalNumber?.Length ?? 0)));
        bytes += 40 + (3 * ((Channel?.Length ?? 0) + (AgentNumber?.Length ?? 0)));
        foreach (var line in Lines)
        {
            bytes += 140 + (3 * (line.ProductNumber.Length + (line.Unit?.Length ?? 0)));
        }

        return bytes;
    }

    private bool IsInOrder()
    {
        for (var index = 1; index < Lines.Count; index++)
        {
            if (Lines[index - 1].LineNumber >= Lines[index].LineNumber)
            {
                return false;
            }
        }

        return true;
    }
}

/// <summary>A line of a document as it comes in, with the signs it is stored with.</summary>
/// <param name="LineNumber">The line's number in the document, from 1.</param>
/// <param name="ProductNumber">The product's number.</param>
/// <param name="QuantityMilli">Thousandths of <see cref="Unit"/>; negative for a return.</param>
/// <param name="NetMinor">Net amount in minor units; negative for a return.</param>
/// <param name="DiscountMinor">Discount in minor units, with the sign of the amount; 0 if none.</param>
/// <param name="CostMinor">Cost in minor units, with the sign of the amount; null if not known.</param>
public readonly record struct SalesLineDraft(
    int LineNumber, string ProductNumber, long QuantityMilli, long NetMinor, long DiscountMinor, long? CostMinor)
{
    /// <summary>The day of delivery, or null.</summary>
    public DateOnly? DeliveredOn { get; init; }

    /// <summary>Whether it earns no rebate and counts for none.</summary>
    public bool IsNotForRebate { get; init; }

    /// <summary>The unit of the quantity; null for the product's own.</summary>
    public string? Unit { get; init; }

    /// <summary>Whether it says more than product, quantity and amounts.</summary>
    public bool HasDetails => DeliveredOn is not null || IsNotForRebate || Unit is not null;
}
