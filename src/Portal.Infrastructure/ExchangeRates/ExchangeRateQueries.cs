using Microsoft.EntityFrameworkCore;
using Portal.Domain.ExchangeRates;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Shared;

namespace Portal.Infrastructure.ExchangeRates;

/// <summary>Reads exchange rates.</summary>
public sealed class ExchangeRateQueries(IDbContextFactory<PortalDbContext> contexts, CurrentUser user)
{
    /// <summary>Rates, the newest first.</summary>
    public async Task<GridPage<ExchangeRateRow>> ListAsync(GridQuery query, CancellationToken cancellationToken)
    {
        if (!user.Can(Permissions.ExchangeRates.View))
        {
            return new GridPage<ExchangeRateRow>([], 0);
        }

        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        IQueryable<ExchangeRate> rates = context.ExchangeRates.AsNoTracking();
        if (query.Term is { } term)
        {
            rates = rates.Where(row => row.Currency.ToLower().Contains(term));
        }

        if (query.Day("from") is { } from)
        {
            rates = rates.Where(row => row.RateOn >= from);
        }

        if (query.Day("to") is { } to)
        {
            rates = rates.Where(row => row.RateOn <= to);
        }

        var total = await rates.CountAsync(cancellationToken);
        var ordered = (query.Sort, query.Descending) switch
        {
            ("currency", false) => rates.OrderBy(row => row.Currency).ThenByDescending(row => row.RateOn),
            ("currency", true) => rates.OrderByDescending(row => row.Currency).ThenByDescending(row => row.RateOn),
            ("day", false) => rates.OrderBy(row => row.RateOn).ThenBy(row => row.Currency),
            _ => rates.OrderByDescending(row => row.RateOn).ThenBy(row => row.Currency),
        };
        var rows = await ordered.Skip(query.Skip).Take(query.Take).ToListAsync(cancellationToken);
        return new GridPage<ExchangeRateRow>(
            rows.ConvertAll(row => new ExchangeRateRow(row.Id, row.RowVersion, row.Currency, row.RateOn, row.Rate, row.ChangedAtUtc)), total);
    }
}

/// <summary>A rate in the list.</summary>
/// <param name="Id">The key.</param>
/// <param name="RowVersion">The version to edit.</param>
/// <param name="Currency">ISO code.</param>
/// <param name="RateOn">The day.</param>
/// <param name="Rate">What one unit was worth in our own currency.</param>
/// <param name="ChangedAtUtc">When it was entered last.</param>
public sealed record ExchangeRateRow(long Id, long RowVersion, string Currency, DateOnly RateOn, decimal Rate, DateTime ChangedAtUtc);
