using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Domain.Customers;
using Portal.Domain.Imports;
using Portal.Domain.Products;
using Portal.Domain.Staff;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Imports;
using Portal.Infrastructure.Shared;
using Portal.Infrastructure.Tests.Databases;

namespace Portal.Infrastructure.Tests.Imports;

/// <summary>A portal with two distributors, two products and a salesperson, and short ways to import a text.</summary>
internal sealed class ImportBench(TestPortal portal) : IAsyncDisposable
{
    public const string Head = "document_number,document_kind,customer_number,document_date,line_number,product_number,quantity,net_amount,original_document_number,salesperson_number\n";

    public TestPortal Portal { get; } = portal;

    public static async Task<ImportBench> CreateAsync(DatabaseProvider provider, Action<IServiceCollection>? configure = null)
    {
        var portal = await TestPortal.CreateAsync(provider, configure);
        await using var context = portal.NewContext();
        context.AddRange(
            new Customer("C1", "First", CustomerKind.Distributor, portal.Clock.Now.UtcDateTime),
            new Customer("C2", "Second", CustomerKind.Distributor, portal.Clock.Now.UtcDateTime),
            new Product("P1", "Bike", "pcs"),
            new Product("P2", "Bell", "pcs"),
            new Employee("E1", "Sales representative", null));
        await context.SaveChangesAsync();
        return new ImportBench(portal);
    }

    public Task<ImportResult> SalesAsync(string rows, ImportMode mode = ImportMode.AllOrNothing, ImportSettings? settings = null) =>
        ImportAsync(ImportKind.Sales, Encoding.UTF8.GetBytes(Head + rows), mode, settings);

    public async Task<ImportResult> ImportAsync(ImportKind kind, byte[] content, ImportMode mode, ImportSettings? settings = null, CancellationToken cancellationToken = default)
    {
        var runId = await UploadAsync(kind, content);
        await StartAsync(runId, mode, settings);
        return await RunAsync(runId, cancellationToken);
    }

    public async Task<long> UploadAsync(ImportKind kind, byte[] content)
    {
        await using var scope = Portal.AsSystem();
        return (await scope.ServiceProvider.GetRequiredService<UploadImportFile>().RunAsync(kind, "file.csv", new MemoryStream(content), default)).Value.RunId;
    }

    public async Task StartAsync(long runId, ImportMode mode, ImportSettings? settings = null)
    {
        await using var scope = Portal.AsSystem();
        var started = await scope.ServiceProvider.GetRequiredService<StartImport>().RunAsync(runId, settings ?? new ImportSettings(), mode, default);
        Assert.True(started.IsDone, started.IsDone ? "" : string.Join("; ", started.Refusals));
    }

    public async Task<ImportResult> RunAsync(long runId, CancellationToken cancellationToken = default)
    {
        await using var scope = Portal.AsSystem();
        return (await scope.ServiceProvider.GetRequiredService<RunImport>().RunAsync(runId, cancellationToken)).Value;
    }

    /// <summary>line column: refusal, of every problem of an import.</summary>
    public async Task<List<string>> ProblemsAsync(long runId)
    {
        await using var scope = Portal.AsSystem();
        var page = await scope.ServiceProvider.GetRequiredService<ImportQueries>().ProblemsAsync(runId, new GridQuery { Take = 1000 }, default);
        return [.. page.Rows.Select(row => $"{row.Line} {row.Column}: {row.Refusal}")];
    }

    /// <summary>number kind customer day lines net of every document, and quantity:net of its lines.</summary>
    public async Task<List<string>> DocumentsAsync()
    {
        await using var context = Portal.NewContext();
        var documents = await context.SalesDocuments.AsNoTracking().OrderBy(row => row.Number).ToListAsync();
        var lines = await context.SalesLines.AsNoTracking().OrderBy(row => row.LineNumber).ToListAsync();
        return [.. documents.Select(row =>
            $"{row.Number} {row.Kind} {row.CustomerId} {row.DocumentOn:yyyy-MM-dd} {row.LineCount} {row.NetMinor} "
            + string.Join(",", lines.Where(line => line.DocumentId == row.Id).Select(line => $"{line.QuantityMilli}:{line.NetMinor}")))];
    }

    public ValueTask DisposeAsync() => Portal.DisposeAsync();
}
