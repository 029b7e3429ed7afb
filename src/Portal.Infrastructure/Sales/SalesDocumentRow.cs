using Portal.Domain.Sales;

namespace Portal.Infrastructure.Sales;

/// <summary>A document ready to be written: its references resolved.</summary>
internal sealed class SalesDocumentRow(SalesDocumentDraft draft, long customerId, long? salespersonId, IReadOnlyList<long> productIds)
{
    /// <summary>The key, once written.</summary>
    public long Id { get; set; }

    public SalesDocumentDraft Draft { get; } = draft;

    public long CustomerId { get; } = customerId;

    public long? SalespersonId { get; } = salespersonId;

    /// <summary>The products of the lines, in their order.</summary>
    public IReadOnlyList<long> ProductIds { get; } = productIds;

    public string ContentHash { get; } = draft.ContentHash();

    /// <summary>How often its source has issued it; negative for what takes that version back.</summary>
    public int Version { get; set; } = 1;

    /// <summary>Whether an import that was interrupted wrote it already.</summary>
    public bool WasWrittenByThisRun { get; set; }
}

/// <summary>A document in the database, as far as recognising and comparing needs it.</summary>
internal sealed record StoredDocument(
    long Id, string Number, int Version, SalesDocumentKind Kind, long CustomerId, string CustomerNumber, DateOnly DocumentOn, int LineCount, long NetMinor, string ContentHash, long? ImportRunId)
{
    public string Summary => SalesDocumentDraft.Summarise(CustomerNumber, DocumentOn, LineCount, NetMinor);
}
