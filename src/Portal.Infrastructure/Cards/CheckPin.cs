using Microsoft.EntityFrameworkCore;
using Portal.Domain.Cards;
using Portal.Domain.Shared;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Shared;

namespace Portal.Infrastructure.Cards;

/// <summary>
/// Checks a card's PIN in the caller's transaction, in two steps: <see cref="PrepareAsync"/> does the slow hashing before the
/// transaction begins, so that nobody waits behind it, and <see cref="RunAsync"/> counts the try inside it. A refusal of
/// <see cref="RunAsync"/> has to be committed, or the wrong try would not count: return
/// <see cref="Attempt{T}.RefusedKeeping"/> to <see cref="AttemptExtensions.RunAttemptAsync"/>.
/// </summary>
public sealed class CheckPin(IDbContextFactory<PortalDbContext> contexts, CardPinHashes hashes, BusinessClock clock)
{
    /// <summary>Hashes what was typed. It takes as long for a card that does not exist or has no PIN.</summary>
    public async Task<PinProof> PrepareAsync(long cardId, string? pin, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var hash = await context.Cards.Where(row => row.Id == cardId).Select(row => row.PinHash).SingleOrDefaultAsync(cancellationToken);
        return new PinProof(cardId, pin, hash, hashes.Verify(hash, pin));
    }

    /// <summary>
    /// Checks the card (lost, replaced, expired and closed ones are refused) and counts the try. Takes the account's turn, so
    /// call it before anything else in the transaction; nothing unsaved is left behind.
    /// </summary>
    /// <returns>Null for the right PIN of a card in use.</returns>
    public async Task<Refusal?> RunAsync(PinProof proof, PortalDbContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(proof);
        ArgumentNullException.ThrowIfNull(context);
        return (await RunManyAsync([proof], context, cancellationToken))[0];
    }

    /// <summary>Checks several cards, one after the other; a wrong PIN of one does not touch the others.</summary>
    internal async Task<IReadOnlyList<Refusal?>> RunManyAsync(IReadOnlyList<PinProof> proofs, PortalDbContext context, CancellationToken cancellationToken)
    {
        var cards = await LockedCard.TakeCardsAsync(context, [.. proofs.Select(proof => proof.CardId).Distinct()], cancellationToken);
        var refusals = proofs.Select(proof => cards.TryGetValue(proof.CardId, out var locked) ? Count(proof, locked.Card, locked.Rules) : new Refusal(Refusal.NotFound)).ToList();
        await context.SaveChangesAsync(cancellationToken);
        return refusals;
    }

    internal async Task<Refusal?> CountAsync(PinProof proof, Card card, CardTypeRules rules, PortalDbContext context, CancellationToken cancellationToken)
    {
        var refusal = Count(proof, card, rules);
        await context.SaveChangesAsync(cancellationToken);
        return refusal;
    }

    private Refusal? Count(PinProof proof, Card card, CardTypeRules rules)
    {
        var now = clock.UtcNow;
        if ((card.RefuseUse(clock.Today) ?? card.RefusePin(now, rules)) is { } refused)
        {
            return refused;
        }

        // The PIN was changed between the hashing and the lock: only then it is hashed inside the transaction.
        var isRight = proof.HashSeen == card.PinHash ? proof.IsRight : hashes.Verify(card.PinHash, proof.Pin);
        return card.TryPin(isRight, now, rules);
    }
}

/// <summary>A PIN that was typed and hashed, to be counted. It never shows the PIN.</summary>
public sealed class PinProof
{
    internal PinProof(long cardId, string? pin, string? hashSeen, bool isRight)
    {
        CardId = cardId;
        Pin = pin;
        HashSeen = hashSeen;
        IsRight = isRight;
    }

    /// <summary>The card.</summary>
    public long CardId { get; }

    internal string? Pin { get; }

    internal string? HashSeen { get; }

    internal bool IsRight { get; }
}
