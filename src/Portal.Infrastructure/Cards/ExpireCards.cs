using Microsoft.EntityFrameworkCore;
using Portal.Domain.Cards;
using Portal.Domain.Ledger;
using Portal.Domain.Shared;
using Portal.Infrastructure.Data;

namespace Portal.Infrastructure.Cards;

/// <summary>
/// Says of cards past their last day that they have expired, and takes visits past theirs. Money stays on expired cards and
/// can be had again by re-activation. Safe to repeat, to be late and to be interrupted: each card and lot is a transaction of
/// its own under a key that says which.
/// </summary>
public sealed class ExpireCards
{
    private const int BatchSize = 500;
    private readonly CardWork _work;
    private readonly IDbContextFactory<PortalDbContext> _contexts;

    internal ExpireCards(CardWork work, IDbContextFactory<PortalDbContext> contexts)
    {
        _work = work;
        _contexts = contexts;
    }

    /// <summary>Expires what is due today.</summary>
    public async Task<ExpiredCards> RunAsync(CancellationToken cancellationToken)
    {
        var cards = 0;
        long after = 0;
        while (await DueCardsAsync(after, cancellationToken) is { Count: > 0 } due)
        {
            foreach (var (id, validTo) in due)
            {
                cards += await ExpireAsync(id, validTo, cancellationToken) ? 1 : 0;
            }

            after = due[^1].Id;
        }

        var visits = 0;
        after = 0;
        while (await DueLotsAsync(after, cancellationToken) is { Count: > 0 } due)
        {
            foreach (var lotId in due)
            {
                visits += await ExpireLotAsync(lotId, cancellationToken);
            }

            after = due[^1];
        }

        return new ExpiredCards(cards, visits);
    }

    private async Task<List<(long Id, DateOnly ValidTo)>> DueCardsAsync(long after, CancellationToken cancellationToken)
    {
        var today = _work.Today;
        await using var context = await _contexts.CreateDbContextAsync(cancellationToken);
        var rows = await context.Cards
            .Where(row => (row.State == CardState.Active || row.State == CardState.Lost) && row.ValidTo < today && row.Id > after)
            .OrderBy(row => row.Id).Select(row => new { row.Id, row.ValidTo }).Take(BatchSize).ToListAsync(cancellationToken);
        return rows.ConvertAll(row => (row.Id, row.ValidTo!.Value));
    }

    private async Task<bool> ExpireAsync(long cardId, DateOnly validTo, CancellationToken cancellationToken)
    {
        var outcome = await _work.RunAsync(
            new CardRequest($"expire:{cardId}:{CardDetails.Day(validTo)}", CardOperationKey.Hash("expire", cardId, validTo), cardId),
            (locked, _, _) =>
            {
                var before = locked.Card.State;
                return Task.FromResult(locked.Card.Expire(_work.Today, _work.UtcNow) is { } refusal
                    ? (Outcome<CardStep>)refusal
                    : new CardStep(CardOperationKind.Expired) { StateBefore = before, Detail = CardDetails.Day(validTo) });
            },
            cancellationToken);
        return outcome.IsDone && outcome.Value.IsNew;
    }

    private async Task<List<long>> DueLotsAsync(long after, CancellationToken cancellationToken)
    {
        var today = _work.Today;
        await using var context = await _contexts.CreateDbContextAsync(cancellationToken);
        return await context.VisitLots.Where(row => row.Left > 0 && row.ValidTo < today && row.Id > after)
            .OrderBy(row => row.Id).Select(row => row.Id).Take(BatchSize).ToListAsync(cancellationToken);
    }

    /// <summary>Takes what is left of a lot. Visits that go back into it later expire at the next run: the key counts its uses.</summary>
    private async Task<int> ExpireLotAsync(long lotId, CancellationToken cancellationToken)
    {
        await using var reading = await _contexts.CreateDbContextAsync(cancellationToken);
        var uses = await reading.VisitUses.CountAsync(row => row.LotId == lotId, cancellationToken);
        var cardId = await (
            from lot in reading.VisitLots
            join sale in reading.CardOperations on lot.OperationId equals sale.Id
            where lot.Id == lotId
            select sale.CardId!.Value).SingleAsync(cancellationToken);
        var outcome = await _work.RunAsync(
            new CardRequest($"visits-expire:{lotId}:{uses}", CardOperationKey.Hash("visits-expire", lotId), cardId),
            async (_, context, ct) =>
            {
                var lot = await context.VisitLots.SingleAsync(row => row.Id == lotId, ct);
                if (lot.Left == 0 || !(lot.ValidTo < _work.Today))
                {
                    return new Refusal(Refusal.ChangedByOther);
                }

                var (left, value) = (lot.Left, lot.LeftValueMinor);
                lot.Take(left);
                return new CardStep(CardOperationKind.VisitsExpired)
                {
                    Visits = -left,
                    Service = lot.Service,
                    Transfer = LedgerTransferKind.CardVisitsExpired,
                    Rows = id => [new VisitUse(id, lotId, left, value)],
                };
            },
            cancellationToken);
        return outcome.IsDone && outcome.Value.IsNew ? -outcome.Value.Visits : 0;
    }
}

/// <summary>What a run expired.</summary>
/// <param name="Cards">Cards.</param>
/// <param name="Visits">Visits.</param>
public sealed record ExpiredCards(int Cards, int Visits);
