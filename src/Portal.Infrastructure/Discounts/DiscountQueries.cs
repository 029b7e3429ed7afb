using Microsoft.EntityFrameworkCore;
using Portal.Domain.Discounts;
using Portal.Domain.Shared;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Customers;
using Portal.Infrastructure.Data;

namespace Portal.Infrastructure.Discounts;

/// <summary>Reads what levels take off prices, and works bills out.</summary>
public sealed class DiscountQueries(IDbContextFactory<PortalDbContext> contexts, CurrentUser user)
{
    /// <summary>All levels, the highest first; none for who may see neither cards nor points.</summary>
    public async Task<IReadOnlyList<LevelDiscountRow>> LevelsAsync(CancellationToken cancellationToken)
    {
        if (!user.Can(Permissions.Cards.View) && !user.Can(Permissions.Points.View))
        {
            return [];
        }

        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var levels = await context.CustomerLevels.AsNoTracking().OrderBy(row => row.Rank).ThenBy(row => row.Id).ToListAsync(cancellationToken);
        var names = await DiscountWords.CategoriesAsync(context, levels.Select(row => row.Discount), cancellationToken);
        return levels.ConvertAll(row => new LevelDiscountRow(row.Id, row.Code, row.Name, row.Discount, DiscountWords.Of(row.Discount, names)));
    }

    /// <summary>The categories that a discount or a line of a bill can name, in the order of the tree.</summary>
    public async Task<IReadOnlyList<CodeName>> CategoriesAsync(CancellationToken cancellationToken)
    {
        if (!user.Can(Permissions.Cards.View) && !user.Can(Permissions.Points.View))
        {
            return [];
        }

        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.ProductCategories.OrderBy(row => row.Name).Select(row => new CodeName(row.Id, row.Code, row.Name)).ToListAsync(cancellationToken);
    }

    /// <summary>A bill with the discounts of a card's holder, before it is paid; nothing is written.</summary>
    public async Task<Outcome<DiscountedBill>> BillAsync(long cardId, IReadOnlyList<BillLineInput> lines, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(lines);
        if (user.Refuse(Permissions.Cards.Operate) is { } refusal)
        {
            return refusal;
        }

        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var visible = context.Customers.VisibleTo(user, context);
        var seesAll = user.Scope == DataScope.All;
        var card = await (
            from row in context.Cards
            join type in context.CardTypes on row.CardTypeId equals type.Id
            join account in context.CardAccounts on row.AccountId equals account.Id
            where row.Id == cardId && (seesAll || visible.Any(customer => customer.Id == account.CustomerId))
            select new { Type = type, account.CustomerId }).AsNoTracking().SingleOrDefaultAsync(cancellationToken);
        return card is null ? new Refusal(Refusal.NotFound) : await CustomerDiscounts.ApplyAsync(context, card.Type, card.CustomerId, lines, cancellationToken);
    }
}

/// <summary>A level with its discount.</summary>
/// <param name="Id">The key.</param>
/// <param name="Code">The code.</param>
/// <param name="Name">The name.</param>
/// <param name="Discount">The rates, or null.</param>
/// <param name="Words">The same with names of categories, or null.</param>
public sealed record LevelDiscountRow(long Id, string Code, string Name, DiscountTerms? Discount, DiscountWords? Words);
