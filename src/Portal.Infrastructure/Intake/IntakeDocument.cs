using Portal.Domain.Shared;

namespace Portal.Infrastructure.Intake;

/// <summary>A sale or return as another system sends it.</summary>
public sealed record IntakeDocument
{
    /// <summary>The system that issued it, at most 30 characters: "erp".</summary>
    public string? Source { get; init; }

    /// <summary>The document's number in that system, at most 50 characters.</summary>
    public string? Number { get; init; }

    /// <summary>Counts how often the document was issued anew, from 1. A later version replaces the one before.</summary>
    public int? Version { get; init; }

    /// <summary>"sale" or "return"; a sale where it is missing.</summary>
    public string? Kind { get; init; }

    /// <summary>The customer's number.</summary>
    public string? Customer { get; init; }

    /// <summary>The business day, year-month-day.</summary>
    public DateOnly? Date { get; init; }

    /// <summary>The salesperson's employee number.</summary>
    public string? Salesperson { get; init; }

    /// <summary>Of a return: the number of the sale that comes back.</summary>
    public string? Original { get; init; }

    /// <summary>ISO code of the currency; CNY where it is missing.</summary>
    public string? Currency { get; init; }

    /// <summary>The way it was sold, at most 50 characters: "shop".</summary>
    public string? Channel { get; init; }

    /// <summary>The number of the agent who brought it about, a customer.</summary>
    public string? Agent { get; init; }

    /// <summary>The day of delivery of the lines that name none, year-month-day.</summary>
    public DateOnly? Delivered { get; init; }

    /// <summary>The lines.</summary>
    public IReadOnlyList<IntakeLine>? Lines { get; init; }
}

/// <summary>A line. What comes back is written as a positive number: the document's kind says the rest.</summary>
public sealed record IntakeLine
{
    /// <summary>The line's number, from 1; its place where it is missing.</summary>
    public int? Line { get; init; }

    /// <summary>The product's number.</summary>
    public string? Product { get; init; }

    /// <summary>The quantity, in the product's own unit where <see cref="Unit"/> is missing.</summary>
    public decimal? Quantity { get; init; }

    /// <summary>Price of one unit; needed where the net amount is missing.</summary>
    public decimal? UnitPrice { get; init; }

    /// <summary>Net amount after discount; price × quantity − discount where it is missing.</summary>
    public decimal? Net { get; init; }

    /// <summary>Discount.</summary>
    public decimal? Discount { get; init; }

    /// <summary>Cost of the goods.</summary>
    public decimal? Cost { get; init; }

    /// <summary>The unit of the quantity, one of the product's; its own where it is missing.</summary>
    public string? Unit { get; init; }

    /// <summary>The day of delivery, year-month-day.</summary>
    public DateOnly? Delivered { get; init; }

    /// <summary>Whether the line earns no rebate and counts for none.</summary>
    public bool? NotForRebate { get; init; }
}

/// <summary>A document that is on the disk.</summary>
/// <param name="Id">The key.</param>
/// <param name="Source">The system that issued it.</param>
/// <param name="Number">The number.</param>
/// <param name="Version">The version.</param>
/// <param name="Hash">SHA-256 of its content.</param>
/// <param name="IsNew">Whether it was recorded now, not known already.</param>
public sealed record RecordedDocument(long Id, string Source, string Number, int Version, string Hash, bool IsNew);

/// <summary>What is wrong with what was sent, and where.</summary>
/// <param name="Line">The line of the text, from 1; 0 where it is the whole.</param>
/// <param name="Refusal">What is wrong; its field is the path.</param>
public sealed record IntakeProblem(long Line, Refusal Refusal);
