using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Portal.Bench.Ledger;
using Portal.Domain.Sales;
using Portal.Domain.Shared;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Intake;

namespace Portal.Bench.Intake;

/// <summary>What one would write first: an endpoint that looks up what the document names, adds it and saves. One save per request.</summary>
internal sealed class BaselineServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private BaselineServer(WebApplication app) => _app = app;

    public Uri Address => new(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    public static async Task<BaselineServer> StartAsync(BenchDatabase database, CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.SetMinimumLevel(LogLevel.Error);
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.MapPost("/api/v1/sales-documents", context => RecordAsync(context, database));
        await app.StartAsync(cancellationToken);
        return new BaselineServer(app);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static async Task RecordAsync(HttpContext http, BenchDatabase database)
    {
        var sent = (await JsonSerializer.DeserializeAsync<IntakeDocument>(http.Request.Body, JsonSerializerOptions.Web, http.RequestAborted))!;
        await using var context = new SqlitePortalDbContext(new DbContextOptionsBuilder<SqlitePortalDbContext>().UseSqlite(database.ConnectionString).Options);
        if (await context.SalesDocuments.AnyAsync(row => row.Source == sent.Source && row.Number == sent.Number))
        {
            http.Response.StatusCode = StatusCodes.Status200OK;
            return;
        }

        var customer = await context.Customers.Where(row => row.Number == sent.Customer).Select(row => row.Id).SingleAsync();
        var numbers = sent.Lines!.Select(line => line.Product).ToList();
        var products = await context.Products.Where(row => numbers.Contains(row.Number)).ToDictionaryAsync(row => row.Number, row => row.Id);
        Add(context, sent, customer, products);
        try
        {
            await context.SaveChangesAsync();
            http.Response.StatusCode = StatusCodes.Status201Created;
        }
        catch (DbUpdateException error) when (DatabaseErrors.IsUniqueViolation(error))
        {
            http.Response.StatusCode = StatusCodes.Status200OK;
        }
    }

    private static void Add(PortalDbContext context, IntakeDocument sent, long customer, Dictionary<string, long> products)
    {
        var document = new SalesDocument(sent.Source!, sent.Number!, SalesDocumentKind.Sale, customer, sent.Date!.Value, "", DateTime.UnixEpoch);
        document.Complete(null, Money.DefaultCurrency, null, sent.Lines!.Count, sent.Lines.Sum(line => Money.FromAmount(line.Net!.Value).Minor), null);
        var id = context.Add(document).Property(row => row.Id).CurrentValue;
        context.AddRange(sent.Lines.Select((line, index) => new SalesLine(
            id, index + 1, customer, sent.Date.Value, products[line.Product!], Quantity.FromUnits(line.Quantity!.Value).Milli, Money.FromAmount(line.Net!.Value).Minor)));
    }
}
