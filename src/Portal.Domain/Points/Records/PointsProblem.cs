namespace Portal.Domain.Points.Records;

/// <summary>A sales document that could not be counted, and why; it is tried again when its sale arrives.</summary>
public sealed class PointsProblem
{
    /// <summary>The document.</summary>
    public long DocumentId { get; init; }

    /// <summary>Whose.</summary>
    public long CustomerId { get; init; }

    /// <summary>The sale it waits for.</summary>
    public string? OriginalNumber { get; init; }

    /// <summary>The refusal.</summary>
    public string Code { get; init; } = "";

    /// <summary>Its values, joined by a bar.</summary>
    public string? Arguments { get; init; }

    /// <summary>When it was seen.</summary>
    public DateTime RecordedAtUtc { get; init; }
}
