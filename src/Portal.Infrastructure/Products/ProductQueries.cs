using Microsoft.EntityFrameworkCore;
using Portal.Domain.Products;
using Portal.Domain.Shared;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Customers;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.ExchangeRates;
using Portal.Infrastructure.Shared;

namespace Portal.Infrastructure.Products;

/// <summary>Reads products, categories and brands.</summary>
public sealed class ProductQueries(IDbContextFactory<PortalDbContext> contexts, CurrentUser user, BusinessClock clock)
{
    /// <summary>Products by number.</summary>
    public async Task<GridPage<ProductListRow>> ListAsync(GridQuery query, CancellationToken cancellationToken)
    {
        if (!user.Can(Permissions.Products.View))
        {
            return new GridPage<ProductListRow>([], 0);
        }

        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        IQueryable<Product> products = context.Products;
        if (query.Term is { } term)
        {
            products = products.Where(row => row.Number.ToLower().Contains(term) || row.Name.ToLower().Contains(term));
        }

        if (query.Number("category") is { } category)
        {
            var below = await BelowAsync(context, category, cancellationToken);
            products = products.Where(row => row.CategoryId != null && below.Contains(row.CategoryId.Value));
        }

        if (query.Number("brand") is { } brand)
        {
            products = products.Where(row => row.BrandId == brand);
        }

        products = query.Filter("sold") switch
        {
            "yes" => products.Where(row => !row.IsDiscontinued),
            "no" => products.Where(row => row.IsDiscontinued),
            _ => products,
        };
        var total = await products.CountAsync(cancellationToken);
        var ordered = (query.Sort, query.Descending) switch
        {
            ("number", true) => products.OrderByDescending(row => row.Number),
            ("name", false) => products.OrderBy(row => row.Name).ThenBy(row => row.Id),
            ("name", true) => products.OrderByDescending(row => row.Name).ThenBy(row => row.Id),
            ("cost", false) => products.OrderBy(row => row.StandardCostMinor).ThenBy(row => row.Id),
            ("cost", true) => products.OrderByDescending(row => row.StandardCostMinor).ThenBy(row => row.Id),
            ("price", false) => products.OrderBy(row => row.ListPriceMinor).ThenBy(row => row.Id),
            ("price", true) => products.OrderByDescending(row => row.ListPriceMinor).ThenBy(row => row.Id),
            _ => products.OrderBy(row => row.Number),
        };
        var rows = await ordered.Skip(query.Skip).Take(query.Take).Select(row => new ProductListRow(
            row.Id,
            row.Number,
            row.Name,
            context.ProductCategories.Where(category => category.Id == row.CategoryId).Select(category => category.Name).FirstOrDefault(),
            context.Brands.Where(brand => brand.Id == row.BrandId).Select(brand => brand.Name).FirstOrDefault(),
            row.Unit,
            row.StandardCostMinor,
            row.ListPriceMinor,
            row.IsDiscontinued)).ToListAsync(cancellationToken);
        return new GridPage<ProductListRow>(rows, total);
    }

    /// <summary>One product, with its sales of the last two years by month.</summary>
    public async Task<ProductRecord?> FindAsync(long id, CancellationToken cancellationToken)
    {
        if (!user.Can(Permissions.Products.View))
        {
            return null;
        }

        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        if (await context.Products.AsNoTracking().SingleOrDefaultAsync(row => row.Id == id, cancellationToken) is not { } product)
        {
            return null;
        }

        var rates = await MonthRates.ReadAsync(context, cancellationToken);
        var months = await MonthsAsync(context, id, rates, cancellationToken);
        return new ProductRecord(
            product.Id,
            product.Number,
            product.Name,
            product.Unit,
            await context.ProductCategories.Where(row => row.Id == product.CategoryId).Select(row => new CodeName(row.Id, row.Code, row.Name)).SingleOrDefaultAsync(cancellationToken),
            await context.Brands.Where(row => row.Id == product.BrandId).Select(row => new CodeName(row.Id, row.Code, row.Name)).SingleOrDefaultAsync(cancellationToken),
            product.StandardCostMinor,
            product.ListPriceMinor,
            product.IsDiscontinued,
            product.RowVersion,
            months)
        {
            CurrenciesLeftOut = rates.Missing,
            Units = NamedValues.Write((await context.ProductUnits.AsNoTracking().Where(row => row.ProductId == id).OrderBy(row => row.Unit).ToListAsync(cancellationToken))
                .Select(row => KeyValuePair.Create(row.Unit, row.Factor.ToString()))),
            Attributes = NamedValues.Write((await context.ProductAttributes.AsNoTracking().Where(row => row.ProductId == id).OrderBy(row => row.Name).ToListAsync(cancellationToken))
                .Select(row => KeyValuePair.Create(row.Name, row.Value))),
        };
    }

    /// <summary>The last two years by month, in our own currency.</summary>
    private async Task<IReadOnlyList<ProductMonth>> MonthsAsync(PortalDbContext context, long id, MonthRates rates, CancellationToken cancellationToken)
    {
        var first = new DateOnly(clock.Today.Year, clock.Today.Month, 1).AddMonths(-23);
        var visible = context.Customers.VisibleTo(user, context);
        var lines = context.SalesLines.Where(line => line.ProductId == id && line.DocumentOn >= first && visible.Any(customer => customer.Id == line.CustomerId));
        var sums = await lines
            .GroupBy(line => new { line.DocumentOn.Year, line.DocumentOn.Month })
            .Select(group => new { group.Key.Year, group.Key.Month, Net = group.Sum(line => line.NetMinor), Quantity = group.Sum(line => line.QuantityMilli) })
            .ToListAsync(cancellationToken);

        // Documents are looked at only where some are in another currency, which the sums by month tell.
        var isForeign = await context.SalesSummaries.AnyAsync(row => row.Currency != Money.DefaultCurrency, cancellationToken);
        var foreign = !isForeign ? [] : await lines
            .Join(context.SalesDocuments.Where(document => document.Currency != Money.DefaultCurrency), line => line.DocumentId, document => document.Id, (line, document) => new { line, document.Currency })
            .GroupBy(row => new { row.line.DocumentOn.Year, row.line.DocumentOn.Month, row.Currency })
            .Select(group => new { group.Key.Year, group.Key.Month, group.Key.Currency, Net = group.Sum(row => row.line.NetMinor) })
            .ToListAsync(cancellationToken);
        return [.. Enumerable.Range(0, 24).Select(index => first.AddMonths(index)).Select(month =>
        {
            var sum = sums.Find(row => row.Year == month.Year && row.Month == month.Month);
            var worth = foreign.Where(row => row.Year == month.Year && row.Month == month.Month).Sum(row => rates.Convert(row.Currency, month, row.Net) - row.Net);
            return new ProductMonth(month, (sum?.Net ?? 0) + worth, sum?.Quantity ?? 0);
        })];
    }

    /// <summary>What a product can be classified by; categories in the order of the tree, with their depth.</summary>
    public async Task<ProductChoices> ChoicesAsync(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var categories = await context.ProductCategories.AsNoTracking().OrderBy(row => row.Name).ToListAsync(cancellationToken);
        var tree = new List<CategoryChoice>();
        void Add(long? parentId, int depth)
        {
            foreach (var category in categories.Where(row => row.ParentId == parentId))
            {
                tree.Add(new CategoryChoice(category.Id, category.Code, category.Name, category.ParentId, depth));
                Add(category.Id, depth + 1);
            }
        }

        Add(null, 0);
        return new ProductChoices(
            tree, await context.Brands.OrderBy(row => row.Name).Select(row => new CodeName(row.Id, row.Code, row.Name)).ToListAsync(cancellationToken));
    }

    private static async Task<List<long>> BelowAsync(PortalDbContext context, long categoryId, CancellationToken cancellationToken)
    {
        var all = await context.ProductCategories.Select(row => new { row.Id, row.ParentId }).ToListAsync(cancellationToken);
        var below = new List<long> { categoryId };
        for (var index = 0; index < below.Count; index++)
        {
            below.AddRange(all.Where(row => row.ParentId == below[index] && !below.Contains(row.Id)).Select(row => row.Id));
        }

        return below;
    }
}

/// <summary>A product in the list.</summary>
/// <param name="Id">The key.</param>
/// <param name="Number">The number.</param>
/// <param name="Name">The name.</param>
/// <param name="Category">The category's name.</param>
/// <param name="Brand">The brand's name.</param>
/// <param name="Unit">The unit.</param>
/// <param name="CostMinor">Cost of one unit.</param>
/// <param name="PriceMinor">List price of one unit.</param>
/// <param name="IsDiscontinued">Whether it is no longer sold.</param>
public sealed record ProductListRow(
    long Id, string Number, string Name, string? Category, string? Brand, string Unit, long? CostMinor, long? PriceMinor, bool IsDiscontinued);

/// <summary>One product.</summary>
/// <param name="Id">The key.</param>
/// <param name="Number">The number.</param>
/// <param name="Name">The name.</param>
/// <param name="Unit">The unit.</param>
/// <param name="Category">The category.</param>
/// <param name="Brand">The brand.</param>
/// <param name="CostMinor">Cost of one unit.</param>
/// <param name="PriceMinor">List price of one unit.</param>
/// <param name="IsDiscontinued">Whether it is no longer sold.</param>
/// <param name="RowVersion">The version to edit.</param>
/// <param name="Months">Sales by month, the oldest first.</param>
public sealed record ProductRecord(
    long Id, string Number, string Name, string Unit, CodeName? Category, CodeName? Brand, long? CostMinor, long? PriceMinor, bool IsDiscontinued, long RowVersion, IReadOnlyList<ProductMonth> Months)
{
    /// <summary>How many of the product's own units each other unit has: "box=12; pallet=480".</summary>
    public string Units { get; init; } = "";

    /// <summary>Its properties: "line=premium; colour=red".</summary>
    public string Attributes { get; init; } = "";

    /// <summary>Currencies of which sales were left out of the months, because no rate is known for them.</summary>
    public IReadOnlyList<string> CurrenciesLeftOut { get; init; } = [];
}

/// <summary>Sales of a product in a month.</summary>
/// <param name="Month">Its first day.</param>
/// <param name="NetMinor">Net amount in minor units of our own currency.</param>
/// <param name="QuantityMilli">Thousandths of the unit.</param>
public sealed record ProductMonth(DateOnly Month, long NetMinor, long QuantityMilli);

/// <summary>What a product can be classified by.</summary>
/// <param name="Categories">Categories in the order of the tree.</param>
/// <param name="Brands">Brands.</param>
public sealed record ProductChoices(IReadOnlyList<CategoryChoice> Categories, IReadOnlyList<CodeName> Brands);

/// <summary>A category in the tree.</summary>
/// <param name="Id">The key.</param>
/// <param name="Code">The code.</param>
/// <param name="Name">The name.</param>
/// <param name="ParentId">The category above.</param>
/// <param name="Depth">0 at the top.</param>
public sealed record CategoryChoice(long Id, string Code, string Name, long? ParentId, int Depth);
