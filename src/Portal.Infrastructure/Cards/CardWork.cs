using Microsoft.EntityFrameworkCore;
using Portal.Domain.Cards;
using Portal.Domain.Ledger;
using Portal.Domain.Shared;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Ledger;
using Portal.Infrastructure.Shared;

namespace Portal.Infrastructure.Cards;

/// <summary>
/// The way that all operations with a card go: take the account's turn, find out whether the operation was done before, check
/// the PIN, decide, save, post, record. One transaction; refused, nothing of it stays but the count of a wrong PIN.
/// </summary>
internal sealed class CardWork(WriteTransaction writes, PostTransfer post, CheckPin checkPin, CardMessages messages, CurrentUser user, BusinessClock clock)
{
    public delegate Task<Outcome<CardStep>> Decision(LockedCard locked, PortalDbContext context, CancellationToken cancellationToken);

    public DateOnly Today => clock.Today;

    public DateTime UtcNow => clock.UtcNow;

    public CheckPin Pins => checkPin;

    /// <summary>Runs an operation in a transaction of its own.</summary>
    public Task<Outcome<CardReceipt>> RunAsync(CardRequest request, Decision decide, CancellationToken cancellationToken) =>
        writes.RunAttemptAsync((context, ct) => RunAsync(request, decide, context, ct), cancellationToken);

    /// <summary>Runs an operation in the caller's transaction; a refusal that keeps its writes has to be committed.</summary>
    public async Task<Attempt<CardReceipt>> RunAsync(CardRequest request, Decision decide, PortalDbContext context, CancellationToken cancellationToken)
    {
        if (CardOperationKey.Check(request.OperationKey) is { } badKey)
        {
            return badKey;
        }

        var locked = await LockedCard.TakeAsync(context, request.CardId, cancellationToken);
        if (locked is null)
        {
            return new Refusal(Refusal.NotFound);
        }

        if (await FindAsync(request, context, cancellationToken) is { } known)
        {
            return known;
        }

        if (request.Pin is { } proof && await checkPin.CountAsync(proof, locked.Card, locked.Rules, context, cancellationToken) is { } wrong)
        {
            return Attempt<CardReceipt>.RefusedKeeping(wrong);
        }

        var step = await decide(locked, context, cancellationToken);
        return step.IsDone ? await WriteAsync(request, locked, step.Value, context, cancellationToken) : Refused(step, request.Pin is not null);
    }

    /// <summary>What an operation with this key did before, or null.</summary>
    public static async Task<Outcome<CardReceipt>?> FindAsync(CardRequest request, PortalDbContext context, CancellationToken cancellationToken)
    {
        var known = await context.CardOperations.AsNoTracking().SingleOrDefaultAsync(row => row.OperationKey == request.OperationKey, cancellationToken);
        return known is null ? null
            : known.RequestHash == request.Hash ? CardReceipt.Of(known, isNew: false)
            : new Refusal("card_key_reused", request.OperationKey);
    }

    /// <summary>Saves what was decided, posts and records it.</summary>
    public async Task<Outcome<CardReceipt>> WriteAsync(CardRequest request, LockedCard locked, CardStep step, PortalDbContext context, CancellationToken cancellationToken)
    {
        var after = locked.Balance + step.Moved;
        var operation = new CardOperation(
            request.OperationKey, request.Hash, step.Kind, locked.Card.Id == 0 ? null : locked.Card.Id, locked.Card.AccountId, user.UserId, Today, UtcNow)
        {
            Reason = Trimmed(step.Reason),
            Document = Trimmed(step.Document),
            Method = step.Method,
            MoneyMinor = step.MoneyMinor,
            DiscountMinor = step.DiscountMinor,
            PrincipalMinor = step.Moved.PrincipalMinor,
            GiftMinor = step.Moved.GiftMinor,
            Visits = step.Visits,
            Service = step.Service,
            PrincipalAfterMinor = after.PrincipalMinor,
            GiftAfterMinor = after.GiftMinor,
            VisitsAfter = locked.Visits + step.Visits,
            StateBefore = step.StateBefore ?? locked.Card.State,
            StateAfter = locked.Card.State,
            Detail = step.Detail,
            ReversesOperationId = step.ReversesOperationId,
            OtherCardId = step.OtherCardId,
            TopUpRuleId = step.TopUpRuleId,
        };
        context.Add(operation);
        if (await context.TrySaveAsync(cancellationToken) is { } stale)
        {
            return stale;
        }

        if (step.Rows is { } rows)
        {
            context.AddRange(rows(operation.Id));
            await context.SaveChangesAsync(cancellationToken);
        }

        if (step.Transfer is { } kind && locked.Card.AccountId is { } accountId)
        {
            var sides = step.Sides(accountId).ToList();
            if (sides.Count > 0)
            {
                var posted = await post.RunAsync(
                    new TransferRequest("card:" + operation.SlipNumber, kind, operation.SlipNumber, Today, sides) { Note = operation.Reason }, context, cancellationToken);
                if (!posted.IsDone)
                {
                    return posted.Refusal;
                }
            }
        }

        await messages.TellAsync(operation, locked, step.FormerHolderId, context, cancellationToken);
        return CardReceipt.Of(operation, isNew: true);
    }

    /// <summary>A right PIN before a refusal sets the count of wrong ones back, and that may stay.</summary>
    private static Attempt<CardReceipt> Refused(Outcome<CardStep> step, bool keepsWrites) => new(Outcome<CardReceipt>.Refused(step.Refusals), keepsWrites);

    private static string? Trimmed(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}

/// <summary>An operation that is asked for.</summary>
/// <param name="OperationKey">Made before the first try.</param>
/// <param name="Hash">Of what is asked.</param>
/// <param name="CardId">The card.</param>
internal sealed record CardRequest(string OperationKey, string Hash, long CardId)
{
    /// <summary>The PIN to check, or null where none is asked.</summary>
    public PinProof? Pin { get; init; }
}
