using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Portal.Domain.Points.Engine;
using Portal.Domain.Points.Events;
using Portal.Domain.Points.Records;
using Portal.Domain.Points.Rules;
using Portal.Domain.Shared;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Data.BulkWrite;
using Portal.Infrastructure.Shared;

namespace Portal.Infrastructure.Points;

/// <summary>
/// Books one event in the caller's transaction: the member is locked and read, the engine decides, what changed is written,
/// and the same moves in the ledger. A key that is known gives the first result.
/// </summary>
internal sealed class PointsBooking(PointsRulesBook book, PointsWriting writing, CurrentUser user, BusinessClock clock)
{
    public const int MaxKeyLength = 80;

    public async Task<Outcome<PointsPosted>> RunAsync(PointsOrder order, PortalDbContext context, CancellationToken cancellationToken)
    {
        var opened = await OpenAsync([order], context, cancellationToken);
        if (!opened.IsDone)
        {
            return opened.Refusal;
        }

        var booked = Book(order, opened.Value);
        if (!booked.IsDone || !booked.Value.IsNew)
        {
            return booked;
        }

        var written = await WriteAsync(opened.Value, context, cancellationToken);
        return written.IsDone ? booked : Outcome<PointsPosted>.Refused(written.Refusals);
    }

    /// <summary>Locks and reads the members of several orders, which are then booked in memory and written together.</summary>
    public async Task<Outcome<PointsBookings>> OpenAsync(IReadOnlyList<PointsOrder> orders, PortalDbContext context, CancellationToken cancellationToken)
    {
        if (context.Database.CurrentTransaction is null)
        {
            throw new InvalidOperationException("Points are booked within the caller's transaction.");
        }

        if (orders.Any(order => string.IsNullOrWhiteSpace(order.Key) || order.Key.Length > MaxKeyLength))
        {
            return new Refusal("points_key_invalid", MaxKeyLength);
        }

        var rules = await book.ReadAsync(context, cancellationToken);
        if (rules.Versions.Count == 0)
        {
            return new Refusal("points_no_program");
        }

        var needs = new Dictionary<long, MemberNeeds>();
        foreach (var order in orders)
        {
            var on = At(order, rules).On;
            var need = order.Needs with { From = on, To = on };
            needs[order.CustomerId] = needs.TryGetValue(order.CustomerId, out var known) ? known.With(need) : need;
        }

        var referrals = await ReferralReading.ReadAsync(
            [.. needs.Keys], [.. orders.Select(order => order.Event).OfType<JoinEvent>()], rules, needs, context, cancellationToken);
        var stored = await MemberReading.ReadAsync(needs, rules, context, cancellationToken);

        // Looked for after the lock: a second request with the key waits there for the first.
        var keys = orders.Select(order => order.Key).ToArray();
        var events = await context.PointsEvents.AsNoTracking().Where(row => EF.Parameter(keys).Contains(row.EventKey)).ToDictionaryAsync(row => row.EventKey, cancellationToken);
        var batch = new PointsBatch(rules, stored, referrals);
        ReferralReading.SplitUses(batch, referrals);
        return new PointsBookings(batch, events);
    }

    /// <summary>Books in memory. Each key is asked for once; refused, nothing has changed.</summary>
    public Outcome<PointsPosted> Book(PointsOrder order, PointsBookings bookings)
    {
        var rules = bookings.Batch.Rules;
        var hash = PointsJson.Hash(order.Content);
        if (bookings.Known.TryGetValue(order.Key, out var known))
        {
            return known.ContentHash == hash && known.CustomerId == order.CustomerId
                ? new PointsPosted(known.EventKey, Scale(rules).Points(known.Units), known.ValueMinor, IsNew: false)
                : new Refusal("points_event_id_reused", order.Key);
        }

        var at = At(order, rules);
        var item = order.Event with { Id = order.Key, Member = PointsJson.Name(order.CustomerId), At = at.Local.ToString("yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture) };
        var result = bookings.Batch.Handle(item, new PointsBookingNote(hash, order.Reference, user.UserId, order.IsHold), at.On);
        return result.State == EventState.Done
            ? new PointsPosted(order.Key, Scale(rules).Points(bookings.Batch.Booked[^1].Units), result.RedeemedMinor, IsNew: true)
            : Outcome<PointsPosted>.Refused(result.Refusals);
    }

    /// <summary>Writes what was booked; refused, the transaction has to be rolled back.</summary>
    public Task<Outcome> WriteAsync(PointsBookings bookings, PortalDbContext context, CancellationToken cancellationToken) =>
        writing.RunAsync(bookings.Batch, Now(bookings.Batch.Rules).On, clock.UtcNow, context, cancellationToken);

    /// <summary>Posts what is held; done already, nothing happens.</summary>
    public async Task<Outcome<PointsPosted>> PostHeldAsync(string key, PostTransferCall post, PortalDbContext context, CancellationToken cancellationToken)
    {
        var rules = await book.ReadAsync(context, cancellationToken);
        if (await FindUseAsync(key, context, cancellationToken) is not { } use)
        {
            return new Refusal("points_redemption_unknown", key);
        }

        switch (use.State)
        {
            case PointsRedemptionState.Posted:
                return new PointsPosted(key, -Scale(rules).Points(use.Units), null, IsNew: false);
            case PointsRedemptionState.Released:
                return new Refusal("points_redemption_cancelled", key);
            case PointsRedemptionState.Used:
                return new Refusal("points_not_held", key);
            case PointsRedemptionState.Held:
                break;
            default:
                throw new InvalidOperationException("Unknown state " + use.State);
        }

        await context.PointsRedemptions.Where(row => row.CustomerId == use.CustomerId && row.EventKey == key)
            .ExecuteUpdateAsync(row => row.SetProperty(to => to.State, PointsRedemptionState.Posted), cancellationToken);
        var posted = await post(PointsTransfers.PostHeld(use.CustomerId, key, use.OpenUnits, Now(rules).On), context, cancellationToken);
        return posted.IsDone ? new PointsPosted(key, -Scale(rules).Points(use.Units), null, IsNew: true) : Outcome<PointsPosted>.Refused(posted.Refusals);
    }

    /// <summary>Puts held or used points back into their lots; done already, nothing happens.</summary>
    public async Task<Outcome<PointsPosted>> GiveBackAsync(string key, bool isHold, string? reference, PortalDbContext context, CancellationToken cancellationToken, string? at = null)
    {
        if (await FindUseAsync(key, context, cancellationToken) is not { } use)
        {
            return new Refusal("points_redemption_unknown", key);
        }

        if (use.State != PointsRedemptionState.Released && isHold != (use.State == PointsRedemptionState.Held))
        {
            return new Refusal(isHold ? "points_not_held" : "points_still_held", key);
        }

        return await RunAsync(
            new PointsOrder
            {
                Key = "back:" + key,
                CustomerId = use.CustomerId,
                Content = "back " + key,
                Reference = reference,
                Event = new CancelRedemptionEvent { Redemption = key },
                Needs = new MemberNeeds { From = default, To = default, Redemptions = [key] },
                IsHold = isHold,
                At = at,
            },
            context,
            cancellationToken);
    }

    internal static PointScale Scale(PointsRulesByDay rules) => new(rules.Versions[^1].Rules.PointDecimals, rules.Versions[^1].Rules.CurrencyDecimals);

    internal static TimeZoneInfo Zone(PointsRulesByDay rules) => TimeZoneInfo.FindSystemTimeZoneById(rules.Versions[^1].Rules.TimeZone);

    private Moment At(PointsOrder order, PointsRulesByDay rules) => order.At is { } given ? Moment.Parse(given, Zone(rules))!.Value : Now(rules);

    internal Moment Now(PointsRulesByDay rules) => new(TimeZoneInfo.ConvertTimeFromUtc(clock.UtcNow, Zone(rules)), clock.UtcNow);

    /// <summary>The use, with its member locked.</summary>
    private static async Task<PointsRedemptionRecord?> FindUseAsync(string key, PortalDbContext context, CancellationToken cancellationToken)
    {
        var owner = await context.PointsEvents.Where(row => row.EventKey == key).Select(row => (long?)row.CustomerId).SingleOrDefaultAsync(cancellationToken);
        if (owner is not { } customerId)
        {
            return null;
        }

        await LockedRows.Lock<PointsMembership>(context, [customerId]).AsNoTracking().ToListAsync(cancellationToken);
        return await context.PointsRedemptions.AsNoTracking().SingleOrDefaultAsync(row => row.CustomerId == customerId && row.EventKey == key && !row.IsOnSale, cancellationToken);
    }
}

/// <summary>Members that are locked and read, and what is booked of them in memory.</summary>
/// <param name="Batch">The members.</param>
/// <param name="Known">The events that have one of the keys already.</param>
internal sealed record PointsBookings(PointsBatch Batch, IReadOnlyDictionary<string, PointsEventRecord> Known);

/// <summary>Posts one transfer in the caller's transaction.</summary>
internal delegate Task<Outcome<Ledger.PostedTransfer>> PostTransferCall(Domain.Ledger.TransferRequest request, PortalDbContext context, CancellationToken cancellationToken);

/// <summary>What is to be booked.</summary>
internal sealed record PointsOrder
{
    /// <summary>Unique for ever.</summary>
    public required string Key { get; init; }

    public required long CustomerId { get; init; }

    /// <summary>What makes two requests with one key the same.</summary>
    public required string Content { get; init; }

    public required PointsEvent Event { get; init; }

    public string? Reference { get; init; }

    public MemberNeeds Needs { get; init; } = new() { From = default, To = default };

    public bool IsHold { get; init; }

    /// <summary>When, where not now.</summary>
    public string? At { get; init; }
}

/// <summary>What was booked.</summary>
/// <param name="Key">The event's key.</param>
/// <param name="Points">What it moved on the balance, in points; negative for what left.</param>
/// <param name="ValueMinor">The value of points used on a bill.</param>
/// <param name="IsNew">Whether it was booked now, not found under its key.</param>
public sealed record PointsPosted(string Key, decimal Points, long? ValueMinor, bool IsNew);
