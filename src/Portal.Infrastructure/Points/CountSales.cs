using Microsoft.EntityFrameworkCore;
using Portal.Domain.Customers;
using Portal.Domain.Points.Records;
using Portal.Domain.Sales;
using Portal.Domain.Shared;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Data.BulkWrite;
using Portal.Infrastructure.Shared;

namespace Portal.Infrastructure.Points;

/// <summary>
/// Counts sales and returns of members: each document once, whenever and however often this runs, on as many nodes as there
/// are. What cannot be counted is kept with its reason and tried again when its sale arrives.
/// </summary>
public sealed class CountSales
{
    private const int DocumentsAtOnce = 200;
    private readonly WriteTransaction _writes;
    private readonly PointsRulesBook _book;
    private readonly PointsWriting _writing;
    private readonly PointsBooking _booking;
    private readonly BusinessClock _clock;

    internal CountSales(WriteTransaction writes, PointsRulesBook book, PointsWriting writing, PointsBooking booking, BusinessClock clock)
    {
        _writes = writes;
        _book = book;
        _writing = writing;
        _booking = booking;
        _clock = clock;
    }

    /// <summary>Counts everything that waits.</summary>
    /// <returns>How many documents were counted, and how many could not be.</returns>
    public async Task<CountedSales> RunAsync(CancellationToken cancellationToken)
    {
        var sum = new CountedSales(0, 0, false);
        do
        {
            var chunk = await _writes.RunAsync<Outcome<CountedSales>>(ChunkAsync, cancellationToken);
            sum = new CountedSales(sum.Documents + chunk.Value.Documents, sum.Problems + chunk.Value.Problems, chunk.Value.IsMore);
        }
        while (sum.IsMore);

        return sum;
    }

    private async Task<Outcome<CountedSales>> ChunkAsync(PortalDbContext context, CancellationToken cancellationToken)
    {
        var rules = await _book.ReadAsync(context, cancellationToken);
        if (rules.FirstDay is null)
        {
            // The approval of the first version marks everything that is there.
            await context.PointsIntakeRanges.ExecuteDeleteAsync(cancellationToken);
        }

        if (rules.FirstDay is not { } firstDay
            || await context.PointsIntakeRanges.OrderBy(row => row.Id).Select(row => (long?)row.Id).FirstOrDefaultAsync(cancellationToken) is not { } rangeId)
        {
            return new CountedSales(0, 0, false);
        }

        // The other nodes wait here, and then find the range shorter or gone.
        if ((await LockedRows.Lock<PointsIntakeRange>(context, [rangeId]).AsNoTracking().ToListAsync(cancellationToken)).SingleOrDefault() is not { } range)
        {
            return new CountedSales(0, 0, true);
        }

        var documents = await (
            from document in context.SalesDocuments.AsNoTracking()
            join customer in context.Customers on document.CustomerId equals customer.Id
            where document.Id >= range.FirstDocumentId && document.Id <= range.LastDocumentId && document.DocumentOn >= firstDay
                && (customer.Kind == CustomerKind.Member || context.PointsMemberships.Any(row => row.Id == customer.Id))
            orderby document.Id
            select document).Take(DocumentsAtOnce).ToListAsync(cancellationToken);
        if (documents.Count < DocumentsAtOnce)
        {
            await context.PointsIntakeRanges.Where(row => row.Id == rangeId).ExecuteDeleteAsync(cancellationToken);
        }
        else
        {
            var next = documents[^1].Id + 1;
            await context.PointsIntakeRanges.Where(row => row.Id == rangeId).ExecuteUpdateAsync(row => row.SetProperty(to => to.FirstDocumentId, next), cancellationToken);
        }

        var (done, problems) = documents.Count == 0 ? (0, 0) : await CountAsync(documents, rules, context, cancellationToken);
        return new CountedSales(done, problems, true);
    }

    private async Task<(int Done, int Problems)> CountAsync(List<SalesDocument> documents, PointsRulesByDay rules, PortalDbContext context, CancellationToken cancellationToken)
    {
        var facts = await SalesFacts.ReadAsync(documents, context, cancellationToken);
        var needs = new Dictionary<long, MemberNeeds>();
        foreach (var customer in facts.Documents.GroupBy(document => document.CustomerId))
        {
            needs[customer.Key] = new MemberNeeds
            {
                From = customer.Min(document => document.DocumentOn),
                To = customer.Max(document => document.DocumentOn),
                Sales = [.. facts.Sales.Where(sale => sale.CustomerId == customer.Key).Select(sale => sale.EventKey)],
            };
        }

        var referrals = await ReferralReading.ReadAsync(needs.Keys, [], rules, needs, context, cancellationToken);
        var stored = await MemberReading.ReadAsync(needs, rules, context, cancellationToken);
        // Asked after the lock: a document that another range holds too is counted by one of them.
        var known = await facts.KnownAsync(context, cancellationToken);
        var batch = new PointsBatch(rules, stored, referrals) { Products = facts.Products };
        ReferralReading.SplitUses(batch, referrals);
        var counting = new SalesCounting(batch, facts, rules);
        foreach (var document in facts.Documents.Where(document => !known.Contains(document.Id)).OrderBy(document => document.DocumentOn).ThenBy(document => document.Id))
        {
            counting.Count(document);
        }

        var local = _booking.Now(rules).On;
        var written = await _writing.RunAsync(batch, local, _clock.UtcNow, context, cancellationToken);
        if (!written.IsDone)
        {
            throw new InvalidOperationException("The ledger refused points of sales: " + written.Refusal);
        }

        await ProblemsAsync(counting, context, cancellationToken);
        return (counting.Done.Count, counting.Problems.Count);
    }

    private async Task ProblemsAsync(SalesCounting counting, PortalDbContext context, CancellationToken cancellationToken)
    {
        var touched = counting.Done.Concat(counting.Problems.Keys).ToArray();
        await context.PointsProblems.Where(row => EF.Parameter(touched).Contains(row.DocumentId)).ExecuteDeleteAsync(cancellationToken);
        context.PointsProblems.AddRange(counting.Problems.Values.Select(problem => new PointsProblem
        {
            DocumentId = problem.Document.Id,
            CustomerId = problem.Document.CustomerId,
            OriginalNumber = problem.Document.OriginalNumber,
            Code = problem.Refusal.Code,
            Arguments = problem.Refusal.Arguments.Length == 0 ? null : string.Join('|', problem.Refusal.Arguments),
            RecordedAtUtc = _clock.UtcNow,
        }));
        await context.SaveChangesAsync(cancellationToken);
    }
}

/// <summary>What counting came to.</summary>
/// <param name="Documents">Documents counted.</param>
/// <param name="Problems">Documents that could not be counted.</param>
/// <param name="IsMore">Whether more may wait.</param>
public sealed record CountedSales(int Documents, int Problems, bool IsMore);
