using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Portal.Domain.ApiKeys;
using Portal.Domain.Sales;
using Portal.Domain.Shared;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Shared;

namespace Portal.Infrastructure.Intake;

/// <summary>
/// Records a sales document that another system sends, once for ever: the same source, number and version finds the first one,
/// and is refused if its content differs. It is on the disk when the outcome is known.
/// </summary>
public sealed class RecordSalesDocument
{
    private readonly IntakeQueue _queue;
    private readonly IDbContextFactory<PortalDbContext> _contexts;
    private readonly CurrentUser _user;

    internal RecordSalesDocument(IntakeQueue queue, IDbContextFactory<PortalDbContext> contexts, CurrentUser user)
    {
        _queue = queue;
        _contexts = contexts;
        _user = user;
    }

    /// <summary>Records it, together with others that come at the same time.</summary>
    public async Task<Outcome<RecordedDocument>> RunAsync(IntakeDocument document, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(document);
        if (_user.RefuseScope(ApiScopes.SalesWrite) is { } refusal)
        {
            return refusal;
        }

        var draft = IntakeChecks.Draft(document);
        return draft.IsDone ? await _queue.RecordAsync(draft.Value, cancellationToken) : Outcome<RecordedDocument>.Refused(draft.Refusals);
    }

    /// <summary>Finds a recorded document; its latest version where none is named.</summary>
    public async Task<Outcome<StoredSalesDocument>> FindAsync(string source, string number, int? version, CancellationToken cancellationToken)
    {
        if (_user.RefuseScope(ApiScopes.SalesRead) is { } refusal)
        {
            return refusal;
        }

        await using var context = await _contexts.CreateDbContextAsync(cancellationToken);
        var found = await (
            from document in context.SalesDocuments
            join customer in context.Customers on document.CustomerId equals customer.Id
            where document.Source == source && document.Number == number && document.Version > 0 && (version == null || document.Version == version)
            orderby document.Version descending
            select new StoredSalesDocument(
                document.Id, document.Source, document.Number, document.Version, document.Kind, customer.Number, document.DocumentOn, document.LineCount,
                new Money(document.NetMinor).Amount, document.ContentHash, document.RecordedAtUtc))
            .FirstOrDefaultAsync(cancellationToken);
        return found is null ? new Refusal(Refusal.NotFound) : found;
    }
}

/// <summary>A document as it is stored.</summary>
/// <param name="Id">The key.</param>
/// <param name="Source">The system that issued it.</param>
/// <param name="Number">The number.</param>
/// <param name="Version">The version.</param>
/// <param name="Kind">Sale or return.</param>
/// <param name="Customer">The customer's number.</param>
/// <param name="Date">The business day.</param>
/// <param name="LineCount">The number of lines.</param>
/// <param name="Net">The net amount; negative for a return.</param>
/// <param name="Hash">SHA-256 of its content.</param>
/// <param name="RecordedAtUtc">When it was recorded.</param>
public sealed record StoredSalesDocument(
    long Id, string Source, string Number, int Version, SalesDocumentKind Kind, string Customer, DateOnly Date, int LineCount, decimal Net, string Hash, DateTime RecordedAtUtc);

/// <summary>Gathers documents that come at the same time. Those of one source keep their order: a return comes after its sale.</summary>
internal sealed class IntakeQueue
{
    private const int MaxDocuments = 256;
    private readonly GroupCommit<IntakeDraft, Outcome<RecordedDocument>>[] _lanes;

    public IntakeQueue(WriteTransaction writes, BusinessClock clock, IOptions<DatabaseOptions> options, ILogger<IntakeQueue> logger)
    {
        _lanes = new GroupCommit<IntakeDraft, Outcome<RecordedDocument>>[options.Value.Provider == DatabaseProvider.Sqlite ? 1 : 4];
        for (var lane = 0; lane < _lanes.Length; lane++)
        {
            _lanes[lane] = new(MaxDocuments, drafts => WriteAsync(writes, drafts, clock), logger);
        }
    }

    public Task<Outcome<RecordedDocument>> RecordAsync(IntakeDraft draft, CancellationToken cancellationToken) =>
        _lanes[(uint)draft.Draft.Source.GetHashCode(StringComparison.Ordinal) % _lanes.Length].RunAsync(draft, cancellationToken);

    private static async Task<IReadOnlyList<Outcome<RecordedDocument>>> WriteAsync(WriteTransaction writes, IReadOnlyList<IntakeDraft> drafts, BusinessClock clock)
    {
        var written = await writes.RunAsync<Outcome<IReadOnlyList<Outcome<RecordedDocument>>>>(
            async (context, ct) =>
            {
                // A race is run anew from the start, so that no statement is spent on savepoints.
                context.Database.AutoSavepointsEnabled = false;
                return (await new IntakeBatch(drafts, context, clock.UtcNow).RunAsync(ct)).ToList();
            },
            CancellationToken.None);
        return written.Value;
    }
}
