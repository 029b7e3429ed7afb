using Microsoft.EntityFrameworkCore;
using Portal.Domain.Products;
using Portal.Domain.Shared;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Data;

namespace Portal.Infrastructure.Products;

/// <summary>Adds a product or changes it.</summary>
public sealed class SaveProduct(IDbContextFactory<PortalDbContext> contexts, CurrentUser user)
{
    /// <summary>Saves the product.</summary>
    /// <returns>Its key.</returns>
    public async Task<Outcome<long>> RunAsync(ProductInput input, CancellationToken cancellationToken)
    {
        if (user.Refuse(Permissions.Products.Edit) is { } refusal)
        {
            return refusal;
        }

        var refusals = Check(input);
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var product = input.Id is { } id ? await context.Products.SingleOrDefaultAsync(row => row.Id == id, cancellationToken) : null;
        if (input.Id is not null && product is null)
        {
            return new Refusal(Refusal.NotFound);
        }

        var number = input.Number.Trim();
        if (product is null && await context.Products.AnyAsync(row => row.Number == number, cancellationToken))
        {
            refusals.Add(new Refusal("product_number_taken", number) { Field = nameof(input.Number) });
        }

        var extras = ReadExtras(input, refusals);
        if (refusals.Count > 0)
        {
            return Outcome<long>.Refused(refusals);
        }

        if (product is null)
        {
            product = new Product(number, input.Name.Trim(), input.Unit.Trim());
            context.Add(product);
        }
        else
        {
            context.Expect(product, input.RowVersion);
        }

        product.Describe(input.Name.Trim(), input.Unit.Trim());
        product.Classify(input.CategoryId, input.BrandId);
        product.Price(input.Cost is { } cost ? Money.FromAmount(cost).Minor : null, input.Price is { } price ? Money.FromAmount(price).Minor : null);
        product.Discontinue(input.IsDiscontinued);
        try
        {
            return await SaveAsync(context, product, extras, cancellationToken) is { } stale ? stale : product.Id;
        }
        catch (DbUpdateException error) when (DatabaseErrors.IsUniqueViolation(error))
        {
            return new Refusal("product_number_taken", number) { Field = nameof(input.Number) };
        }
    }

    /// <summary>Product, units and properties together or not at all.</summary>
    private static async Task<Refusal?> SaveAsync(PortalDbContext context, Product product, ProductExtras extras, CancellationToken cancellationToken)
    {
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        if (await context.TrySaveAsync(cancellationToken) is { } stale)
        {
            return stale;
        }

        await ProductExtrasWriter.ApplyAsync(context, new Dictionary<long, ProductExtras> { [product.Id] = extras }, cancellationToken);
        await context.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return null;
    }

    private static ProductExtras ReadExtras(ProductInput input, List<Refusal> refusals)
    {
        var units = input.Units is null ? null : ProductExtras.ReadUnits(input.Units, input.Unit.Trim());
        var attributes = input.Attributes is null ? null : ProductExtras.ReadAttributes(input.Attributes);
        refusals.AddRange((units?.Refusals ?? []).Select(refusal => refusal with { Field = nameof(input.Units) }));
        refusals.AddRange((attributes?.Refusals ?? []).Select(refusal => refusal with { Field = nameof(input.Attributes) }));
        return new ProductExtras(units is { IsDone: true } ? units.Value : null, attributes is { IsDone: true } ? attributes.Value : null);
    }

    private static List<Refusal> Check(ProductInput input)
    {
        const decimal most = 1_000_000_000m;
        var refusals = new List<Refusal>();
        if (string.IsNullOrWhiteSpace(input.Number) || input.Number.Trim().Length > 50)
        {
            refusals.Add(new Refusal("product_number_needed", 50) { Field = nameof(input.Number) });
        }

        if (string.IsNullOrWhiteSpace(input.Name) || input.Name.Trim().Length > 200)
        {
            refusals.Add(new Refusal("product_name_needed", 200) { Field = nameof(input.Name) });
        }

        if (string.IsNullOrWhiteSpace(input.Unit) || input.Unit.Trim().Length > 20)
        {
            refusals.Add(new Refusal("product_unit_needed", 20) { Field = nameof(input.Unit) });
        }

        if (input.Cost is < 0 or > most)
        {
            refusals.Add(new Refusal("product_amount_invalid") { Field = nameof(input.Cost) });
        }

        if (input.Price is < 0 or > most)
        {
            refusals.Add(new Refusal("product_amount_invalid") { Field = nameof(input.Price) });
        }

        return refusals;
    }
}

/// <summary>A product as edited.</summary>
public sealed record ProductInput
{
    /// <summary>The product, or null for a new one.</summary>
    public long? Id { get; init; }

    /// <summary>The version that was read.</summary>
    public long RowVersion { get; init; }

    /// <summary>The number of a new product; an existing one keeps its own.</summary>
    public required string Number { get; init; }

    /// <summary>The name.</summary>
    public required string Name { get; init; }

    /// <summary>The unit.</summary>
    public required string Unit { get; init; }

    /// <summary>The category.</summary>
    public long? CategoryId { get; init; }

    /// <summary>The brand.</summary>
    public long? BrandId { get; init; }

    /// <summary>Cost of one unit.</summary>
    public decimal? Cost { get; init; }

    /// <summary>List price of one unit.</summary>
    public decimal? Price { get; init; }

    /// <summary>Other units, as "box=12; pallet=480"; null leaves them as they are.</summary>
    public string? Units { get; init; }

    /// <summary>Properties, as "line=premium; colour=red"; null leaves them as they are.</summary>
    public string? Attributes { get; init; }

    /// <summary>Whether it is no longer sold.</summary>
    public bool IsDiscontinued { get; init; }
}
