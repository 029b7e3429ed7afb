using Portal.Domain.Ledger;
using Portal.Domain.Shared;
using Portal.Infrastructure.Data;

namespace Portal.Infrastructure.Ledger;

/// <summary>Posts one transfer, in a transaction of its own or in the caller's. Who may ask is decided by the caller.</summary>
public sealed class PostTransfer(WriteTransaction writes, PostTransfers transfers)
{
    /// <summary>Posts in a transaction of its own; safe to repeat: a known key gives the first result.</summary>
    public Task<Outcome<PostedTransfer>> RunAsync(TransferRequest request, CancellationToken cancellationToken) =>
        writes.RunAsync(
            async (context, ct) =>
            {
                // A race is run anew from the start here, so that no statement is spent on savepoints.
                context.Database.AutoSavepointsEnabled = false;
                return Single(await transfers.PostAsync([request], context, ct));
            },
            cancellationToken);

    /// <summary>Posts in the caller's transaction; refused, the transaction is as it was before.</summary>
    public async Task<Outcome<PostedTransfer>> RunAsync(TransferRequest request, PortalDbContext context, CancellationToken cancellationToken) =>
        Single(await transfers.RunAsync([request], context, cancellationToken));

    private static Outcome<PostedTransfer> Single(Outcome<IReadOnlyList<PostedTransfer>> outcome) => outcome.IsDone ? outcome.Value[0] : outcome.Refusal;
}
