namespace Portal.Domain.Sales;

/// <summary>A posted sale or return. Never changed: what was wrong is corrected by a further document.</summary>
public sealed class SalesDocument
{
    /// <summary>Records a document. Its lines are written beside it, in bulk.</summary>
    public SalesDocument(string source, string number, SalesDocumentKind kind, long customerId, DateOnly documentOn, string contentHash, DateTime recordedAtUtc)
    {
        Source = source;
        Number = number;
        Kind = kind;
        CustomerId = customerId;
        DocumentOn = documentOn;
        ContentHash = contentHash;
        RecordedAtUtc = recordedAtUtc;
    }

    /// <summary>The row's key.</summary>
    public long Id { get; private set; }

    /// <summary>The system that issued it: "import", "erp", "shop".</summary>
    public string Source { get; private set; }

    /// <summary>The number; with the version unique within the source.</summary>
    public string Number { get; private set; }

    /// <summary>
    /// Counts how often its source has issued it anew. A later version comes with a document that takes the one before back,
    /// line by line; that one has the number of the version it takes back, negative.
    /// </summary>
    public int Version { get; init; } = 1;

    /// <summary>Sale or return.</summary>
    public SalesDocumentKind Kind { get; private set; }

    /// <summary>The customer.</summary>
    public long CustomerId { get; private set; }

    /// <summary>The salesperson, or null.</summary>
    public long? SalespersonId { get; private set; }

    /// <summary>The way it was sold, as its source calls it ("shop", "key account"); or null.</summary>
    public string? Channel { get; private set; }

    /// <summary>The agent who brought the sale about, a customer; or null.</summary>
    public long? AgentId { get; private set; }

    /// <summary>The business day of the document.</summary>
    public DateOnly DocumentOn { get; private set; }

    /// <summary>ISO code of the currency of every amount of the document.</summary>
    public string Currency { get; private set; } = Shared.Money.DefaultCurrency;

    /// <summary>Of a return: the number of the sale that came back, or null.</summary>
    public string? OriginalNumber { get; private set; }

    /// <summary>Number of lines.</summary>
    public int LineCount { get; private set; }

    /// <summary>Sum of the lines' net amounts in minor units; negative for a return.</summary>
    public long NetMinor { get; private set; }

    /// <summary>SHA-256 (hexadecimal) of the content in canonical form: the same number with another hash is refused.</summary>
    public string ContentHash { get; private set; }

    /// <summary>When it reached us; after a period's settlement this makes it late.</summary>
    public DateTime RecordedAtUtc { get; private set; }

    /// <summary>The import that brought it, or null.</summary>
    public long? ImportRunId { get; private set; }

    /// <summary>Sets what is not needed to recognise the document.</summary>
    public void Complete(long? salespersonId, string currency, string? originalNumber, int lineCount, long netMinor, long? importRunId)
    {
        SalespersonId = salespersonId;
        Currency = currency;
        OriginalNumber = originalNumber;
        LineCount = lineCount;
        NetMinor = netMinor;
        ImportRunId = importRunId;
    }

    /// <summary>Says how it was sold and who brought it about.</summary>
    public void Arrange(string? channel, long? agentId)
    {
        Channel = channel;
        AgentId = agentId;
    }
}

/// <summary>Sale or return.</summary>
public enum SalesDocumentKind
{
    /// <summary>Goods went to the customer.</summary>
    Sale = 1,

    /// <summary>Goods came back; quantities and amounts of its lines are negative.</summary>
    Return = 2,
}
