using Portal.Domain.Sales;
using Portal.Domain.Shared;
using Portal.Infrastructure.Sales;

namespace Portal.Bench.Imports;

/// <summary>The file read and saved by EF Core, a thousand lines with their documents at a time on a fresh context.</summary>
internal static class EfSave
{
    private const int LinesPerSave = 1000;

    public static async Task RunAsync(ImportStore store, string connectionString, string file, SalesDirectory directory, CancellationToken cancellationToken)
    {
        await using var services = store.Build(connectionString);
        foreach (var batch in Batches(ParsedSales.Read(file, directory)))
        {
            await using var context = ImportStore.Context(services);
            var pairs = batch.Select(row => (Row: row, Entity: Entity(row))).ToList();
            context.AddRange(pairs.Select(pair => pair.Entity));
            await context.SaveChangesAsync(cancellationToken);
            var lines = pairs.SelectMany(pair => pair.Row.Lines.Select(line => Entity(pair.Entity, line))).ToList();
            context.AddRange(lines);
            await context.SaveChangesAsync(cancellationToken);
            context.AddRange(SalesPack.Of(lines));
            await context.SaveChangesAsync(cancellationToken);
        }
    }

    private static IEnumerable<List<ParsedDocument>> Batches(IEnumerable<ParsedDocument> documents)
    {
        var batch = new List<ParsedDocument>();
        var lines = 0;
        foreach (var document in documents)
        {
            batch.Add(document);
            lines += document.Lines.Count;
            if (lines >= LinesPerSave)
            {
                yield return batch;
                batch = [];
                lines = 0;
            }
        }

        yield return batch;
    }

    private static SalesDocument Entity(ParsedDocument row)
    {
        var document = new SalesDocument("import", row.Number, row.Kind, row.CustomerId, row.On, new string('0', 64), DateTime.UnixEpoch);
        document.Complete(row.SalespersonId, Money.DefaultCurrency, row.OriginalNumber, row.Lines.Count, row.NetMinor, null);
        return document;
    }

    private static SalesLine Entity(SalesDocument document, ParsedLine line)
    {
        var entity = new SalesLine(document.Id, line.Number, document.CustomerId, document.DocumentOn, line.ProductId, line.QuantityMilli, line.NetMinor);
        entity.Value(line.DiscountMinor, line.CostMinor);
        return entity;
    }
}
