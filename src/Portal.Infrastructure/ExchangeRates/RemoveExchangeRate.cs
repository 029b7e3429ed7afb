using Microsoft.EntityFrameworkCore;
using Portal.Domain.Shared;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Data;

namespace Portal.Infrastructure.ExchangeRates;

/// <summary>Removes a rate that was entered by mistake.</summary>
public sealed class RemoveExchangeRate(IDbContextFactory<PortalDbContext> contexts, CurrentUser user)
{
    /// <summary>Removes it.</summary>
    public async Task<Outcome> RunAsync(long id, CancellationToken cancellationToken)
    {
        if (user.Refuse(Permissions.ExchangeRates.Edit) is { } refusal)
        {
            return refusal;
        }

        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.ExchangeRates.Where(row => row.Id == id).ExecuteDeleteAsync(cancellationToken) == 0 ? new Refusal(Refusal.NotFound) : Outcome.Done;
    }
}
