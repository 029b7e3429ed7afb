using Microsoft.EntityFrameworkCore;
using Portal.Domain.Customers;
using Portal.Domain.Settlements;
using Portal.Domain.Shared;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Data.BulkRead;

namespace Portal.Infrastructure.Settlements;

/// <summary>Reads what the selectors of programmes name.</summary>
internal static class MasterDataReading
{
    private static readonly Dictionary<string, decimal> None = [];

    private static readonly string[] CustomerProperties =
    [
        nameof(Customer.Id), nameof(Customer.Number), nameof(Customer.GroupId), nameof(Customer.LevelId), nameof(Customer.RegionId), nameof(Customer.ParentId),
        nameof(Customer.AgentId), nameof(Customer.OwnerId),
    ];

    /// <summary>Customers, products and categories.</summary>
    public static async Task<PlanMasterData> ReadAsync(PortalDbContext context, CancellationToken cancellationToken)
    {
        var codes = await CustomerCodes.ReadAsync(context, cancellationToken);
        return await ReadOthersAsync(context, cancellationToken) with { Customers = Named([await ReadCustomersAsync(context, codes, null, cancellationToken)]) };
    }

    /// <summary>The same on several connections at once: half of the customers, the other half, all the rest.</summary>
    public static async Task<PlanMasterData> ReadAsync(IDbContextFactory<PortalDbContext> contexts, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var codes = await CustomerCodes.ReadAsync(context, cancellationToken);
        var middle = (await context.Customers.MaxAsync(customer => (long?)customer.Id, cancellationToken) ?? 0) / 2;
        var customers = new[] { (0L, middle), (middle + 1, long.MaxValue) }.Select(range => Task.Run(
            async () =>
            {
                await using var own = await contexts.CreateDbContextAsync(cancellationToken);
                return await ReadCustomersAsync(own, codes, range, cancellationToken);
            },
            cancellationToken)).ToArray();
        return await ReadOthersAsync(context, cancellationToken) with { Customers = Named(await Task.WhenAll(customers)) };
    }

    private static async Task<PlanMasterData> ReadOthersAsync(PortalDbContext context, CancellationToken cancellationToken) =>
        await ReadProductsAsync(context, cancellationToken) with
        {
            Figures = await FiguresAsync(context, cancellationToken),
            ExchangeRates = await ExchangeRatesAsync(context, cancellationToken),
        };

    private static async Task<CustomerRows> ReadCustomersAsync(PortalDbContext context, CustomerCodes codes, (long From, long To)? ids, CancellationToken cancellationToken)
    {
        var sql = new BulkSql(context, typeof(Customer), CustomerProperties);
        var where = ids is { } range ? $"{sql[nameof(Customer.Id)]} BETWEEN {BulkSql.Number(range.From)} AND {BulkSql.Number(range.To)}" : null;
        var rows = new CustomerRows([], []);
        await BulkReader.ReadAsync(context, new BulkQuery(sql.Columns, sql.Table, where), Take, cancellationToken);
        return rows;

        void Take(IBulkRecord row)
        {
            if (KeyOf(row, 6) is { } agentId)
            {
                rows.Represented.Add((rows.Customers.Count, agentId));
            }

            rows.Customers.Add(new PlanCustomer(
                row.Number(0), row.Text(1), CodeOf(codes.Groups, KeyOf(row, 2)), CodeOf(codes.Levels, KeyOf(row, 3)), CodeOf(codes.Regions, KeyOf(row, 4)), KeyOf(row, 5))
            {
                Salesperson = CodeOf(codes.Employees, KeyOf(row, 7)),
            });
        }
    }

    private static List<PlanCustomer> Named(IReadOnlyList<CustomerRows> parts)
    {
        var customers = parts.SelectMany(part => part.Customers).ToList();
        var represented = new List<(int Index, long AgentId)>();
        var before = 0;
        foreach (var part in parts)
        {
            represented.AddRange(part.Represented.Select(entry => (before + entry.Index, entry.AgentId)));
            before += part.Customers.Count;
        }

        NameAgents(customers, represented);
        return customers;
    }

    /// <summary>Agents are customers themselves: all are known when all are read, and asking for them apart takes as long again.</summary>
    private static void NameAgents(List<PlanCustomer> customers, List<(int Index, long AgentId)> represented)
    {
        if (represented.Count == 0)
        {
            return;
        }

        var wanted = represented.Select(entry => entry.AgentId).ToHashSet();
        var numbers = customers.Where(customer => wanted.Contains(customer.Id)).ToDictionary(customer => customer.Id, customer => customer.Number);
        foreach (var (index, agentId) in represented)
        {
            customers[index] = customers[index] with { Agent = numbers[agentId] };
        }
    }

    /// <summary>Products and categories alone.</summary>
    public static async Task<PlanMasterData> ReadProductsAsync(PortalDbContext context, CancellationToken cancellationToken)
    {
        var brands = await context.Brands.ToDictionaryAsync(row => row.Id, row => row.Code, cancellationToken);
        var categories = await context.ProductCategories.Select(row => new { row.Id, row.Code, row.ParentId }).ToDictionaryAsync(row => row.Id, cancellationToken);
        var products = await context.Products.Select(row => new { row.Id, row.Number, row.CategoryId, row.BrandId }).ToListAsync(cancellationToken);
        var attributes = (await context.ProductAttributes.AsNoTracking().ToListAsync(cancellationToken)).GroupBy(row => row.ProductId)
            .ToDictionary(group => group.Key, group => (IReadOnlyList<string>)[.. group.Select(row => row.Name + "=" + row.Value)]);
        var units = (await context.ProductUnits.AsNoTracking().ToListAsync(cancellationToken)).GroupBy(row => row.ProductId).ToDictionary(
            group => group.Key,
            group => (IReadOnlyDictionary<string, decimal>)group.ToDictionary(
                row => row.Unit, row => (decimal)row.Numerator / row.Denominator, StringComparer.OrdinalIgnoreCase));
        return new PlanMasterData(
            [],
            products.ConvertAll(row => new PlanProduct(row.Id, row.Number, row.CategoryId is { } id ? categories[id].Code : null, CodeOf(brands, row.BrandId))
            {
                Attributes = attributes.GetValueOrDefault(row.Id, []),
                UnitFactors = units.GetValueOrDefault(row.Id, None),
            }),
            [.. categories.Values.Select(row => new PlanCategory(row.Code, row.ParentId is { } id ? categories[id].Code : null))]);
    }

    /// <summary>What rules ask of one customer alone: its figures, and the rates.</summary>
    public static async Task<PlanMasterData> WithFiguresOfAsync(this PlanMasterData master, PortalDbContext context, long customerId, CancellationToken cancellationToken) => master with
    {
        Figures = await FiguresAsync(context, cancellationToken, customerId),
        ExchangeRates = await ExchangeRatesAsync(context, cancellationToken),
    };

    private static async Task<IReadOnlyList<PlanFigure>> FiguresAsync(PortalDbContext context, CancellationToken cancellationToken, long? customerId = null) =>
        await context.CustomerFigures
            .Where(row => customerId == null || row.CustomerId == customerId)
            .Select(row => new PlanFigure(row.CustomerId, row.ListName, row.FromOn, row.ToOn, new Quantity(row.ValueMilli).Units))
            .ToListAsync(cancellationToken);

    /// <summary>The rates, or null where every document is in our own currency, so that nothing needs to be converted.</summary>
    private static async Task<IReadOnlyList<PlanExchangeRate>?> ExchangeRatesAsync(PortalDbContext context, CancellationToken cancellationToken)
    {
        var rates = await context.ExchangeRates.AsNoTracking().ToListAsync(cancellationToken);

        // The sums by month are few and tell of currencies; whoever enters rates expects documents, which are then looked for.
        var isForeign = await context.RebateProgramVersions.AnyAsync(version => version.Currency != Money.DefaultCurrency, cancellationToken)
            || await context.SalesSummaries.AnyAsync(row => row.Currency != Money.DefaultCurrency, cancellationToken)
            || (rates.Count > 0 && await context.SalesDocuments.AnyAsync(row => row.Currency != Money.DefaultCurrency, cancellationToken));
        return isForeign ? rates.ConvertAll(row => new PlanExchangeRate(row.Currency, row.RateOn, row.RateOn, row.Rate)) : null;
    }

    private static long? KeyOf(IBulkRecord row, int column) => row.IsNull(column) ? null : row.Number(column);

    private static string? CodeOf(Dictionary<long, string> codes, long? id) => id is { } key ? codes[key] : null;

    private sealed record CustomerRows(List<PlanCustomer> Customers, List<(int Index, long AgentId)> Represented);

    private sealed record CustomerCodes(
        Dictionary<long, string> Groups, Dictionary<long, string> Levels, Dictionary<long, string> Regions, Dictionary<long, string> Employees)
    {
        public static async Task<CustomerCodes> ReadAsync(PortalDbContext context, CancellationToken cancellationToken) => new(
            await context.CustomerGroups.ToDictionaryAsync(row => row.Id, row => row.Code, cancellationToken),
            await context.CustomerLevels.ToDictionaryAsync(row => row.Id, row => row.Code, cancellationToken),
            await context.Regions.ToDictionaryAsync(row => row.Id, row => row.Code, cancellationToken),
            await context.Employees.ToDictionaryAsync(row => row.Id, row => row.Number, cancellationToken));
    }
}
