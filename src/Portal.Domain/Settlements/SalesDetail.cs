namespace Portal.Domain.Settlements;

/// <summary>
/// What a sales line tells beyond its net amount and quantity. Only programmes whose rules ask for it are given it; see
/// <see cref="ProgramPlan.AsksForDetails"/>. Amounts and quantities carry the line's sign: negative on a return.
/// </summary>
public sealed record SalesDetail
{
    /// <summary>The document; lines of the same one carry the same key.</summary>
    public required long DocumentId { get; init; }

    /// <summary>The document's number: it orders documents of a day and names them where something is missing.</summary>
    public string DocumentNumber { get; init; } = "";

    /// <summary>The line's number in its document.</summary>
    public int LineNumber { get; init; }

    /// <summary>The amount before discounts, in minor units of the document's currency.</summary>
    public required long GrossMinor { get; init; }

    /// <summary>What the goods cost us, in minor units of the document's currency; null where it is not known.</summary>
    public long? CostMinor { get; init; }

    /// <summary>The day of delivery; null where it is not known.</summary>
    public DateOnly? DeliveredOn { get; init; }

    /// <summary>What there is to pay for the whole document, in minor units of its currency; zero or negative where nothing is.</summary>
    public long DocumentTotalMinor { get; init; }

    /// <summary>What was paid of the document, shared by its lines.</summary>
    public IReadOnlyList<DocumentPayment> Payments { get; init; } = [];

    /// <summary>Whether the line earns no rebate, whatever programme it falls under.</summary>
    public bool IsNotForRebate { get; init; }

    /// <summary>The channel of the sale: "online", "store" …</summary>
    public string? Channel { get; init; }

    /// <summary>The salesperson's number.</summary>
    public string? Salesperson { get; init; }

    /// <summary>The region of the sale; where it is missing, that of the customer.</summary>
    public string? RegionCode { get; init; }

    /// <summary>The document's currency by its three letters; null for our own.</summary>
    public string? Currency { get; init; }
}

/// <summary>A payment of a document.</summary>
/// <param name="PaidOn">The day.</param>
/// <param name="AmountMinor">Minor units of the document's currency.</param>
public sealed record DocumentPayment(DateOnly PaidOn, long AmountMinor);
