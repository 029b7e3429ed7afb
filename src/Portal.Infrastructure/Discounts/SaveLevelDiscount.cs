using Microsoft.EntityFrameworkCore;
using Portal.Domain.Discounts;
using Portal.Domain.Shared;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Data;

namespace Portal.Infrastructure.Discounts;

/// <summary>Sets what the customers of a level pay less.</summary>
public sealed class SaveLevelDiscount(IDbContextFactory<PortalDbContext> contexts, CurrentUser user)
{
    /// <summary>Sets it; terms that take nothing off are none.</summary>
    public async Task<Outcome> RunAsync(long levelId, DiscountTerms terms, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(terms);
        if (user.Refuse(Permissions.Cards.Edit) is { } refusal)
        {
            return refusal;
        }

        if (terms.Check() is { Count: > 0 } wrong)
        {
            return Outcome.Refused(wrong);
        }

        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        if (await context.CustomerLevels.SingleOrDefaultAsync(row => row.Id == levelId, cancellationToken) is not { } level)
        {
            return new Refusal(Refusal.NotFound);
        }

        var codes = terms.Categories.Select(row => row.Category).ToList();
        var known = await context.ProductCategories.Where(row => codes.Contains(row.Code)).Select(row => row.Code).ToListAsync(cancellationToken);
        if (codes.Except(known).FirstOrDefault() is { } unknown)
        {
            return new Refusal("discount_category_unknown", unknown) { Field = nameof(terms.Categories) };
        }

        level.ChangeDiscount(terms.TakesNothingOff() ? null : terms);
        return await context.TrySaveAsync(cancellationToken) is { } stale ? stale : Outcome.Done;
    }
}
