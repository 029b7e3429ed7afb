using System.Globalization;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Portal.Bench.Ledger;
using Portal.Domain.Customers;
using Portal.Domain.Products;

namespace Portal.Bench.Intake;

/// <summary>Documents of ten lines, the same for a seed and a number on every machine, and what they refer to.</summary>
internal static class IntakeDocuments
{
    public const int Lines = 10;
    private const int Customers = 2_000;
    private const int Products = 1_000;

    public static string NumberOf(int number) => "D" + number.ToString(CultureInfo.InvariantCulture);

    public static byte[] Text(int seed, int number)
    {
        var random = new Random(unchecked((seed * 104_729) + number));
        var text = new StringBuilder(1024);
        text.Append(
            CultureInfo.InvariantCulture,
            $$"""{"source":"bench","number":"{{NumberOf(number)}}","customer":"C{{random.Next(Customers)}}","date":"2026-{{random.Next(1, 13):00}}-{{random.Next(1, 29):00}}","lines":[""");
        for (var line = 1; line <= Lines; line++)
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $$"""{{(line == 1 ? "" : ",")}}{"product":"P{{random.Next(Products)}}","quantity":{{random.Next(1, 100)}},"net":{{random.Next(1, 1_000_000) / 100m}}}""");
        }

        return Encoding.UTF8.GetBytes(text.Append("]}").ToString());
    }

    /// <summary>Adds the customers and products that the documents name.</summary>
    public static async Task FillAsync(BenchDatabase database, CancellationToken cancellationToken)
    {
        await using var context = database.NewContext();
        context.AddRange(Enumerable.Range(0, Customers).Select(number => new Customer("C" + number.ToString(CultureInfo.InvariantCulture), "Customer", CustomerKind.Distributor, DateTime.UnixEpoch)));
        context.AddRange(Enumerable.Range(0, Products).Select(number => new Product("P" + number.ToString(CultureInfo.InvariantCulture), "Product", "pcs")));
        await context.SaveChangesAsync(cancellationToken);
    }

    /// <summary>Documents and lines that are there, and how many numbers they have.</summary>
    public static async Task<(int Documents, int Numbers, int Lines)> CountAsync(BenchDatabase database, CancellationToken cancellationToken)
    {
        await using var context = database.NewContext();
        return (
            await context.SalesDocuments.CountAsync(cancellationToken),
            await context.SalesDocuments.Select(document => document.Number).Distinct().CountAsync(cancellationToken),
            await context.SalesLines.CountAsync(cancellationToken));
    }
}
