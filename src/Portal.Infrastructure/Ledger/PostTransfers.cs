using Microsoft.EntityFrameworkCore;
using Portal.Domain.Ledger;
using Portal.Domain.Shared;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Shared;

namespace Portal.Infrastructure.Ledger;

/// <summary>
/// Posts transfers inside the caller's transaction: all of them or none. Together with <see cref="PostTransfer"/>, which
/// brings its own transaction, it is the only writer of the ledger.
/// </summary>
/// <remarks>
/// Order matters. The accounts are locked first, in the order of their ids, so that two posters cannot wait for each other and
/// a second poster of the same key finds the first one's transfer. What is then decided in memory holds until the commit.
/// New accounts and transfers are written in the order of their keys for the same reason.
/// </remarks>
public sealed class PostTransfers(CurrentUser user, BusinessClock clock)
{
    private const int MaxRaces = 5;

    /// <summary>
    /// Posts the requests whose keys are new and finds the transfers of the others. Refused, with nothing written:
    /// <c>ledger_key_reused</c> if a known key came with another request, <c>ledger_insufficient</c> if an account would fall
    /// below its floor.
    /// </summary>
    /// <param name="requests">What to post, in this order.</param>
    /// <param name="context">The caller's context, with an open transaction and nothing unsaved.</param>
    /// <param name="cancellationToken">Stops before the next statement; the caller rolls back.</param>
    /// <returns>One result per request, in the order of the requests.</returns>
    public async Task<Outcome<IReadOnlyList<PostedTransfer>>> RunAsync(
        IReadOnlyList<TransferRequest> requests, PortalDbContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(requests);
        ArgumentNullException.ThrowIfNull(context);
        if (context.Database.CurrentTransaction is null)
        {
            throw new InvalidOperationException("Posting needs the caller's transaction; PostTransfer brings its own.");
        }

        if (context.ChangeTracker.HasChanges())
        {
            throw new InvalidOperationException("Save before posting: the ledger saves its own rows only.");
        }

        if (requests.Count == 0)
        {
            return Array.Empty<PostedTransfer>();
        }

        for (var race = 1; ; race++)
        {
            try
            {
                return (await PostAsync([new Posting(requests, user.UserId)], context, clock.UtcNow, cancellationToken))[0];
            }
            catch (DbUpdateException error) when (race < MaxRaces && DatabaseErrors.IsUniqueViolation(error))
            {
                // Somebody opened one of the accounts or posted one of the keys meanwhile, and the save was undone: look again.
            }
        }
    }

    /// <summary>Posts many postings in one transaction; one that is refused leaves nothing and does not touch the others.</summary>
    internal static async Task<IReadOnlyList<Outcome<IReadOnlyList<PostedTransfer>>>> PostAsync(
        IReadOnlyList<Posting> postings, PortalDbContext context, DateTime nowUtc, CancellationToken cancellationToken)
    {
        var accounts = await PostingRows.LockAccountsAsync(postings, context, cancellationToken);
        var known = await PostingRows.FindTransfersAsync(postings, context, cancellationToken);
        var plan = new PostingPlan(known, accounts);
        foreach (var posting in postings)
        {
            plan.Decide(posting);
        }

        if (plan.Transfers.Count > 0)
        {
            var used = plan.Accounts.ToList();
            await PostingRows.OpenAsync(used, context, cancellationToken);
            await PostingRows.RecordAsync(plan.Transfers, nowUtc, context, cancellationToken);
            await PostingRows.MoveAsync(used.Where(account => !account.Reference.IsHouse), context, cancellationToken);
            await PostingRows.WriteEntriesAsync(plan.Transfers, context, cancellationToken);
        }

        return plan.Outcomes();
    }
}

/// <summary>What came of a transfer request.</summary>
/// <param name="TransferId">The transfer.</param>
/// <param name="IsNew">Whether it was posted now, not found under its key.</param>
public sealed record PostedTransfer(long TransferId, bool IsNew);
