using Microsoft.EntityFrameworkCore;
using Portal.Domain.Ledger;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Data;

namespace Portal.Infrastructure.Cards;

/// <summary>What is owed on cards, principal and gift apart, from the ledger's entries.</summary>
public sealed class CardLiabilityQueries(IDbContextFactory<PortalDbContext> contexts, CurrentUser user)
{
    /// <summary>Both parts over some days: opening, topped up, spent, refunded and so on, closing.</summary>
    public async Task<CardLiability> ReadAsync(DateOnly firstOn, DateOnly lastOn, CancellationToken cancellationToken)
    {
        if (!user.Can(Permissions.Cards.View) || user.Scope != DataScope.All)
        {
            return new CardLiability(new CardLiabilityPart(), new CardLiabilityPart());
        }

        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var sums = await (
            from entry in context.LedgerEntries
            join account in context.LedgerAccounts on entry.AccountId equals account.Id
            join transfer in context.LedgerTransfers on entry.TransferId equals transfer.Id
            where (account.Kind == LedgerAccountKind.CardPrincipal || account.Kind == LedgerAccountKind.CardGift) && transfer.EffectiveOn <= lastOn
            group entry.AmountMinor by new { account.Kind, Transfer = transfer.Kind, IsBefore = transfer.EffectiveOn < firstOn } into parts
            select new { parts.Key.Kind, parts.Key.Transfer, parts.Key.IsBefore, Sum = parts.Sum() }).ToListAsync(cancellationToken);

        CardLiabilityPart Part(LedgerAccountKind kind)
        {
            long Of(LedgerTransferKind transfer) => sums.Where(row => row.Kind == kind && !row.IsBefore && row.Transfer == transfer).Sum(row => row.Sum);
            return new CardLiabilityPart
            {
                OpeningMinor = sums.Where(row => row.Kind == kind && row.IsBefore).Sum(row => row.Sum),
                ToppedUpMinor = Of(LedgerTransferKind.CardToppedUp),
                TakenBackMinor = -Of(LedgerTransferKind.CardTopUpReversed),
                SpentMinor = -Of(LedgerTransferKind.CardSpent),
                RefundedMinor = Of(LedgerTransferKind.CardRefunded),
                ClosedMinor = -Of(LedgerTransferKind.CardClosed),
                ClosingMinor = sums.Where(row => row.Kind == kind).Sum(row => row.Sum),
            };
        }

        return new CardLiability(Part(LedgerAccountKind.CardPrincipal), Part(LedgerAccountKind.CardGift));
    }
}

/// <summary>What is owed on cards.</summary>
/// <param name="Principal">Money that was paid in.</param>
/// <param name="Gift">What was given on top.</param>
public sealed record CardLiability(CardLiabilityPart Principal, CardLiabilityPart Gift);

/// <summary>One part over some days; it closes: opening + topped up − taken back − spent + refunded − closed = closing.</summary>
public sealed record CardLiabilityPart
{
    /// <summary>Owed before the first day.</summary>
    public long OpeningMinor { get; init; }

    /// <summary>Topped up.</summary>
    public long ToppedUpMinor { get; init; }

    /// <summary>Top-ups taken back.</summary>
    public long TakenBackMinor { get; init; }

    /// <summary>Spent.</summary>
    public long SpentMinor { get; init; }

    /// <summary>Purchases refunded.</summary>
    public long RefundedMinor { get; init; }

    /// <summary>Paid out or forfeited when cards were closed.</summary>
    public long ClosedMinor { get; init; }

    /// <summary>Owed after the last day, summed up apart.</summary>
    public long ClosingMinor { get; init; }

    /// <summary>What the movements do not explain; zero.</summary>
    public long DifferenceMinor => ClosingMinor - (OpeningMinor + ToppedUpMinor - TakenBackMinor - SpentMinor + RefundedMinor - ClosedMinor);
}
