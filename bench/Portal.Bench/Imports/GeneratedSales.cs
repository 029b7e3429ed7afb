using System.Globalization;
using Portal.Infrastructure.Sales;
using Portal.Infrastructure.Spreadsheets;

namespace Portal.Bench.Imports;

/// <summary>Sales of one to nine lines, in the columns of the demo data, the same for the same seed.</summary>
internal sealed class GeneratedSales(SalesDirectory directory, int lines, int seed)
{
    private static readonly string[] Columns =
    [
        "document_number", "document_kind", "customer_number", "document_date", "line_number", "product_number", "quantity", "unit_price", "net_amount", "discount_amount",
        "cost_amount", "salesperson_number", "original_document_number",
    ];

    public string WriteCsv(string path)
    {
        using var file = new StreamWriter(path);
        file.WriteLine(string.Join(',', Columns));
        foreach (var row in Rows())
        {
            file.WriteLine(string.Join(',', row.Select(cell => Convert.ToString(cell, CultureInfo.InvariantCulture))));
        }

        return path;
    }

    public async Task<string> WriteXlsxAsync(string path, CancellationToken cancellationToken)
    {
        await using var file = File.Create(path);
        await SpreadsheetWriter.WriteXlsxAsync(file, "Sales", Columns, Rows().ToAsyncEnumerable(), cancellationToken);
        return path;
    }

    private IEnumerable<IReadOnlyList<object?>> Rows()
    {
        var random = new Random(seed);
        string[] customers = [.. directory.Customers.Keys.Order(StringComparer.Ordinal)];
        string[] products = [.. directory.Products.Keys.Order(StringComparer.Ordinal)];
        string[] employees = [.. directory.Employees.Keys.Order(StringComparer.Ordinal)];
        var written = 0;
        for (var number = 1; written < lines; number++)
        {
            var document = "G" + number.ToString("0000000", CultureInfo.InvariantCulture);
            var customer = customers[random.Next(customers.Length)];
            var day = new DateOnly(2025, 1, 1).AddDays(random.Next(365)).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
            var employee = employees[random.Next(employees.Length)];
            var count = Math.Min(random.Next(1, 10), lines - written);
            for (var line = 1; line <= count; line++)
            {
                var quantity = random.Next(1, 50);
                var price = random.Next(100, 500_000) / 100m;
                yield return [document, "sale", customer, day, line, products[random.Next(products.Length)], quantity, price, price * quantity, 0, price * quantity * 0.6m, employee, null];
            }

            written += count;
        }
    }
}
