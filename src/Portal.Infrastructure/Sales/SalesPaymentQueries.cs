using Microsoft.EntityFrameworkCore;
using Portal.Domain.Sales;
using Portal.Domain.Shared;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Shared;

namespace Portal.Infrastructure.Sales;

/// <summary>Payments of sales documents, for the customers that the person may see.</summary>
public sealed class SalesPaymentQueries(IDbContextFactory<PortalDbContext> contexts, CurrentUser user)
{
    /// <summary>The payments, the latest first. Sorts: number, date, amount, recorded. Filters: <c>from</c>, <c>to</c> (days of payment), <c>document</c>, <c>customer</c> (number or name), <c>source</c>, <c>open</c> (those whose document is not known yet).</summary>
    public async Task<GridPage<SalesPaymentListRow>> ListAsync(GridQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        if (!user.Can(Permissions.Sales.View))
        {
            return new GridPage<SalesPaymentListRow>([], 0);
        }

        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var payments = Filtered(context, query);
        var total = await payments.CountAsync(cancellationToken);
        var ordered = (query.Sort, query.Descending) switch
        {
            ("number", false) => payments.OrderBy(row => row.Number),
            ("number", true) => payments.OrderByDescending(row => row.Number),
            ("amount", false) => payments.OrderBy(row => row.AmountMinor),
            ("amount", true) => payments.OrderByDescending(row => row.AmountMinor),
            ("recorded", false) => payments.OrderBy(row => row.RecordedAtUtc),
            ("recorded", true) => payments.OrderByDescending(row => row.RecordedAtUtc),
            ("date", false) => payments.OrderBy(row => row.PaidOn),
            _ => payments.OrderByDescending(row => row.PaidOn),
        };
        var page = await ordered.ThenByDescending(row => row.Id).Skip(query.Skip).Take(query.Take).ToListAsync(cancellationToken);
        return new GridPage<SalesPaymentListRow>(await RowsAsync(context, page, cancellationToken), total);
    }

    /// <summary>The payments of a page with their documents, of which the highest version counts.</summary>
    private static async Task<List<SalesPaymentListRow>> RowsAsync(PortalDbContext context, List<SalesPayment> page, CancellationToken cancellationToken)
    {
        var sources = page.Select(row => row.DocumentSource).Distinct().ToArray();
        var numbers = page.Select(row => row.DocumentNumber).Distinct().ToArray();
        var found = await (
            from document in context.SalesDocuments
            join customer in context.Customers on document.CustomerId equals customer.Id
            where EF.Parameter(sources).Contains(document.Source) && EF.Parameter(numbers).Contains(document.Number) && document.Version > 0
            select new { document.Source, document.Number, document.Version, document.Id, document.Currency, CustomerId = customer.Id, CustomerNumber = customer.Number, customer.Name })
            .ToListAsync(cancellationToken);
        var documents = found.GroupBy(row => (row.Source, row.Number)).ToDictionary(group => group.Key, group => group.MaxBy(row => row.Version)!);
        return page.ConvertAll(payment =>
        {
            var document = documents.GetValueOrDefault((payment.DocumentSource, payment.DocumentNumber));
            return new SalesPaymentListRow
            {
                Id = payment.Id,
                Number = payment.Number,
                Source = payment.Source,
                Version = payment.Version,
                PaidOn = payment.PaidOn,
                DocumentNumber = payment.DocumentNumber,
                DocumentId = document?.Id,
                Currency = document?.Currency ?? Money.DefaultCurrency,
                CustomerId = document?.CustomerId,
                CustomerNumber = document?.CustomerNumber,
                CustomerName = document?.Name,
                AmountMinor = payment.AmountMinor,
                RecordedAtUtc = payment.RecordedAtUtc,
            };
        });
    }

    private IQueryable<SalesPayment> Filtered(PortalDbContext context, GridQuery query)
    {
        var payments = context.SalesPayments.AsNoTracking();
        if (user.Scope != DataScope.All)
        {
            var visible = context.Customers.VisibleTo(user, context);
            payments = payments.Where(payment => context.SalesDocuments.Any(document => document.Source == payment.DocumentSource
                && document.Number == payment.DocumentNumber && visible.Any(customer => customer.Id == document.CustomerId)));
        }

        payments = query.Day("from") is { } from ? payments.Where(row => row.PaidOn >= from) : payments;
        payments = query.Day("to") is { } to ? payments.Where(row => row.PaidOn <= to) : payments;
        payments = query.Filter("source") is { } source ? payments.Where(row => row.Source == source) : payments;
        payments = query.Filter("document") is { } number ? payments.Where(row => row.DocumentNumber == number) : payments;
        payments = query.Filter("open") == "true"
            ? payments.Where(row => !context.SalesDocuments.Any(document => document.Source == row.DocumentSource && document.Number == row.DocumentNumber))
            : payments;
        if (query.Filter("customer")?.ToLowerInvariant() is { } customerText)
        {
            payments = payments.Where(row => context.SalesDocuments.Any(document => document.Source == row.DocumentSource && document.Number == row.DocumentNumber
                && context.Customers.Any(customer => customer.Id == document.CustomerId
                    && (customer.Number.ToLower() == customerText || customer.Name.ToLower().Contains(customerText)))));
        }

        return query.Term is { } term
            ? payments.Where(row => row.Number.ToLower().Contains(term) || row.DocumentNumber.ToLower().Contains(term))
            : payments;
    }
}

/// <summary>A payment in a list.</summary>
public sealed record SalesPaymentListRow
{
    /// <summary>The payment.</summary>
    public long Id { get; init; }

    /// <summary>Its number in the system that recorded it.</summary>
    public required string Number { get; init; }

    /// <summary>That system.</summary>
    public required string Source { get; init; }

    /// <summary>From 1; negative for what takes back the version of that number.</summary>
    public int Version { get; init; }

    /// <summary>The business day.</summary>
    public DateOnly PaidOn { get; init; }

    /// <summary>The document that is paid.</summary>
    public required string DocumentNumber { get; init; }

    /// <summary>Its row; null while it is not known.</summary>
    public long? DocumentId { get; init; }

    /// <summary>ISO code of the document's currency; yuan while it is not known.</summary>
    public required string Currency { get; init; }

    /// <summary>The customer; null while the document is not known.</summary>
    public long? CustomerId { get; init; }

    /// <summary>The customer's number, or null.</summary>
    public string? CustomerNumber { get; init; }

    /// <summary>The customer's name, or null.</summary>
    public string? CustomerName { get; init; }

    /// <summary>The amount in minor units; negative for what was paid back.</summary>
    public long AmountMinor { get; init; }

    /// <summary>When it was recorded.</summary>
    public DateTime RecordedAtUtc { get; init; }
}
