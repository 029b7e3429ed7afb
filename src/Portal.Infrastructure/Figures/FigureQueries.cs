using Microsoft.EntityFrameworkCore;
using Portal.Domain.Shared;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Shared;

namespace Portal.Infrastructure.Figures;

/// <summary>Reads targets and base figures of the customers that the person may see.</summary>
public sealed class FigureQueries(IDbContextFactory<PortalDbContext> contexts, CurrentUser user)
{
    /// <summary>Figures by list and customer.</summary>
    public async Task<GridPage<FigureRow>> ListAsync(GridQuery query, CancellationToken cancellationToken)
    {
        if (!user.Can(Permissions.Figures.View))
        {
            return new GridPage<FigureRow>([], 0);
        }

        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var rows =
            from figure in context.CustomerFigures
            join customer in context.Customers.VisibleTo(user, context) on figure.CustomerId equals customer.Id
            select new { Figure = figure, Customer = customer };
        if (query.Term is { } term)
        {
            rows = rows.Where(row => row.Customer.Number.ToLower().Contains(term) || row.Customer.Name.ToLower().Contains(term) || row.Figure.ListName.ToLower().Contains(term));
        }

        if (query.Filter("list") is { } list)
        {
            rows = rows.Where(row => row.Figure.ListName == list);
        }

        if (query.Day("from") is { } from)
        {
            rows = rows.Where(row => row.Figure.ToOn >= from);
        }

        if (query.Day("to") is { } to)
        {
            rows = rows.Where(row => row.Figure.FromOn <= to);
        }

        var total = await rows.CountAsync(cancellationToken);
        var ordered = (query.Sort, query.Descending) switch
        {
            ("customer", false) => rows.OrderBy(row => row.Customer.Number).ThenBy(row => row.Figure.Id),
            ("customer", true) => rows.OrderByDescending(row => row.Customer.Number).ThenBy(row => row.Figure.Id),
            ("value", false) => rows.OrderBy(row => row.Figure.ValueMilli).ThenBy(row => row.Figure.Id),
            ("value", true) => rows.OrderByDescending(row => row.Figure.ValueMilli).ThenBy(row => row.Figure.Id),
            _ => rows.OrderBy(row => row.Figure.ListName).ThenBy(row => row.Customer.Number).ThenBy(row => row.Figure.FromOn),
        };
        var page = await ordered.Skip(query.Skip).Take(query.Take).Select(row => new FigureRow(
            row.Figure.Id, row.Figure.RowVersion, row.Figure.ListName, row.Customer.Id, row.Customer.Number, row.Customer.Name, row.Figure.FromOn, row.Figure.ToOn,
            new Quantity(row.Figure.ValueMilli).Units, row.Figure.ChangedAtUtc)).ToListAsync(cancellationToken);
        return new GridPage<FigureRow>(page, total);
    }

    /// <summary>The names of the lists.</summary>
    public async Task<IReadOnlyList<string>> ListNamesAsync(CancellationToken cancellationToken)
    {
        if (!user.Can(Permissions.Figures.View))
        {
            return [];
        }

        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.CustomerFigures.Select(row => row.ListName).Distinct().OrderBy(name => name).ToListAsync(cancellationToken);
    }
}

/// <summary>A figure in the list.</summary>
/// <param name="Id">The key.</param>
/// <param name="RowVersion">The version to edit.</param>
/// <param name="List">The list.</param>
/// <param name="CustomerId">The customer.</param>
/// <param name="CustomerNumber">Its number.</param>
/// <param name="CustomerName">Its name.</param>
/// <param name="From">The first day.</param>
/// <param name="To">The last day.</param>
/// <param name="Value">The figure, in what the programme measures.</param>
/// <param name="ChangedAtUtc">When it was entered last.</param>
public sealed record FigureRow(
    long Id, long RowVersion, string List, long CustomerId, string CustomerNumber, string CustomerName, DateOnly From, DateOnly To, decimal Value, DateTime ChangedAtUtc);
