namespace Portal.Domain.Points.Records;

/// <summary>A sale as it was recorded: what its lines earned is stored, never worked out again.</summary>
public sealed class PointsSaleRecord
{
    /// <summary>Whose.</summary>
    public long CustomerId { get; init; }

    /// <summary>The event.</summary>
    public string EventKey { get; init; } = "";

    /// <summary>The local day.</summary>
    public DateOnly On { get; init; }

    /// <summary>The sales document; null where there is none.</summary>
    public long? DocumentId { get; init; }

    /// <summary>Its number, by which returns find it.</summary>
    public string? DocumentNumber { get; init; }

    /// <summary>The system that issued it.</summary>
    public string? Source { get; init; }

    /// <summary>Whether all of it came back.</summary>
    public bool IsReturned { get; init; }

    /// <summary>Lines with what they earned and what came back.</summary>
    public string SaleJson { get; init; } = "";

    /// <summary>What it used of limits, to be freed by its return.</summary>
    public string UsageJson { get; init; } = "";
}
