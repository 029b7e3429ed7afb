using Microsoft.EntityFrameworkCore;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Data;

namespace Portal.Infrastructure.Discounts;

/// <summary>What the customer who is signed in pays less by its level.</summary>
public sealed class MyLevelDiscount(IDbContextFactory<PortalDbContext> contexts, CurrentUser user)
{
    /// <summary>The discount, or null for none.</summary>
    public async Task<DiscountWords?> ReadAsync(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var customerId = user.CustomerId ?? 0;
        var terms = await (
            from customer in context.Customers
            join level in context.CustomerLevels on customer.LevelId equals level.Id
            where customerId != 0 && customer.Id == customerId
            select level.Discount).SingleOrDefaultAsync(cancellationToken);
        return DiscountWords.Of(terms, await DiscountWords.CategoriesAsync(context, [terms], cancellationToken));
    }
}
