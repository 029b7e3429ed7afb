using Portal.Domain.Cards;
using Portal.Domain.Shared;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Live;

namespace Portal.Infrastructure.Cards;

/// <summary>Reports a card lost (挂失): from the commit on it is refused everywhere.</summary>
public sealed class ReportCardLost
{
    private readonly CardWork _work;
    private readonly CurrentUser _user;
    private readonly LiveUpdates _live;

    internal ReportCardLost(CardWork work, LiveUpdates live, CurrentUser user)
    {
        _work = work;
        _live = live;
        _user = user;
    }

    /// <summary>Reports it; the same key does it once.</summary>
    public async Task<Outcome<CardReceipt>> RunAsync(CardReasonInput input, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(input);
        if ((_user.Refuse(Permissions.Cards.Operate) ?? CardOperationKey.CheckReason(input.Reason)) is { } refusal)
        {
            return refusal;
        }

        return await RunCheckedAsync(input, cancellationToken);
    }

    /// <summary>The same for a card whose holder asks; the caller has checked that.</summary>
    internal async Task<Outcome<CardReceipt>> RunCheckedAsync(CardReasonInput input, CancellationToken cancellationToken)
    {
        var request = new CardRequest(input.OperationKey, CardOperationKey.Hash("lost", input.CardId), input.CardId);
        var outcome = await _work.RunAsync(
            request,
            (locked, _, _) =>
            {
                var before = locked.Card.State;
                return Task.FromResult(locked.Card.ReportLost(_work.Today, _work.UtcNow) is { } refusal
                    ? (Outcome<CardStep>)refusal
                    : new CardStep(CardOperationKind.ReportedLost) { Reason = input.Reason, StateBefore = before });
            },
            cancellationToken);
        if (outcome.IsDone)
        {
            await _live.PublishAsync(LiveUpdates.Cards, CancellationToken.None);
        }

        return outcome;
    }
}

/// <summary>The card was found (解挂): it works again.</summary>
public sealed class UnfreezeCard
{
    private readonly CardWork _work;
    private readonly CurrentUser _user;

    internal UnfreezeCard(CardWork work, CurrentUser user)
    {
        _work = work;
        _user = user;
    }

    /// <summary>Unfreezes it; the same key does it once.</summary>
    public async Task<Outcome<CardReceipt>> RunAsync(CardReasonInput input, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(input);
        if ((_user.Refuse(Permissions.Cards.Operate) ?? CardOperationKey.CheckReason(input.Reason)) is { } refusal)
        {
            return refusal;
        }

        return await _work.RunAsync(
            new CardRequest(input.OperationKey, CardOperationKey.Hash("found", input.CardId), input.CardId),
            (locked, _, _) => Task.FromResult(locked.Card.Unfreeze(_work.Today, _work.UtcNow) is { } refused
                ? (Outcome<CardStep>)refused
                : new CardStep(CardOperationKind.Unfrozen) { Reason = input.Reason, StateBefore = CardState.Lost }),
            cancellationToken);
    }
}

/// <summary>Lets an expired card run on: what is left on it can be had again.</summary>
public sealed class ReactivateCard
{
    private readonly CardWork _work;
    private readonly CurrentUser _user;

    internal ReactivateCard(CardWork work, CurrentUser user)
    {
        _work = work;
        _user = user;
    }

    /// <summary>Reactivates it; the same key does it once.</summary>
    public async Task<Outcome<CardReceipt>> RunAsync(CardReasonInput input, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(input);
        if ((_user.Refuse(Permissions.Cards.Operate) ?? CardOperationKey.CheckNote(input.Reason)) is { } refusal)
        {
            return refusal;
        }

        return await _work.RunAsync(
            new CardRequest(input.OperationKey, CardOperationKey.Hash("reactivate", input.CardId), input.CardId), (locked, _, _) => Task.FromResult(Decide(input, locked)), cancellationToken);
    }

    private Outcome<CardStep> Decide(CardReasonInput input, LockedCard locked)
    {
        var before = locked.Card.StateOn(_work.Today);
        var validTo = TopUpLimits.LastDay(_work.Today, locked.Rules.ReactivationMonths);
        return locked.Card.Reactivate(validTo, _work.Today, _work.UtcNow) is { } refused
            ? refused
            : new CardStep(CardOperationKind.Reactivated) { Reason = input.Reason, StateBefore = before, Detail = CardDetails.Day(validTo) };
    }
}

/// <summary>Sets the most that one card may spend in a day.</summary>
public sealed class LimitCard
{
    private readonly CardWork _work;
    private readonly CurrentUser _user;

    internal LimitCard(CardWork work, CurrentUser user)
    {
        _work = work;
        _user = user;
    }

    /// <summary>Sets it; null takes it away.</summary>
    public async Task<Outcome<CardReceipt>> RunAsync(LimitCardInput input, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(input);
        if ((_user.Refuse(Permissions.Cards.Operate) ?? CardOperationKey.CheckReason(input.Reason)) is { } refusal)
        {
            return refusal;
        }

        if (input.DailyLimitMinor <= 0)
        {
            return new Refusal("card_amount") { Field = nameof(input.DailyLimitMinor) };
        }

        return await _work.RunAsync(
            new CardRequest(input.OperationKey, CardOperationKey.Hash("limit", input.CardId, input.DailyLimitMinor), input.CardId),
            (locked, _, _) =>
            {
                var detail = $"{CardDetails.Amount(locked.Card.DailyLimitMinor)} → {CardDetails.Amount(input.DailyLimitMinor)}";
                locked.Card.LimitTo(input.DailyLimitMinor);
                return Task.FromResult<Outcome<CardStep>>(new CardStep(CardOperationKind.LimitChanged) { Reason = input.Reason, Detail = detail });
            },
            cancellationToken);
    }
}

/// <summary>Which card, and why.</summary>
/// <param name="OperationKey">Made before the first try.</param>
/// <param name="CardId">The card.</param>
/// <param name="Reason">Why.</param>
public sealed record CardReasonInput(string OperationKey, long CardId, string? Reason);

/// <summary>The most that a card may spend in a day.</summary>
/// <param name="OperationKey">Made before the first try.</param>
/// <param name="CardId">The card.</param>
/// <param name="DailyLimitMinor">The amount in fen, or null for what the type says.</param>
/// <param name="Reason">Why.</param>
public sealed record LimitCardInput(string OperationKey, long CardId, long? DailyLimitMinor, string? Reason);

/// <summary>What stands in the detail of an operation, readable in every language.</summary>
internal static class CardDetails
{
    public static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

    public static string Amount(long? minor) => minor is { } known ? new Money(known).Format() : "—";
}
