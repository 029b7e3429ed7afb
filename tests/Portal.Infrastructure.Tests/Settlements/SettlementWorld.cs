using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Domain.Customers;
using Portal.Domain.Products;
using Portal.Domain.Programs;
using Portal.Domain.Sales;
using Portal.Domain.Settlements;
using Portal.Domain.Shared;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Settlements;
using Portal.Infrastructure.Tests.Databases;

namespace Portal.Infrastructure.Tests.Settlements;

/// <summary>A small company: customers C1…, products P1… in two categories, programmes and sales.</summary>
internal sealed class SettlementWorld(TestPortal portal) : IAsyncDisposable
{
    public const long Drafter = 11;
    public const long Manager = 12;
    public const long Finance = 13;
    private int _documents;

    public TestPortal Portal { get; } = portal;

    public List<long> Customers { get; private set; } = [];

    public List<long> Products { get; private set; } = [];

    public static async Task<SettlementWorld> CreateAsync(
        Infrastructure.Data.DatabaseProvider provider, int customers = 3, int products = 4, Action<IServiceCollection>? configure = null)
    {
        var world = new SettlementWorld(await TestPortal.CreateAsync(provider, configure));
        await using var context = world.Portal.NewContext();
        var bikes = new ProductCategory("BIKES", "Bikes", null);
        var parts = new ProductCategory("PARTS", "Parts", null);
        context.AddRange(bikes, parts);
        await context.SaveChangesAsync();
        var goods = Enumerable.Range(1, products).Select(number => new Product("P" + number, "Product " + number, "pcs")).ToList();
        for (var index = 0; index < goods.Count; index++)
        {
            goods[index].Classify(index % 2 == 0 ? bikes.Id : parts.Id, null);
        }

        var buyers = Enumerable.Range(1, customers)
            .Select(number => new Customer("C" + number, "Customer " + number, CustomerKind.Distributor, DateTime.UnixEpoch)).ToList();
        context.AddRange(goods);
        context.AddRange(buyers);
        await context.SaveChangesAsync();
        world.Customers = buyers.ConvertAll(buyer => buyer.Id);
        world.Products = goods.ConvertAll(product => product.Id);
        return world;
    }

    /// <summary>Monthly, whole volume of everything: from 1,000 1 %, from 5,000 2 %.</summary>
    public static ProgramDefinition Monthly(string code = "MONTHLY") => new()
    {
        Code = code,
        Name = new ProgramName(code, code),
        ValidFrom = new DateOnly(2026, 1, 1),
        ValidTo = new DateOnly(2026, 12, 31),
        Period = new ProgramPeriod(PeriodKind.Month),
        Lines = [Line(TierMode.WholeVolume, (1000, 1), (5000, 2))],
    };

    public static ProgramLine Line(TierMode mode, params (decimal From, decimal Percent)[] tiers) => new()
    {
        Number = 1,
        Qualifier = new Qualifier(Measure.NetAmount),
        TierMode = mode,
        Tiers = [.. tiers.Select(tier => new Tier(tier.From) { RatePercent = tier.Percent })],
    };

    public static ProgramLine OfCategory(ProgramLine line, string category)
    {
        var scope = new ProductScope { Include = [new ProductSelector(ProductSelectorKind.Category) { Codes = [category] }] };
        return line with { Qualifier = line.Qualifier with { Scope = scope } };
    }

    public async Task<long> ApproveAsync(ProgramDefinition definition, DateOnly? effectiveFrom = null)
    {
        await using var context = Portal.NewContext();
        var now = Portal.Clock.GetUtcNow().UtcDateTime;
        var program = await context.RebatePrograms.Include(row => row.Versions).SingleOrDefaultAsync(row => row.Code == definition.Code);
        if (program is null)
        {
            program = new RebateProgram(definition.Code, now);
            context.Add(program);
        }

        var version = program.Draft(
            ProgramDocument.Write(definition), definition.Name.ZhCN, definition.Name.En, effectiveFrom ?? definition.ValidFrom, definition.Validity, Drafter, now);
        version.Submit(Drafter, now);
        version.Approve(Manager, null, now);
        await context.SaveChangesAsync();
        return program.Id;
    }

    public Task SellAsync(long customerId, DateOnly on, params (long ProductId, decimal Quantity, decimal Amount)[] lines) => SellInAsync("CNY", customerId, on, lines);

    public async Task SellInAsync(string currency, long customerId, DateOnly on, params (long ProductId, decimal Quantity, decimal Amount)[] lines)
    {
        await using var context = Portal.NewContext();
        var isReturn = lines[0].Amount < 0;
        var number = $"D{++_documents}";
        var document = new SalesDocument("test", number, isReturn ? SalesDocumentKind.Return : SalesDocumentKind.Sale, customerId, on, number, Portal.Clock.GetUtcNow().UtcDateTime);
        document.Complete(null, currency, null, lines.Length, lines.Sum(line => Money.FromAmount(line.Amount).Minor), null);
        context.Add(document);
        context.Add(new SalesSummary(customerId, new DateOnly(on.Year, on.Month, 1), currency, 1, document.NetMinor));
        await context.SaveChangesAsync();
        var sold = lines.Select((line, index) =>
            new SalesLine(document.Id, index + 1, customerId, on, line.ProductId, (long)(line.Quantity * 1000), Money.FromAmount(line.Amount).Minor)).ToList();
        context.AddRange(sold);
        await context.SaveChangesAsync();
        context.AddRange(SalesPack.Of(sold));
        await context.SaveChangesAsync();
    }

    public async Task<SettlementRunResult> SettleAsync(DateOnly? asOf = null, long? by = null, string? key = null, bool isFull = false)
    {
        Portal.Clock.Now += TimeSpan.FromMinutes(1);
        await using var scope = by is { } userId ? Portal.AsStaff(RolePermissions.RebateManager, userId) : Portal.AsSystem();
        var outcome = await scope.ServiceProvider.GetRequiredService<RunSettlement>()
            .RunToEndAsync(new RunSettlementInput(key ?? Guid.NewGuid().ToString(), asOf, IsFull: isFull), CancellationToken.None);
        Portal.Clock.Now += TimeSpan.FromMinutes(1);
        return outcome.Value;
    }

    public async Task<Outcome> ApproveSettlementAsync(long settlementId, long by = Finance)
    {
        await using var scope = Portal.AsStaff(RolePermissions.Finance, by);
        return await scope.ServiceProvider.GetRequiredService<ApproveSettlement>().RunAsync(new DecideSettlementInput(settlementId), CancellationToken.None);
    }

    public async Task<List<SettlementLine>> LinesAsync(long? runId = null)
    {
        await using var context = Portal.NewContext();
        var lines = context.SettlementLines.AsNoTracking();
        return await (runId is { } id ? lines.Where(line => line.RunId == id) : lines)
            .OrderBy(line => line.ProgramId).ThenBy(line => line.CustomerId).ThenBy(line => line.PeriodFrom).ThenBy(line => line.Id).ToListAsync();
    }

    public async Task<List<Settlement>> SettlementsAsync()
    {
        await using var context = Portal.NewContext();
        return await context.Settlements.AsNoTracking().OrderBy(settlement => settlement.Id).ToListAsync();
    }

    /// <summary>Everything a run wrote, as text, without keys that depend on the order of writing.</summary>
    public async Task<string> PrintAsync() => string.Join('\n', (await LinesAsync()).Select(line =>
        $"{line.ProgramId} {line.CustomerId} {line.PeriodFrom:yyyy-MM-dd} {line.ProgramLineNumber} q{line.QualifierValue} t{line.TierNumber} b{line.BaseValue} raw{line.RawMinor:0.####} r{line.RoundedMinor} a{line.AlreadySettledMinor} d{line.DeltaMinor} due{line.DueMinor} {line.Reason}"));

    public ValueTask DisposeAsync() => Portal.DisposeAsync();
}
