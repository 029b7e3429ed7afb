using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Portal.Infrastructure.Data;

namespace Portal.Infrastructure.Tests.Imports;

/// <summary>After many new rows PostgreSQL plans by how many there are, not by how many there were.</summary>
public sealed class ImportStatisticsTests
{
    [SkippableFact]
    public async Task After_an_import_of_many_rows_PostgreSQL_knows_how_many_there_are()
    {
        await using var bench = await ImportBench.CreateAsync(DatabaseProvider.Postgres);
        var rows = (int)TableStatistics.ManyRows;
        await bench.SalesAsync(string.Concat(Enumerable.Range(1, rows).Select(row => string.Create(CultureInfo.InvariantCulture, $"N{row},sale,C1,2026-01-05,1,P1,1,1.00,,\n"))));
        await using var context = bench.Portal.NewContext();
        foreach (var table in new[] { "SalesDocuments", "SalesLines", "SalesPacks" })
        {
            Assert.Equal((table, (float)rows), (table, await context.Database.SqlQuery<float>($"SELECT reltuples AS \"Value\" FROM pg_class WHERE relname = {table}").SingleAsync()));
        }
    }
}
