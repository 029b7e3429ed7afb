using Microsoft.EntityFrameworkCore;
using Portal.Domain.Cards;
using Portal.Domain.Ledger;
using Portal.Domain.Shared;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Data;

namespace Portal.Infrastructure.Cards;

/// <summary>Sells visits (次): one service, so many times, for a price, until a day.</summary>
public sealed class SellVisits
{
    private readonly CardWork _work;
    private readonly CurrentUser _user;

    internal SellVisits(CardWork work, CurrentUser user)
    {
        _work = work;
        _user = user;
    }

    /// <summary>Sells them; the same key sells once.</summary>
    public async Task<Outcome<CardReceipt>> RunAsync(SellVisitsInput input, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (_user.Refuse(Permissions.Cards.Operate) is { } refusal)
        {
            return refusal;
        }

        var service = input.Service?.Trim() ?? "";
        var refusals = new List<Refusal>();
        if (service.Length is 0 or > 100)
        {
            refusals.Add(new Refusal("card_service") { Field = nameof(input.Service) });
        }

        if (input.Times is < 1 or > 10_000)
        {
            refusals.Add(new Refusal("card_times") { Field = nameof(input.Times) });
        }

        if (input.PriceMinor is < 0 or > 1_000_000_000)
        {
            refusals.Add(new Refusal("card_amount") { Field = nameof(input.PriceMinor) });
        }

        if (input.ValidTo < _work.Today)
        {
            refusals.Add(new Refusal("card_day_past") { Field = nameof(input.ValidTo) });
        }

        if (refusals.Count > 0)
        {
            return Outcome<CardReceipt>.Refused(refusals);
        }

        var request = new CardRequest(
            input.OperationKey, CardOperationKey.Hash("visits", input.CardId, service, input.Times, input.PriceMinor, input.ValidTo, input.Method), input.CardId);
        return await _work.RunAsync(request, (locked, _, _) => Task.FromResult(Decide(input with { Service = service }, locked)), cancellationToken);
    }

    private Outcome<CardStep> Decide(SellVisitsInput input, LockedCard locked)
    {
        if (locked.Card.RefuseTopUp(_work.Today, locked.Rules.LostBlocksTopUp) is { } unusable)
        {
            return unusable;
        }

        return !locked.Rules.HoldsVisits ? new Refusal("card_holds_no_visits") : new CardStep(CardOperationKind.VisitsSold)
        {
            Visits = input.Times,
            Service = input.Service,
            MoneyMinor = input.PriceMinor,
            Method = input.Method,
            Transfer = LedgerTransferKind.CardVisitsSold,
            Rows = id => [new VisitLot(locked.Account!.Id, id, input.Service, input.Times, input.PriceMinor, input.ValidTo)],
        };
    }
}

/// <summary>Uses visits: the earliest last day first.</summary>
public sealed class UseVisits
{
    private readonly CardWork _work;
    private readonly CurrentUser _user;

    internal UseVisits(CardWork work, CurrentUser user)
    {
        _work = work;
        _user = user;
    }

    /// <summary>Uses them in a transaction of its own; the same key uses once.</summary>
    public async Task<Outcome<CardReceipt>> RunAsync(UseVisitsInput input, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (_user.Refuse(Permissions.Cards.Operate) is { } refusal)
        {
            return refusal;
        }

        var proof = input.Pin is null ? null : await _work.Pins.PrepareAsync(input.CardId, input.Pin, cancellationToken);
        return await _work.RunAsync(Request(input, proof), (locked, context, ct) => DecideAsync(input, proof is not null, locked, context, ct), cancellationToken);
    }

    /// <summary>Uses them in the caller's transaction, as <see cref="SpendStoredValue"/> pays in it.</summary>
    public Task<Attempt<CardReceipt>> RunAsync(UseVisitsInput input, PinProof? proof, PortalDbContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(input);
        return _work.RunAsync(Request(input, proof), (locked, caller, ct) => DecideAsync(input, proof is not null, locked, caller, ct), context, cancellationToken);
    }

    private static CardRequest Request(UseVisitsInput input, PinProof? proof) =>
        new(input.OperationKey, CardOperationKey.Hash("use", input.CardId, input.Service, input.Times, input.Document), input.CardId) { Pin = proof };

    private async Task<Outcome<CardStep>> DecideAsync(UseVisitsInput input, bool hasPin, LockedCard locked, PortalDbContext context, CancellationToken cancellationToken)
    {
        if (locked.Card.RefuseUse(_work.Today) is { } unusable)
        {
            return unusable;
        }

        if (!locked.Rules.HoldsVisits)
        {
            return new Refusal("card_holds_no_visits");
        }

        if (locked.Rules.AsksPin && !hasPin)
        {
            return new Refusal(locked.Card.PinHash is null ? "card_pin_missing" : "card_pin_needed") { Field = nameof(input.Pin) };
        }

        var accountId = locked.Account!.Id;
        var lots = await context.VisitLots.Where(row => row.AccountId == accountId && row.Left > 0).ToListAsync(cancellationToken);
        var plan = VisitLot.Plan(lots, input.Service.Trim(), input.Times, _work.Today);
        if (!plan.IsDone)
        {
            return plan.Refusal;
        }

        var uses = plan.Value.Select(take => (take.Lot, take.Times, ValueMinor: take.Lot.NextValueMinor(take.Times))).ToList();
        foreach (var use in uses)
        {
            use.Lot.Take(use.Times);
        }

        return new CardStep(CardOperationKind.VisitsUsed)
        {
            Visits = -input.Times,
            Service = input.Service.Trim(),
            Transfer = LedgerTransferKind.CardVisitsUsed,
            Document = input.Document,
            Rows = id => uses.Select(use => new VisitUse(id, use.Lot.Id, use.Times, use.ValueMinor)),
        };
    }
}

/// <summary>Puts all visits of one use back into the lots they came from.</summary>
public sealed class ReturnVisits
{
    private readonly CardWork _work;
    private readonly CurrentUser _user;

    internal ReturnVisits(CardWork work, CurrentUser user)
    {
        _work = work;
        _user = user;
    }

    /// <summary>Puts them back; the same key does it once.</summary>
    public async Task<Outcome<CardReceipt>> RunAsync(ReturnVisitsInput input, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (_user.Refuse(Permissions.Cards.Operate) is { } refusal)
        {
            return refusal;
        }

        if (CardOperationKey.CheckReason(input.Reason) is { } noReason)
        {
            return noReason;
        }

        var request = new CardRequest(input.OperationKey, CardOperationKey.Hash("visits-back", input.CardId, input.UseOperationId), input.CardId);
        return await _work.RunAsync(request, (locked, context, ct) => DecideAsync(input, locked, context, ct), cancellationToken);
    }

    private static async Task<Outcome<CardStep>> DecideAsync(ReturnVisitsInput input, LockedCard locked, PortalDbContext context, CancellationToken cancellationToken)
    {
        var used = await context.CardOperations.AsNoTracking().SingleOrDefaultAsync(row => row.Id == input.UseOperationId, cancellationToken);
        if (used is null || used.Kind != CardOperationKind.VisitsUsed || used.AccountId != locked.Card.AccountId || locked.Account!.ClosedAtUtc is not null)
        {
            return new Refusal("card_refund_unknown");
        }

        if (await context.CardOperations.AnyAsync(row => row.ReversesOperationId == used.Id, cancellationToken))
        {
            return new Refusal("card_visits_returned", used.SlipNumber);
        }

        var uses = await context.VisitUses.AsNoTracking().Where(row => row.OperationId == used.Id).ToListAsync(cancellationToken);
        var lotIds = uses.ConvertAll(use => use.LotId);
        var lots = await context.VisitLots.Where(row => lotIds.Contains(row.Id)).ToDictionaryAsync(row => row.Id, cancellationToken);
        var back = new List<(long LotId, int Times, long ValueMinor)>(uses.Count);
        foreach (var use in uses)
        {
            var lot = lots[use.LotId];
            back.Add((lot.Id, use.Times, lot.ReturnValueMinor(use.Times)));
            lot.PutBack(use.Times);
        }

        return new CardStep(CardOperationKind.VisitsReturned)
        {
            Visits = -used.Visits,
            Service = used.Service,
            Transfer = LedgerTransferKind.CardVisitsReturned,
            ReversesOperationId = used.Id,
            Document = used.Document,
            Reason = input.Reason,
            Rows = id => back.Select(use => new VisitUse(id, use.LotId, -use.Times, -use.ValueMinor)),
        };
    }
}

/// <summary>Which visits to sell.</summary>
/// <param name="OperationKey">Made before the first try.</param>
/// <param name="CardId">The card.</param>
/// <param name="Service">The service.</param>
/// <param name="Times">How many.</param>
/// <param name="PriceMinor">What is paid for all of them.</param>
/// <param name="Method">How it is paid.</param>
/// <param name="ValidTo">The last day, or null.</param>
public sealed record SellVisitsInput(string OperationKey, long CardId, string Service, int Times, long PriceMinor, CardPayMethod Method, DateOnly? ValidTo = null);

/// <summary>Which visits to use.</summary>
/// <param name="OperationKey">Made before the first try.</param>
/// <param name="CardId">The card.</param>
/// <param name="Service">The service.</param>
/// <param name="Times">How many.</param>
/// <param name="Document">The bill.</param>
/// <param name="Pin">The PIN, where the type asks for it.</param>
public sealed record UseVisitsInput(string OperationKey, long CardId, string Service, int Times, string? Document, string? Pin = null)
{
    /// <summary>Everything but the PIN, which belongs into no log.</summary>
    public override string ToString() => $"{nameof(UseVisitsInput)} {OperationKey} card {CardId}: {Times} {Service}, {Document}";
}

/// <summary>Which use to take back.</summary>
/// <param name="OperationKey">Made before the first try.</param>
/// <param name="CardId">The card.</param>
/// <param name="UseOperationId">The use.</param>
/// <param name="Reason">Why.</param>
public sealed record ReturnVisitsInput(string OperationKey, long CardId, long UseOperationId, string Reason);
