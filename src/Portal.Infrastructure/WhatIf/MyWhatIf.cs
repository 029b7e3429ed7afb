using Microsoft.EntityFrameworkCore;
using Portal.Domain.Programs;
using Portal.Domain.Settlements;
using Portal.Domain.Shared;
using Portal.Domain.WhatIf;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.MyRebates;
using Portal.Infrastructure.Settlements;
using Portal.Infrastructure.Shared;

namespace Portal.Infrastructure.WhatIf;

/// <summary>What more buying would bring the customer who looks. Reads only.</summary>
public sealed class MyWhatIf(IDbContextFactory<PortalDbContext> contexts, CurrentUser user, BusinessClock clock)
{
    private const int MostProducts = 60;

    /// <summary>A programme's open period to try orders on; null where there is none for this customer.</summary>
    public async Task<WhatIfSheet?> OpenAsync(long programId, CancellationToken cancellationToken)
    {
        if (user.CustomerId is not { } customerId)
        {
            return null;
        }

        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var today = clock.Today;
        var programs = await SettlementPlanner.ProgramsAsync(context, clock.UtcNow, cancellationToken);
        var products = await (await MasterDataReading.ReadProductsAsync(context, cancellationToken)).WithFiguresOfAsync(context, customerId, cancellationToken);
        var plan = ProgramPlan.Compile(
            [.. programs.Select(program => program.Program)],
            products with { Customers = await MyPrograms.CustomerAsync(context, customerId, cancellationToken) },
            (program, range) => program.Id == programId && range.Contains(today));
        if (PurchaseTrial.OpenVersion(plan, customerId, today) is not { } version || plan.Days is not { } days || !MyPrograms.IsTold(plan.Versions[version].Definition))
        {
            return null;
        }

        CustomerMeasures? bought = null;
        await SalesByCustomer.ReadAsync(
            context, plan, new CustomerSelection(customerId, customerId), new DateRange(days.From, today), KnownSales.All, measures => bought = measures, cancellationToken);
        var definition = plan.Versions[version].Definition;
        return new WhatIfSheet(
            definition.Name.ZhCN,
            definition.Name.En,
            new PurchaseTrial(plan, customerId, today, bought),
            await ChoicesAsync(context, customerId, today, definition, products, cancellationToken));
    }

    /// <summary>What can be ordered: what counts for the programme, what the customer buys most first; without purchases whatever counts.</summary>
    private static async Task<IReadOnlyList<WhatIfChoice>> ChoicesAsync(
        PortalDbContext context, long customerId, DateOnly today, ProgramDefinition definition, PlanMasterData master, CancellationToken cancellationToken)
    {
        var sets = new SelectorSets(master);
        var scopes = definition.Lines.SelectMany(line => new[] { sets.Contains(line.Qualifier.Scope), sets.Contains(line.Base.Scope) }).ToList();
        var counting = master.Products.Where(product => scopes.Exists(scope => scope(product))).Select(product => product.Id).ToHashSet();
        var since = today.AddYears(-1);
        var bought = await context.SalesDocuments
            .Where(document => document.CustomerId == customerId && document.DocumentOn >= since && document.DocumentOn <= today)
            .Join(context.SalesLines, document => document.Id, line => line.DocumentId, (_, line) => line)
            .Where(line => line.NetMinor > 0 && line.QuantityMilli > 0)
            .GroupBy(line => line.ProductId)
            .Select(lines => new { ProductId = lines.Key, Net = lines.Sum(line => line.NetMinor), Quantity = lines.Sum(line => line.QuantityMilli) })
            .ToDictionaryAsync(row => row.ProductId, cancellationToken);
        var rows = await context.Products.Where(product => !product.IsDiscontinued)
            .Select(product => new
            {
                product.Id,
                product.Number,
                product.Name,
                product.Unit,
                product.ListPriceMinor,
                Category = context.ProductCategories.Where(category => category.Id == product.CategoryId).Select(category => category.Name).FirstOrDefault(),
            })
            .ToListAsync(cancellationToken);
        var products = rows.Where(row => counting.Contains(row.Id))
            .Select(row => bought.TryGetValue(row.Id, out var past)
                ? (Choice: new WhatIfChoice($"p{row.Id}", $"{row.Name} · {row.Number}", false, row.Id, row.Unit, Rounding.HalfAwayFromZero(past.Net * 1000m / past.Quantity)), row.Category, past.Net)
                : (Choice: new WhatIfChoice($"p{row.Id}", $"{row.Name} · {row.Number}", false, row.Id, row.Unit, row.ListPriceMinor), row.Category, Net: 0L))
            .OrderByDescending(row => row.Net).ThenBy(row => row.Choice.Name, StringComparer.Ordinal)
            .ToList();

        // Of a category, what the customer buys most of stands for all of it.
        var categories = products.Where(row => row.Category is not null).GroupBy(row => row.Category!)
            .Select(group => group.First().Choice with { Key = "c" + group.Key, Name = group.Key, IsCategory = true });
        return [.. categories, .. products.Take(MostProducts).Select(row => row.Choice)];
    }
}

/// <summary>A programme's open period to try orders on.</summary>
/// <param name="NameZhCn">The programme's Chinese name.</param>
/// <param name="NameEn">The programme's English name.</param>
/// <param name="Trial">Reckons what an order would bring.</param>
/// <param name="Choices">What can be ordered.</param>
public sealed record WhatIfSheet(string NameZhCn, string NameEn, PurchaseTrial Trial, IReadOnlyList<WhatIfChoice> Choices);

/// <summary>Something that can be ordered.</summary>
/// <param name="Key">Tells it from the others.</param>
/// <param name="Name">Its name.</param>
/// <param name="IsCategory">Whether it stands for a category.</param>
/// <param name="ProductId">The product, or the one that stands for the category.</param>
/// <param name="Unit">The product's unit.</param>
/// <param name="PriceMinor">What a unit costs this customer: the average of its purchases of a year, else the list price; in minor units, null where neither is known.</param>
public sealed record WhatIfChoice(string Key, string Name, bool IsCategory, long ProductId, string Unit, long? PriceMinor)
{
    /// <summary>The quantity that an amount buys, in thousandths; 0 without a price.</summary>
    public long QuantityOf(long netMinor) => PriceMinor is > 0 and var price ? Rounding.HalfAwayFromZero(netMinor * 1000m / price) : 0;

    /// <summary>The amount of a quantity, in minor units; 0 without a price.</summary>
    public long AmountOf(long quantityMilli) => PriceMinor is > 0 and var price ? Rounding.HalfAwayFromZero(quantityMilli * (decimal)price / 1000m) : 0;
}
