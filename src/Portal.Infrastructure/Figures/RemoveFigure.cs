using Microsoft.EntityFrameworkCore;
using Portal.Domain.Shared;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Data;

namespace Portal.Infrastructure.Figures;

/// <summary>Removes a figure that was entered by mistake.</summary>
public sealed class RemoveFigure(IDbContextFactory<PortalDbContext> contexts, CurrentUser user)
{
    /// <summary>Removes it.</summary>
    public async Task<Outcome> RunAsync(long id, CancellationToken cancellationToken)
    {
        if (user.Refuse(Permissions.Figures.Edit) is { } refusal)
        {
            return refusal;
        }

        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var visible = context.Customers.VisibleTo(user, context);
        var removed = await context.CustomerFigures.Where(row => row.Id == id && visible.Any(customer => customer.Id == row.CustomerId)).ExecuteDeleteAsync(cancellationToken);
        return removed == 0 ? new Refusal(Refusal.NotFound) : Outcome.Done;
    }
}
