using Portal.Domain.Ledger;
using Portal.Domain.Shared;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Data;

namespace Portal.Infrastructure.Ledger;

/// <summary>Posts one transfer, in a transaction of its own or in the caller's. Who may ask is decided by the caller.</summary>
public sealed class PostTransfer
{
    private readonly PostingQueue _queue;
    private readonly PostTransfers _transfers;
    private readonly CurrentUser _user;

    internal PostTransfer(PostingQueue queue, PostTransfers transfers, CurrentUser user)
    {
        _queue = queue;
        _transfers = transfers;
        _user = user;
    }

    /// <summary>
    /// Posts, sharing a transaction with others that post at the same time; safe to repeat: a known key gives the first
    /// result. It returns when the transfer is on the disk.
    /// </summary>
    public async Task<Outcome<PostedTransfer>> RunAsync(TransferRequest request, CancellationToken cancellationToken) =>
        Single(await _queue.PostAsync(new Posting([request], _user.UserId), cancellationToken));

    /// <summary>Posts in the caller's transaction; refused, the transaction is as it was before.</summary>
    public async Task<Outcome<PostedTransfer>> RunAsync(TransferRequest request, PortalDbContext context, CancellationToken cancellationToken) =>
        Single(await _transfers.RunAsync([request], context, cancellationToken));

    private static Outcome<PostedTransfer> Single(Outcome<IReadOnlyList<PostedTransfer>> outcome) => outcome.IsDone ? outcome.Value[0] : outcome.Refusal;
}
