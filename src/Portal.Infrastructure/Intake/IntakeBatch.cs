using Portal.Domain.Sales;
using Portal.Domain.Shared;
using Portal.Infrastructure.Data;

namespace Portal.Infrastructure.Intake;

/// <summary>Records documents that came at about the same time in one transaction; one that is refused does not touch the others.</summary>
internal sealed class IntakeBatch(IReadOnlyList<IntakeDraft> drafts, PortalDbContext context, DateTime nowUtc)
{
    private readonly Outcome<RecordedDocument>?[] _outcomes = new Outcome<RecordedDocument>?[drafts.Count];
    private IntakeDirectory _directory = IntakeDirectory.Empty;

    /// <summary>One outcome per draft, in their order.</summary>
    public async Task<IReadOnlyList<Outcome<RecordedDocument>>> RunAsync(CancellationToken cancellationToken)
    {
        _directory = await IntakeDirectory.LoadAsync(drafts, context, cancellationToken);
        var pending = Enumerable.Range(0, drafts.Count).ToList();
        while (pending.Count > 0)
        {
            pending = await RunRoundAsync(pending, cancellationToken);
        }

        return _outcomes.Select(outcome => outcome!).ToList();
    }

    /// <summary>
    /// Records at most one document of each number, and no return beside its sale, so that each is judged by what is in the
    /// database. The rest waits for the next round.
    /// </summary>
    private async Task<List<int>> RunRoundAsync(List<int> pending, CancellationToken cancellationToken)
    {
        var taken = new Dictionary<(string Source, string Number), int>();
        var later = new List<int>();
        foreach (var index in pending)
        {
            if (!taken.TryAdd((drafts[index].Draft.Source, drafts[index].Draft.Number), index))
            {
                later.Add(index);
            }
        }

        var waiting = taken.Values.Where(index => IsBesideItsSale(drafts[index].Draft, taken)).ToHashSet();
        later.AddRange(waiting);
        later.Sort();
        var round = taken.Values.Where(index => !waiting.Contains(index)).Order().ToList();
        var known = await KnownDocuments.LoadAsync(round.ConvertAll(index => drafts[index].Draft), context, cancellationToken);
        var fresh = new List<(int Index, ResolvedDocument Document)>();
        foreach (var index in round)
        {
            var outcome = Judge(drafts[index], known);
            _outcomes[index] = outcome.IsDone ? outcome.Value.Known : Outcome<RecordedDocument>.Refused(outcome.Refusals);
            if (outcome.IsDone && outcome.Value.Fresh is { } document)
            {
                fresh.Add((index, document));
            }
        }

        var ids = await IntakeRows.WriteAsync(fresh.ConvertAll(pair => pair.Document), context, nowUtc, cancellationToken);
        for (var index = 0; index < fresh.Count; index++)
        {
            _outcomes[fresh[index].Index] = Recorded(fresh[index].Document.Draft, ids[index], isNew: true);
        }

        return later;
    }

    private bool IsBesideItsSale(SalesDocumentDraft draft, Dictionary<(string Source, string Number), int> taken) =>
        draft.OriginalNumber is { } original && taken.TryGetValue((draft.Source, original), out var sale) && drafts[sale].Draft.Kind == SalesDocumentKind.Sale;

    private Outcome<Judgement> Judge(IntakeDraft draft, KnownDocuments known)
    {
        var versions = known.VersionsOf(draft.Draft.Source, draft.Draft.Number);
        if (versions.FirstOrDefault(document => document.Version == draft.Version) is { } same)
        {
            return same.ContentHash == draft.Hash
                ? new Judgement(Recorded(draft, same.Id, isNew: false), null)
                : new Refusal("intake_document_differs", draft.Draft.Number, draft.Version, same.ContentHash, draft.Hash) { Field = "number" };
        }

        var latest = versions.MaxBy(document => document.Version);
        if (latest?.Version > draft.Version)
        {
            return new Refusal("intake_version_old", draft.Draft.Number, latest.Version) { Field = "version" };
        }

        var resolved = _directory.Resolve(draft, latest);
        if (!resolved.IsDone)
        {
            return Outcome<Judgement>.Refused(resolved.Refusals);
        }

        return CheckOriginal(resolved.Value, known) is { } refusal ? refusal : new Judgement(null, resolved.Value);
    }

    /// <summary>A return that names its sale is checked: it must be there, of the same customer, and not later.</summary>
    private static Refusal? CheckOriginal(ResolvedDocument document, KnownDocuments known)
    {
        var draft = document.Draft.Draft;
        if (draft.OriginalNumber is not { } number)
        {
            return null;
        }

        var sale = known.VersionsOf(draft.Source, number).MaxBy(version => version.Version);
        return sale is null || sale.Kind != SalesDocumentKind.Sale
            ? new Refusal("import_original_unknown", number) { Field = "original" }
            : sale.CustomerId != document.CustomerId
            ? new Refusal("import_original_of_other", number, draft.CustomerNumber) { Field = "original" }
            : sale.DocumentOn > draft.DocumentOn
            ? new Refusal("import_return_before_sale", number, sale.DocumentOn) { Field = "original" }
            : null;
    }

    private static RecordedDocument Recorded(IntakeDraft draft, long id, bool isNew) =>
        new(id, draft.Draft.Source, draft.Draft.Number, draft.Version, draft.Hash, isNew);

    /// <summary>Either it is recorded already, or it is to be written.</summary>
    private sealed record Judgement(RecordedDocument? KnownDocument, ResolvedDocument? Fresh)
    {
        public Outcome<RecordedDocument>? Known => KnownDocument is null ? null : (Outcome<RecordedDocument>)KnownDocument;
    }
}
