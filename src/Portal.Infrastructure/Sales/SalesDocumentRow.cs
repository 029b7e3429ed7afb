using Portal.Domain.Sales;

namespace Portal.Infrastructure.Sales;

/// <summary>A document ready to be written: its references resolved.</summary>
/// <param name="draft">What it says.</param>
/// <param name="customerId">The customer.</param>
/// <param name="salespersonId">The salesperson, or null.</param>
/// <param name="lines">The lines' products and quantities, in their order.</param>
internal sealed class SalesDocumentRow(SalesDocumentDraft draft, long customerId, long? salespersonId, IReadOnlyList<ResolvedLine> lines) : IRepeatedRow
{
    /// <summary>The key, once written.</summary>
    public long Id { get; set; }

    public SalesDocumentDraft Draft { get; } = draft;

    public long CustomerId { get; } = customerId;

    public long? SalespersonId { get; } = salespersonId;

    public long? AgentId { get; init; }

    public IReadOnlyList<ResolvedLine> Lines { get; } = lines;

    public string ContentHash { get; } = draft.ContentHash();

    /// <summary>How often its source has issued it; negative for what takes that version back.</summary>
    public int Version { get; set; } = 1;

    public bool WasWrittenByThisRun { get; set; }
}

/// <summary>A line whose product is found.</summary>
/// <param name="ProductId">The product.</param>
/// <param name="QuantityMilli">The quantity in thousandths of the product's own unit.</param>
internal readonly record struct ResolvedLine(long ProductId, long QuantityMilli);

/// <summary>A row of an import that may have been interrupted.</summary>
internal interface IRepeatedRow
{
    /// <summary>Whether the import wrote it already before it was interrupted.</summary>
    bool WasWrittenByThisRun { get; }
}

/// <summary>A document in the database, as far as recognising and comparing needs it.</summary>
internal sealed record StoredDocument(
    long Id, string Number, int Version, SalesDocumentKind Kind, long CustomerId, string CustomerNumber, DateOnly DocumentOn, int LineCount, long NetMinor, string ContentHash, long? ImportRunId)
{
    public string Summary => SalesDocumentDraft.Summarise(CustomerNumber, DocumentOn, LineCount, NetMinor);
}
