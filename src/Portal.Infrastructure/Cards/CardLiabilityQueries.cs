using Microsoft.EntityFrameworkCore;
using Portal.Domain.Cards;
using Portal.Domain.Ledger;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Data;

namespace Portal.Infrastructure.Cards;

/// <summary>What is owed on cards, from the ledger's entries: principal and gift apart, and visits that were paid and not used.</summary>
public sealed class CardLiabilityQueries(IDbContextFactory<PortalDbContext> contexts, CurrentUser user)
{
    /// <summary>All parts over some days: opening, topped up, spent, refunded and so on, closing.</summary>
    public async Task<CardLiability> ReadAsync(DateOnly firstOn, DateOnly lastOn, CancellationToken cancellationToken)
    {
        if (!user.Can(Permissions.Cards.View) || user.Scope != DataScope.All)
        {
            return new CardLiability(new CardLiabilityPart(), new CardLiabilityPart(), new VisitLiability());
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

        return new CardLiability(Part(LedgerAccountKind.CardPrincipal), Part(LedgerAccountKind.CardGift), await VisitsAsync(context, firstOn, lastOn, cancellationToken));
    }

    /// <summary>Counts come from the ledger, values from the lots: what was paid for them less what their uses were worth.</summary>
    private static async Task<VisitLiability> VisitsAsync(PortalDbContext context, DateOnly firstOn, DateOnly lastOn, CancellationToken cancellationToken)
    {
        var counts = await (
            from entry in context.LedgerEntries
            join account in context.LedgerAccounts on entry.AccountId equals account.Id
            join transfer in context.LedgerTransfers on entry.TransferId equals transfer.Id
            where account.Kind == LedgerAccountKind.CardVisits && transfer.EffectiveOn <= lastOn
            group entry.AmountMinor by new { transfer.Kind, IsBefore = transfer.EffectiveOn < firstOn } into parts
            select new { parts.Key.Kind, parts.Key.IsBefore, Sum = parts.Sum() }).ToListAsync(cancellationToken);
        var sold = await (
            from lot in context.VisitLots
            join operation in context.CardOperations on lot.OperationId equals operation.Id
            where operation.On <= lastOn
            group lot by new { lot.Service, IsBefore = operation.On < firstOn } into lots
            select new { lots.Key.Service, lots.Key.IsBefore, Times = lots.Sum(lot => (long)lot.Times), Value = lots.Sum(lot => lot.PriceMinor) }).ToListAsync(cancellationToken);
        var used = await (
            from use in context.VisitUses
            join operation in context.CardOperations on use.OperationId equals operation.Id
            join lot in context.VisitLots on use.LotId equals lot.Id
            where operation.On <= lastOn
            group use by new { lot.Service, operation.Kind, IsBefore = operation.On < firstOn } into uses
            select new { uses.Key.Service, uses.Key.Kind, uses.Key.IsBefore, Times = uses.Sum(use => (long)use.Times), Value = uses.Sum(use => use.ValueMinor) }).ToListAsync(cancellationToken);

        VisitSum Moved(LedgerTransferKind transfer, CardOperationKind kind) => new(
            counts.Where(row => !row.IsBefore && row.Kind == transfer).Sum(row => row.Sum), -used.Where(row => !row.IsBefore && row.Kind == kind).Sum(row => row.Value));
        return new VisitLiability
        {
            Opening = new VisitSum(counts.Where(row => row.IsBefore).Sum(row => row.Sum), sold.Where(row => row.IsBefore).Sum(row => row.Value) - used.Where(row => row.IsBefore).Sum(row => row.Value)),
            Sold = Moved(LedgerTransferKind.CardVisitsSold, CardOperationKind.VisitsSold) with { ValueMinor = sold.Where(row => !row.IsBefore).Sum(row => row.Value) },
            Used = Moved(LedgerTransferKind.CardVisitsUsed, CardOperationKind.VisitsUsed),
            Returned = Moved(LedgerTransferKind.CardVisitsReturned, CardOperationKind.VisitsReturned),
            Expired = Moved(LedgerTransferKind.CardVisitsExpired, CardOperationKind.VisitsExpired),
            Closed = Moved(LedgerTransferKind.CardClosed, CardOperationKind.Closed),
            Closing = new VisitSum(counts.Sum(row => row.Sum), sold.Sum(row => row.Value) - used.Sum(row => row.Value)),
            Services =
            [
                .. sold.GroupBy(row => row.Service).Select(group => new VisitServiceSum(
                    group.Key,
                    new VisitSum(
                        group.Sum(row => row.Times) - used.Where(row => row.Service == group.Key).Sum(row => row.Times),
                        group.Sum(row => row.Value) - used.Where(row => row.Service == group.Key).Sum(row => row.Value))))
                .Where(row => row.Left.Count != 0).OrderByDescending(row => row.Left.ValueMinor).ThenBy(row => row.Service, StringComparer.Ordinal),
            ],
        };
    }
}

/// <summary>What is owed on cards.</summary>
/// <param name="Principal">Money that was paid in.</param>
/// <param name="Gift">What was given on top.</param>
/// <param name="Visits">Visits that were paid and not used.</param>
public sealed record CardLiability(CardLiabilityPart Principal, CardLiabilityPart Gift, VisitLiability Visits);

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

/// <summary>Visits over some days, each movement with its sign; it closes: the movements added to the opening are the closing.</summary>
public sealed record VisitLiability
{
    /// <summary>Owed before the first day.</summary>
    public VisitSum Opening { get; init; }

    /// <summary>Sold.</summary>
    public VisitSum Sold { get; init; }

    /// <summary>Used.</summary>
    public VisitSum Used { get; init; }

    /// <summary>Put back after a use.</summary>
    public VisitSum Returned { get; init; }

    /// <summary>Expired.</summary>
    public VisitSum Expired { get; init; }

    /// <summary>Paid back when cards were closed.</summary>
    public VisitSum Closed { get; init; }

    /// <summary>Owed after the last day, summed up apart.</summary>
    public VisitSum Closing { get; init; }

    /// <summary>What is left, service by service; from the lots.</summary>
    public IReadOnlyList<VisitServiceSum> Services { get; init; } = [];

    /// <summary>What the movements do not explain, or where the ledger and the lots differ; zero.</summary>
    public VisitSum Difference => new(
        Math.Abs(Closing.Count - (Opening + Sold + Used + Returned + Expired + Closed).Count) + Math.Abs(Closing.Count - Services.Sum(row => row.Left.Count)),
        Closing.ValueMinor - (Opening + Sold + Used + Returned + Expired + Closed).ValueMinor);
}

/// <summary>Some visits and what they are worth.</summary>
/// <param name="Count">How many.</param>
/// <param name="ValueMinor">Their value at the price that was paid.</param>
public readonly record struct VisitSum(long Count, long ValueMinor)
{
    /// <summary>Adds two.</summary>
    public static VisitSum operator +(VisitSum left, VisitSum right) => new(left.Count + right.Count, left.ValueMinor + right.ValueMinor);
}

/// <summary>What is left of a service.</summary>
/// <param name="Service">The service.</param>
/// <param name="Left">Visits that can still be used.</param>
public sealed record VisitServiceSum(string Service, VisitSum Left);
