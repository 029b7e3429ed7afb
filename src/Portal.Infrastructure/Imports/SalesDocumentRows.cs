using Portal.Domain.Sales;
using Portal.Infrastructure.Sales;
using Portal.Infrastructure.Spreadsheets;

namespace Portal.Infrastructure.Imports;

/// <summary>What makes rows one document, as the file has it.</summary>
internal readonly record struct SalesKey(string Source, string Number);

/// <summary>The rows of a document while they are being read.</summary>
internal sealed class SalesDocumentRows(SalesKey key)
{
    public SalesKey Key { get; } = key;

    public ImportUnit Unit { get; } = new();

    public SalesHead? Head { get; set; }

    /// <summary>The head of the first row, which the others have to repeat.</summary>
    public TableCell[] HeadCells { get; set; } = [];

    public List<SalesLineDraft> Lines { get; } = [];

    public List<ResolvedLine> Resolved { get; } = [];
}

/// <summary>The head of a document as understood.</summary>
internal sealed record SalesHead(
    string? Number,
    SalesDocumentKind Kind,
    string? CustomerNumber,
    long CustomerId,
    DateOnly? Day,
    string? SalespersonNumber,
    long? SalespersonId,
    string? OriginalNumber,
    string Currency,
    string Source)
{
    public string? Channel { get; init; }

    public (string Number, long Id)? Agent { get; init; }
}
