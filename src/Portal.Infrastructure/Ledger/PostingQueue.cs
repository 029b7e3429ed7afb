using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Portal.Domain.Shared;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Shared;

namespace Portal.Infrastructure.Ledger;

/// <summary>
/// Postings with a transaction of their own. Those of one customer go through one lane, where what has gathered is posted in
/// one transaction: an account that everybody wants is locked and moved once for all of them.
/// </summary>
internal sealed class PostingQueue
{
    private const int MaxPostings = 256;
    private readonly GroupCommit<Posting, Outcome<IReadOnlyList<PostedTransfer>>>[] _lanes;

    public PostingQueue(WriteTransaction writes, BusinessClock clock, IOptions<DatabaseOptions> options, ILogger<PostingQueue> logger)
    {
        // A SQLite file takes one transaction at a time; a server has work for several, and more than that only wait for the disk.
        _lanes = new GroupCommit<Posting, Outcome<IReadOnlyList<PostedTransfer>>>[options.Value.Provider == DatabaseProvider.Sqlite ? 1 : 4];
        for (var lane = 0; lane < _lanes.Length; lane++)
        {
            _lanes[lane] = new(MaxPostings, postings => WriteAsync(writes, postings, clock), logger);
        }
    }

    public Task<Outcome<IReadOnlyList<PostedTransfer>>> PostAsync(Posting posting, CancellationToken cancellationToken)
    {
        // The sides stand in the order of owners, the house first: the last one is a customer, if there is any.
        var owner = posting.Requests[0].Sides[^1].Account.OwnerId;
        return _lanes[owner % _lanes.Length].RunAsync(posting, cancellationToken);
    }

    private static async Task<IReadOnlyList<Outcome<IReadOnlyList<PostedTransfer>>>> WriteAsync(
        WriteTransaction writes, IReadOnlyList<Posting> postings, BusinessClock clock)
    {
        var posted = await writes.RunAsync<Outcome<IReadOnlyList<Outcome<IReadOnlyList<PostedTransfer>>>>>(
            async (context, ct) =>
            {
                // A race is run anew from the start here, so that no statement is spent on savepoints.
                context.Database.AutoSavepointsEnabled = false;
                return Done(await PostTransfers.PostAsync(postings, context, clock.UtcNow, ct));
            },
            CancellationToken.None);
        return posted.Value;
    }

    private static Outcome<IReadOnlyList<Outcome<IReadOnlyList<PostedTransfer>>>> Done(IReadOnlyList<Outcome<IReadOnlyList<PostedTransfer>>> outcomes) => outcomes.ToList();
}
