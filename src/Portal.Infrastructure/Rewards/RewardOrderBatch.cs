using Microsoft.EntityFrameworkCore;
using Portal.Domain.Rewards;
using Portal.Domain.Shared;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Data.BulkWrite;
using Portal.Infrastructure.Shared;

namespace Portal.Infrastructure.Rewards;

/// <summary>
/// Orders that are placed in one transaction. They are read for together, decided one after the other in memory, and written
/// together. An order has its number from its row, and its points are held under that number: so the rows of orders that may
/// come about are written first, and those that are refused after all are taken away again.
/// </summary>
internal sealed class RewardOrderBatch
{
    private static readonly string[] EventColumns =
        [nameof(RewardOrderEvent.OrderId), nameof(RewardOrderEvent.State), nameof(RewardOrderEvent.ByUserId), nameof(RewardOrderEvent.ByName), nameof(RewardOrderEvent.AtUtc)];

    private static readonly string[] MovementColumns =
    [
        nameof(RewardStockMovement.RewardId), nameof(RewardStockMovement.Kind), nameof(RewardStockMovement.OnHandDelta), nameof(RewardStockMovement.ReservedDelta),
        nameof(RewardStockMovement.OrderId), nameof(RewardStockMovement.ByUserId), nameof(RewardStockMovement.AtUtc),
    ];

    private readonly IReadOnlyList<RewardOrderRequest> _requests;
    private readonly RewardOrderFacts _facts;
    private readonly BusinessClock _clock;
    private readonly Dictionary<string, IReadOnlyList<Refusal>> _refused = new(StringComparer.Ordinal);
    private readonly Dictionary<string, RewardDraft> _drafts = new(StringComparer.Ordinal);

    private RewardOrderBatch(IReadOnlyList<RewardOrderRequest> requests, RewardOrderFacts facts, BusinessClock clock)
    {
        _requests = requests;
        _facts = facts;
        _clock = clock;
    }

    /// <summary>Orders that may come about, in the order of the requests.</summary>
    public List<RewardDraft> Drafts { get; } = [];

    public static async Task<RewardOrderBatch> ReadAsync(
        IReadOnlyList<RewardOrderRequest> requests, BusinessClock clock, PortalDbContext context, CancellationToken cancellationToken) =>
        new(requests, await RewardOrderFacts.ReadAsync(requests, clock, context, cancellationToken), clock);

    /// <summary>Writes the rows of orders that nothing speaks against so far; each has its number then.</summary>
    public async Task DraftAsync(PortalDbContext context, CancellationToken cancellationToken)
    {
        foreach (var request in _requests.Where(request => !_facts.IsKnown(request.OperationKey)))
        {
            var key = request.OperationKey;
            if (_drafts.ContainsKey(key) || _refused.ContainsKey(key))
            {
                continue;
            }

            if (_facts.Refuse(request) is { Count: > 0 } refusals)
            {
                _refused.Add(key, refusals);
                continue;
            }

            var draft = new RewardDraft(request, Order(request, _facts.TermsOf(request.RewardId)), _facts.TermsOf(request.RewardId));
            _drafts.Add(key, draft);
            Drafts.Add(draft);
        }

        context.AddRange(Drafts.Select(draft => draft.Order));
        await context.SaveChangesAsync(cancellationToken);
    }

    /// <summary>Takes stock, limit and points for a draft, in memory; refused, nothing is taken.</summary>
    public void Take(RewardDraft draft, Func<RewardOrder, Refusal?> hold)
    {
        // What the drafts before it took counts now.
        var refusals = _facts.Refuse(draft.Request);
        if (refusals.Count == 0 && hold(draft.Order) is { } refusal)
        {
            refusals = [refusal];
        }

        if (refusals.Count > 0)
        {
            _refused.Add(draft.Request.OperationKey, refusals);
            return;
        }

        _facts.Take(draft.Order);
        draft.IsTaken = true;
    }

    /// <summary>Writes stocks, movements and first steps, and takes the rows of refused drafts away.</summary>
    public async Task WriteAsync(long? byUserId, PortalDbContext context, CancellationToken cancellationToken)
    {
        var taken = Drafts.Where(draft => draft.IsTaken).ToList();
        if (taken.Count < Drafts.Count)
        {
            context.RemoveRange(Drafts.Where(draft => !draft.IsTaken).Select(draft => draft.Order));
            await context.SaveChangesAsync(cancellationToken);
        }

        await _facts.MoveStocksAsync(context, cancellationToken);
        var nowUtc = _clock.UtcNow;
        await BulkWriter.InsertAsync<RewardOrderEvent, RewardDraft>(
            context,
            EventColumns,
            taken,
            (row, draft) =>
            {
                row.Write(draft.Order.Id);
                row.Write((int)draft.Order.State);
                row.Write(byUserId);
                row.Write(draft.Request.ByName);
                row.Write(nowUtc);
            },
            cancellationToken);
        await BulkWriter.InsertAsync<RewardStockMovement, RewardDraft>(
            context,
            MovementColumns,
            taken,
            (row, draft) =>
            {
                row.Write(draft.Order.RewardId);
                row.Write((int)RewardMovementKind.Reserved);
                row.Write(0L);
                row.Write((long)draft.Order.Quantity);
                row.Write((long?)draft.Order.Id);
                row.Write(byUserId);
                row.Write(nowUtc);
            },
            cancellationToken);
    }

    /// <summary>What came of each request, in their order.</summary>
    public async Task<List<Outcome<PlacedOrder>>> OutcomesAsync(PortalDbContext context, CancellationToken cancellationToken)
    {
        var orders = _requests.Select(request => _facts.Known(request.OperationKey) ?? _drafts.GetValueOrDefault(request.OperationKey)?.Order).ToList();
        var issued = orders.OfType<RewardOrder>().Where(order => order.Delivery == RewardDelivery.AtOnce).Select(order => order.Id).Distinct().ToArray();
        var vouchers = issued.Length == 0
            ? []
            : await context.Vouchers.Where(row => EF.Parameter(issued).Contains(row.OrderId!.Value)).OrderBy(row => row.Id)
                .Select(row => new { row.OrderId, row.Code }).ToListAsync(cancellationToken);
        var codes = vouchers.ToLookup(row => row.OrderId!.Value, row => row.Code);
        var first = _requests.DistinctBy(request => request.OperationKey).ToDictionary(request => request.OperationKey, StringComparer.Ordinal);
        return [.. _requests.Zip(orders, (request, order) => OutcomeOf(request, order, first[request.OperationKey], codes))];
    }

    private Outcome<PlacedOrder> OutcomeOf(RewardOrderRequest request, RewardOrder? order, RewardOrderRequest first, ILookup<long, string> codes)
    {
        if (request.Hash() != (order?.RequestHash ?? first.Hash()))
        {
            return new Refusal("ledger_key_reused", request.OperationKey);
        }

        if (_refused.TryGetValue(request.OperationKey, out var refusals))
        {
            return Outcome<PlacedOrder>.Refused(refusals);
        }

        var isNew = ReferenceEquals(request, first) && !_facts.IsKnown(request.OperationKey);
        return new PlacedOrder(order!.Id, order.Number, order.State, order.PricePoints, order.PriceMoneyMinor, order.PickUpCode, order.ExpiresAtUtc, [.. codes[order.Id]], isNew);
    }

    private RewardOrder Order(RewardOrderRequest request, RewardTerms terms)
    {
        var wish = RewardOrderFacts.WishOf(request, terms);

        // Who picks up has the whole of the last day.
        var expiresAtUtc = wish.Delivery == RewardDelivery.PickUp ? _clock.StartOfDayUtc(_clock.Today.AddDays(terms.HoldDays + 1)) : (DateTime?)null;
        var order = new RewardOrder(
            request.OperationKey, request.Hash(), request.CustomerId, request.RewardId, wish.Quantity, terms.PricePoints * wish.Quantity,
            terms.PriceMoneyMinor * wish.Quantity, wish.Delivery, CheckedCode.New(RewardOrder.PickUpCodeLength), _clock.UtcNow, expiresAtUtc);
        if (wish is { Delivery: RewardDelivery.Ship, Address: { } address })
        {
            order.SendTo(address);
        }

        return order;
    }
}

/// <summary>An order that may come about.</summary>
/// <param name="Request">What was asked.</param>
/// <param name="Order">The order; it has its row.</param>
/// <param name="Terms">The reward's terms.</param>
internal sealed record RewardDraft(RewardOrderRequest Request, RewardOrder Order, RewardTerms Terms)
{
    /// <summary>Whether stock, limit and points were taken for it.</summary>
    public bool IsTaken { get; set; }
}
