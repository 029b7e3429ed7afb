namespace Portal.Domain.Sales;

/// <summary>
/// The lines of a sales document in few bytes, as a settlement reads them: one row instead of one for each line. Written with the
/// document and never changed. Lines that are not for rebate are left out; a long document has several parts.
/// </summary>
public sealed class SalesPack
{
    /// <summary>The most bytes that a part takes: few enough to lie in the index of every database.</summary>
    public const int MostBytes = 896;

    /// <summary>Records a part.</summary>
    public SalesPack(long customerId, DateOnly documentOn, long documentId, int part, long lastLineId, byte[] lines)
    {
        CustomerId = customerId;
        DocumentOn = documentOn;
        DocumentId = documentId;
        Part = part;
        LastLineId = lastLineId;
        Lines = lines;
    }

    /// <summary>The document's customer.</summary>
    public long CustomerId { get; private set; }

    /// <summary>The document's business day.</summary>
    public DateOnly DocumentOn { get; private set; }

    /// <summary>The document.</summary>
    public long DocumentId { get; private set; }

    /// <summary>The part of the document, from 0.</summary>
    public int Part { get; private set; }

    /// <summary>The greatest key of the document's lines up to the end of this part; tells what came late.</summary>
    public long LastLineId { get; private set; }

    /// <summary>Product, quantity and net amount of each line, as <see cref="PackedLines"/> reads them.</summary>
    public byte[] Lines { get; private set; }

    /// <summary>Packs lines that have their keys; those of a document must follow one another.</summary>
    public static IReadOnlyList<SalesPack> Of(IEnumerable<SalesLine> lines) => Of(lines.Select(line => (line, line.Id)));

    /// <summary>Packs lines with the keys that they were given; those of a document must follow one another.</summary>
    public static IReadOnlyList<SalesPack> Of(IEnumerable<(SalesLine Line, long Id)> lines)
    {
        ArgumentNullException.ThrowIfNull(lines);
        var builder = new SalesPackBuilder();
        foreach (var (line, id) in lines)
        {
            if (!line.IsNotForRebate)
            {
                builder.Add(new PackedDocument(line.CustomerId, line.DocumentOn, line.DocumentId), id, new PackedLine(line.ProductId, line.QuantityMilli, line.NetMinor));
            }
        }

        return builder.Take();
    }
}
