using Microsoft.EntityFrameworkCore;
using Portal.Domain.Products;
using Portal.Domain.Shared;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Data;

namespace Portal.Infrastructure.Products;

/// <summary>Adds or changes a category or a brand.</summary>
public sealed class SaveProductClassification(IDbContextFactory<PortalDbContext> contexts, CurrentUser user)
{
    private const int MaxDepth = 20;

    /// <summary>Saves it. The code of an existing one stays: files and programmes use it.</summary>
    public async Task<Outcome> RunAsync(ProductClassificationInput input, CancellationToken cancellationToken)
    {
        if (user.Refuse(Permissions.Products.Edit) is { } refusal)
        {
            return refusal;
        }

        var (code, name) = (input.Code.Trim(), input.Name.Trim());
        if (code.Length is 0 or > 50)
        {
            return new Refusal("classification_code_needed", 50) { Field = nameof(input.Code) };
        }

        if (name.Length is 0 or > 200)
        {
            return new Refusal("classification_name_needed", 200) { Field = nameof(input.Name) };
        }

        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        if (!input.IsBrand && input.Id is not null && await IsBelowAsync(context, input.ParentId, input.Id.Value, cancellationToken))
        {
            return new Refusal("category_circle") { Field = nameof(input.ParentId) };
        }

        if (input.Id is null)
        {
            context.Add(input.IsBrand ? new Brand(code, name) : (object)new ProductCategory(code, name, input.ParentId));
        }
        else if (input.IsBrand && await context.Brands.SingleOrDefaultAsync(row => row.Id == input.Id, cancellationToken) is { } brand)
        {
            brand.Rename(name);
        }
        else if (!input.IsBrand && await context.ProductCategories.SingleOrDefaultAsync(row => row.Id == input.Id, cancellationToken) is { } category)
        {
            category.Change(name, input.ParentId);
        }
        else
        {
            return new Refusal(Refusal.NotFound);
        }

        try
        {
            await context.SaveChangesAsync(cancellationToken);
            return Outcome.Done;
        }
        catch (DbUpdateException error) when (DatabaseErrors.IsUniqueViolation(error))
        {
            return new Refusal("classification_code_taken", code) { Field = nameof(input.Code) };
        }
    }

    private static async Task<bool> IsBelowAsync(PortalDbContext context, long? categoryId, long aboveId, CancellationToken cancellationToken)
    {
        for (var depth = 0; categoryId is not null; depth++)
        {
            if (categoryId == aboveId || depth > MaxDepth)
            {
                return true;
            }

            categoryId = await context.ProductCategories.Where(row => row.Id == categoryId).Select(row => row.ParentId).SingleOrDefaultAsync(cancellationToken);
        }

        return false;
    }
}

/// <summary>A category or brand as edited.</summary>
/// <param name="IsBrand">A brand, or a category.</param>
/// <param name="Id">The one to change, or null for a new one.</param>
/// <param name="Code">The code of a new one.</param>
/// <param name="Name">The name.</param>
/// <param name="ParentId">Of a category: the one above.</param>
public sealed record ProductClassificationInput(bool IsBrand, long? Id, string Code, string Name, long? ParentId = null);
