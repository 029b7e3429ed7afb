using Microsoft.EntityFrameworkCore;
using Portal.Domain.Payouts;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Shared;

namespace Portal.Infrastructure.Goods;

/// <summary>Goods given as rebates, for staff: what is to be delivered and what arrived.</summary>
public sealed class GoodsQueries(IDbContextFactory<PortalDbContext> contexts, CurrentUser user)
{
    /// <summary>The deliveries. Sorts: number, customer, product, quantity, ordered, delivered. Filters: <c>state</c> (open, delivered), <c>from</c>, <c>to</c> (days of ordering).</summary>
    public async Task<GridPage<GoodsRow>> ListAsync(GridQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = Filtered(GoodsRow.Of(context, Visible(context)), query);
        var sorted = (query.Sort, query.Descending) switch
        {
            ("customer", false) => rows.OrderBy(row => row.CustomerNumber),
            ("customer", true) => rows.OrderByDescending(row => row.CustomerNumber),
            ("product", false) => rows.OrderBy(row => row.ProductNumber),
            ("product", true) => rows.OrderByDescending(row => row.ProductNumber),
            ("quantity", false) => rows.OrderBy(row => row.Quantity),
            ("quantity", true) => rows.OrderByDescending(row => row.Quantity),
            ("ordered", false) => rows.OrderBy(row => row.OrderedOn),
            ("ordered", true) => rows.OrderByDescending(row => row.OrderedOn),
            ("delivered", false) => rows.OrderBy(row => row.DeliveredOn),
            ("delivered", true) => rows.OrderByDescending(row => row.DeliveredOn),
            ("number", false) => rows.OrderBy(row => row.Number),
            _ => rows.OrderByDescending(row => row.Number),
        };
        return new GridPage<GoodsRow>(
            await sorted.ThenByDescending(row => row.Id).Skip(query.Skip).Take(query.Take).ToListAsync(cancellationToken),
            await rows.CountAsync(cancellationToken));
    }

    private IQueryable<GoodsDelivery> Visible(PortalDbContext context)
    {
        var mayView = user.Can(Permissions.Payouts.View);
        var deliveries = context.GoodsDeliveries.AsNoTracking().Where(row => mayView);
        return user.Scope == DataScope.All
            ? deliveries
            : deliveries.Where(row => context.Customers.VisibleTo(user, context).Any(customer => customer.Id == row.CustomerId));
    }

    private static IQueryable<GoodsRow> Filtered(IQueryable<GoodsRow> rows, GridQuery query)
    {
        rows = query.Filter("state") switch
        {
            "open" => rows.Where(row => row.DeliveredOn == null),
            "delivered" => rows.Where(row => row.DeliveredOn != null),
            _ => rows,
        };
        rows = query.Day("from") is { } from ? rows.Where(row => row.OrderedOn >= from) : rows;
        rows = query.Day("to") is { } to ? rows.Where(row => row.OrderedOn <= to) : rows;
        return query.Term is { } term
            ? rows.Where(row => row.Number.ToLower().Contains(term) || row.CustomerNumber.ToLower().Contains(term) || row.CustomerName.ToLower().Contains(term)
                || row.ProductNumber.ToLower().Contains(term) || row.ProductName.ToLower().Contains(term))
            : rows;
    }
}

/// <summary>The goods that the customer who is signed in gets.</summary>
public sealed class MyGoods(IDbContextFactory<PortalDbContext> contexts, CurrentUser user)
{
    /// <summary>The deliveries, the newest first.</summary>
    public async Task<GridPage<GoodsRow>> ListAsync(int skip, int take, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var customerId = user.CustomerId ?? 0;
        var mine = context.GoodsDeliveries.AsNoTracking().Where(row => customerId != 0 && row.CustomerId == customerId);
        return new GridPage<GoodsRow>(
            await GoodsRow.Of(context, mine).OrderByDescending(row => row.Id).Skip(skip).Take(take).ToListAsync(cancellationToken),
            await mine.CountAsync(cancellationToken));
    }
}

/// <summary>A delivery in a list.</summary>
public sealed record GoodsRow
{
    /// <summary>The delivery.</summary>
    public long Id { get; init; }

    /// <summary>GD-2026-0001.</summary>
    public required string Number { get; init; }

    /// <summary>Who gets them.</summary>
    public long CustomerId { get; init; }

    /// <summary>The customer's number.</summary>
    public required string CustomerNumber { get; init; }

    /// <summary>The customer's name.</summary>
    public required string CustomerName { get; init; }

    /// <summary>The customer's address, as far as it is known.</summary>
    public string? Address { get; init; }

    /// <summary>The customer's phone number.</summary>
    public string? Phone { get; init; }

    /// <summary>The product's number.</summary>
    public required string ProductNumber { get; init; }

    /// <summary>The product's name.</summary>
    public required string ProductName { get; init; }

    /// <summary>The product's unit.</summary>
    public required string Unit { get; init; }

    /// <summary>Whole units.</summary>
    public long Quantity { get; init; }

    /// <summary>What one unit counts for, in minor units.</summary>
    public long UnitValueMinor { get; init; }

    /// <summary>What they count for, in minor units.</summary>
    public long ValueMinor => Quantity * UnitValueMinor;

    /// <summary>ISO code of the currency.</summary>
    public required string Currency { get; init; }

    /// <summary>The payout document.</summary>
    public long DocumentId { get; init; }

    /// <summary>FF-2026-0001.</summary>
    public required string DocumentNumber { get; init; }

    /// <summary>The business day on which they were ordered.</summary>
    public DateOnly OrderedOn { get; init; }

    /// <summary>The business day on which they arrived, or null.</summary>
    public DateOnly? DeliveredOn { get; init; }

    /// <summary>The carrier's or the receiver's reference, or null.</summary>
    public string? Reference { get; init; }

    internal static IQueryable<GoodsRow> Of(PortalDbContext context, IQueryable<GoodsDelivery> deliveries) =>
        from delivery in deliveries
        join item in context.PayoutItems on delivery.PayoutItemId equals item.Id
        join document in context.PayoutDocuments on item.DocumentId equals document.Id
        join customer in context.Customers on delivery.CustomerId equals customer.Id
        join product in context.Products on delivery.ProductId equals product.Id
        select new GoodsRow
        {
            Id = delivery.Id,
            Number = delivery.Number,
            CustomerId = customer.Id,
            CustomerNumber = customer.Number,
            CustomerName = customer.Name,
            Address = customer.Profile.Address,
            Phone = customer.Profile.Phone,
            ProductNumber = product.Number,
            ProductName = product.Name,
            Unit = product.Unit,
            Quantity = delivery.Quantity,
            UnitValueMinor = delivery.UnitValueMinor,
            Currency = delivery.Currency,
            DocumentId = document.Id,
            DocumentNumber = document.Number,
            OrderedOn = delivery.OrderedOn,
            DeliveredOn = delivery.DeliveredOn,
            Reference = delivery.Reference,
        };
}
