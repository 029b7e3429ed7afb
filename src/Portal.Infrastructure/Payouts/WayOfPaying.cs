using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Portal.Domain.Ledger;
using Portal.Domain.Payouts;
using Portal.Domain.Programs;
using Portal.Domain.Shared;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Points;
using Portal.Infrastructure.Settlements;

namespace Portal.Infrastructure.Payouts;

/// <summary>How one payment of a document is made at once: what it writes beside itself, and where its money goes.</summary>
internal abstract class WayOfPaying(PayoutDocument document, LedgerTransferKind transferKind)
{
    /// <summary>What the ledger calls it.</summary>
    public LedgerTransferKind TransferKind { get; } = transferKind;

    /// <summary>The document.</summary>
    protected PayoutDocument Document { get; } = document;

    /// <summary>The way of a document.</summary>
    public static async Task<Outcome<WayOfPaying>> OfAsync(
        PayoutDocument document, GrantPoints grantPoints, PortalDbContext context, DateOnly today, CancellationToken cancellationToken)
    {
        if (document.Method == PayoutMethod.CreditNote)
        {
            return new CreditNotes(document, today);
        }

        if (document.Method == PayoutMethod.Balance)
        {
            return new ToBalance(document);
        }

        var versionId = await context.Settlements.Where(row => row.Id == document.SettlementId).Select(row => row.ProgramVersionId).SingleAsync(cancellationToken);
        var definition = await SettlementPayees.DefinitionAsync(context, versionId, cancellationToken);
        if (document.Method == PayoutMethod.Goods && definition?.Goods is { } goods)
        {
            return await context.Products.Where(product => product.Number == goods.Product).Select(product => (long?)product.Id).SingleOrDefaultAsync(cancellationToken) is { } productId
                ? new InGoods(document, goods, productId, today)
                : new Refusal("payout_goods_unknown", goods.Product);
        }

        if (document.Method == PayoutMethod.Points && definition?.PointsPerUnit is { } pointsPerUnit)
        {
            return new InPoints(document, pointsPerUnit, definition.Code, grantPoints);
        }

        return new Refusal("payout_other_method", document.Number);
    }

    /// <summary>Pays: marks the payment, adds its rows, and says where the money goes. A refusal ends the whole batch.</summary>
    public abstract Task<Outcome<TransferSide[]>> PayAsync(PayoutItem item, long? byUserId, DateTime atUtc, PortalDbContext context, CancellationToken cancellationToken);

    /// <summary>Does what is done for a whole batch at once, when its rows are saved; refused, the transaction is rolled back.</summary>
    public virtual Task<Outcome> EndAsync(PortalDbContext context, CancellationToken cancellationToken) => Task.FromResult(Outcome.Done);

    /// <summary>To the rebate account of whoever is paid.</summary>
    protected TransferSide Balance(PayoutItem item, long amountMinor) =>
        new(LedgerAccountReference.Customer(LedgerAccountKind.RebateBalance, item.PaidTo, Document.Currency), amountMinor);

    private sealed class ToBalance(PayoutDocument document) : WayOfPaying(document, LedgerTransferKind.PayoutToBalance)
    {
        public override Task<Outcome<TransferSide[]>> PayAsync(
            PayoutItem item, long? byUserId, DateTime atUtc, PortalDbContext context, CancellationToken cancellationToken)
        {
            item.MarkPaid(byUserId, atUtc);
            return Task.FromResult<Outcome<TransferSide[]>>(new[] { Balance(item, item.AmountMinor) });
        }
    }

    private sealed class CreditNotes(PayoutDocument document, DateOnly today) : WayOfPaying(document, LedgerTransferKind.PayoutByCreditNote)
    {
        public override async Task<Outcome<TransferSide[]>> PayAsync(
            PayoutItem item, long? byUserId, DateTime atUtc, PortalDbContext context, CancellationToken cancellationToken)
        {
            var number = await context.NextNumberAsync("CN", today.Year, cancellationToken);
            context.Add(new CreditNote(number, item.Id, item.PaidTo, item.AmountMinor, Document.Currency, today));
            item.MarkPaid(byUserId, atUtc);
            return new[] { new TransferSide(LedgerAccountReference.House(LedgerAccountKind.CreditNoteClearing, Document.Currency), item.AmountMinor) };
        }
    }

    private sealed class InGoods(PayoutDocument document, GoodsRule goods, long productId, DateOnly today) : WayOfPaying(document, LedgerTransferKind.PayoutInGoods)
    {
        public override async Task<Outcome<TransferSide[]>> PayAsync(
            PayoutItem item, long? byUserId, DateTime atUtc, PortalDbContext context, CancellationToken cancellationToken)
        {
            var shares = PayoutShares.OfGoods(item.AmountMinor, goods);
            if (shares.Units > 0)
            {
                var number = await context.NextNumberAsync("GD", today.Year, cancellationToken);
                context.Add(new GoodsDelivery(number, item.Id, item.PaidTo, productId, shares.Units, PayoutShares.UnitValueMinor(goods), Document.Currency, today));
            }

            item.MarkGiven(shares, isPoints: false, byUserId, atUtc);
            return new[] { new TransferSide(LedgerAccountReference.House(LedgerAccountKind.GoodsClearing, Document.Currency), shares.ValueMinor), Balance(item, shares.RestMinor) };
        }
    }

    private sealed class InPoints(PayoutDocument document, decimal pointsPerUnit, string program, GrantPoints grantPoints) : WayOfPaying(document, LedgerTransferKind.PayoutInPoints)
    {
        private readonly List<GrantPointsInput> _grants = [];

        public override Task<Outcome<TransferSide[]>> PayAsync(
            PayoutItem item, long? byUserId, DateTime atUtc, PortalDbContext context, CancellationToken cancellationToken)
        {
            var shares = PayoutShares.OfPoints(item.AmountMinor, pointsPerUnit);
            item.MarkGiven(shares, isPoints: true, byUserId, atUtc);
            if (shares.Units > 0)
            {
                _grants.Add(new GrantPointsInput(PayoutFailures.KeyOf(item), item.PaidTo, shares.Units, program + " " + Document.Number));
            }

            return Task.FromResult<Outcome<TransferSide[]>>(
                new[] { new TransferSide(LedgerAccountReference.House(LedgerAccountKind.PointsClearing, Document.Currency), shares.ValueMinor), Balance(item, shares.RestMinor) });
        }

        /// <summary>Granting posts to the ledger, which wants everything saved that came before.</summary>
        public override Task<Outcome> EndAsync(PortalDbContext context, CancellationToken cancellationToken) =>
            _grants.Count == 0 ? Task.FromResult(Outcome.Done) : grantPoints.RunManyAsync(_grants, context, cancellationToken);
    }
}

/// <summary>What is common to the ways of paying.</summary>
public static class PayoutFailures
{
    /// <summary>The failure reason, as a code of a text, of a payment whose rebate was taken back before it was paid.</summary>
    public const string TakenBack = "payout_taken_back";

    /// <summary>The failure reason, as a code of a text, of a payment whose credit note was cancelled.</summary>
    public const string NoteCancelled = "payout_note_cancelled";

    internal static string KeyOf(PayoutItem item) => string.Create(CultureInfo.InvariantCulture, $"payout-item:{item.Id}");
}
