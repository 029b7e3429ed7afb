using System.Globalization;
using Portal.Domain.Sales;
using Portal.Domain.Shared;
using Portal.Infrastructure.Sales;
using Portal.Infrastructure.Spreadsheets;

namespace Portal.Bench.Imports;

/// <summary>A file as a straightforward program would read it: no checks.</summary>
internal static class ParsedSales
{
    /// <summary>The documents one after the other.</summary>
    /// <param name="file">A CSV file in the column order of the demo data.</param>
    /// <param name="directory">The keys of what it names.</param>
    public static IEnumerable<ParsedDocument> Read(string file, SalesDirectory directory)
    {
        using var reader = TableReader.Open(file).Value;
        ParsedDocument? document = null;
        while (reader.Read())
        {
            var cells = reader.Cells;
            if (document?.Number != cells[0].Text)
            {
                if (document is not null)
                {
                    yield return document;
                }

                document = Head(cells, directory);
            }

            document.Lines.Add(Line(cells, document.Kind == SalesDocumentKind.Return ? -1 : 1, directory));
        }

        if (document is not null)
        {
            yield return document;
        }
    }

    private static ParsedDocument Head(TableCell[] cells, SalesDirectory directory) => new(
        cells[0].Text,
        cells[1].Text == "return" ? SalesDocumentKind.Return : SalesDocumentKind.Sale,
        directory.Customers[cells[2].Text],
        DateOnly.ParseExact(cells[3].Text, "yyyy-MM-dd", CultureInfo.InvariantCulture),
        cells[11].Text.Length == 0 ? null : directory.Employees[cells[11].Text],
        cells[12].Text.Length == 0 ? null : cells[12].Text,
        []);

    private static ParsedLine Line(TableCell[] cells, int sign, SalesDirectory directory) => new(
        int.Parse(cells[4].Text, CultureInfo.InvariantCulture),
        directory.Products[cells[5].Text],
        sign * Quantity.FromUnits(decimal.Parse(cells[6].Text, CultureInfo.InvariantCulture)).Milli,
        sign * Minor(cells[8].Text),
        sign * Minor(cells[9].Text),
        sign * Minor(cells[10].Text));

    private static long Minor(string text) => text.Length == 0 ? 0 : Money.FromAmount(decimal.Parse(text, CultureInfo.InvariantCulture)).Minor;
}

internal sealed record ParsedDocument(
    string Number, SalesDocumentKind Kind, long CustomerId, DateOnly On, long? SalespersonId, string? OriginalNumber, List<ParsedLine> Lines)
{
    public long NetMinor => Lines.Sum(line => line.NetMinor);

    /// <summary>The packs of its lines, of which the first has a key.</summary>
    public IReadOnlyList<SalesPack> Packs(long documentId, long firstLineId)
    {
        var packs = new SalesPackBuilder();
        for (var index = 0; index < Lines.Count; index++)
        {
            packs.Add(new PackedDocument(CustomerId, On, documentId), firstLineId + index, new PackedLine(Lines[index].ProductId, Lines[index].QuantityMilli, Lines[index].NetMinor));
        }

        return packs.Take();
    }
}

internal sealed record ParsedLine(int Number, long ProductId, long QuantityMilli, long NetMinor, long DiscountMinor, long CostMinor);
