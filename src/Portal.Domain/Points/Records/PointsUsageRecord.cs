namespace Portal.Domain.Points.Records;

/// <summary>What a member got from a limited rule, summed by day; one row more holds the sum of all days.</summary>
public sealed class PointsUsageRecord
{
    /// <summary>Whose.</summary>
    public long CustomerId { get; init; }

    /// <summary>The rule; empty for all rules together.</summary>
    public string Rule { get; init; } = "";

    /// <summary>The local day; 1900-01-01 for all days.</summary>
    public DateOnly On { get; init; }

    /// <summary>Units.</summary>
    public long Units { get; init; }

    /// <summary>How often it gave something.</summary>
    public int Times { get; init; }

    /// <summary>How often it applied.</summary>
    public int Count { get; init; }
}
