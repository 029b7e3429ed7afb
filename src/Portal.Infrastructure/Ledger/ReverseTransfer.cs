using Microsoft.EntityFrameworkCore;
using Portal.Domain.Ledger;
using Portal.Domain.Shared;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Shared;

namespace Portal.Infrastructure.Ledger;

/// <summary>Corrects a transfer that was entered by hand by posting its mirror. Others are taken back through their documents.</summary>
public sealed class ReverseTransfer(WriteTransaction writes, PostTransfer postTransfer, CurrentUser user, BusinessClock clock)
{
    /// <summary>Posts the mirror; a second time it finds the first.</summary>
    public async Task<Outcome<PostedTransfer>> RunAsync(ReverseTransferInput input, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (user.Refuse(Permissions.Ledger.Post) is { } refusal)
        {
            return refusal;
        }

        if (string.IsNullOrWhiteSpace(input.Reason))
        {
            return new Refusal("ledger_reason_missing") { Field = nameof(input.Reason) };
        }

        return await writes.RunAsync((context, ct) => ReverseAsync(input, context, ct), cancellationToken);
    }

    private async Task<Outcome<PostedTransfer>> ReverseAsync(ReverseTransferInput input, PortalDbContext context, CancellationToken cancellationToken)
    {
        var transfer = await context.LedgerTransfers.AsNoTracking().SingleOrDefaultAsync(row => row.Id == input.TransferId, cancellationToken);
        if (transfer is null)
        {
            return new Refusal(Refusal.NotFound);
        }

        if (transfer.Kind is not (LedgerTransferKind.SetOff or LedgerTransferKind.Manual))
        {
            return new Refusal("ledger_reverse_through_document", transfer.Source);
        }

        var mirrorId = await context.LedgerTransfers.Where(row => row.ReversesTransferId == transfer.Id).Select(row => (long?)row.Id).SingleOrDefaultAsync(cancellationToken);
        if (mirrorId is { } known)
        {
            return new PostedTransfer(known, false);
        }

        var sides = await LedgerSides.OfAsync(transfer.Id, context, cancellationToken);
        return await postTransfer.RunAsync(
            TransferRequest.Mirror(transfer, sides, clock.Today, input.Reason.Trim(), ignoresFloor: false), context, cancellationToken);
    }
}

/// <summary>What to correct.</summary>
/// <param name="TransferId">The transfer.</param>
/// <param name="Reason">Why; kept with the mirror.</param>
public sealed record ReverseTransferInput(long TransferId, string Reason);

/// <summary>Reads what a transfer moved.</summary>
public static class LedgerSides
{
    /// <summary>The sides of a transfer, as they were asked for.</summary>
    public static async Task<IReadOnlyList<TransferSide>> OfAsync(long transferId, PortalDbContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        var rows = await (
            from entry in context.LedgerEntries
            join account in context.LedgerAccounts on entry.AccountId equals account.Id
            where entry.TransferId == transferId
            orderby entry.Id
            select new { account, entry.AmountMinor }).AsNoTracking().ToListAsync(cancellationToken);
        return [.. rows.Select(row => new TransferSide(LedgerAccountReference.Of(row.account), row.AmountMinor))];
    }
}
