namespace Portal.Domain.Points.Records;

/// <summary>Points that were earned together and expire together; what each number means stands at PointLot.</summary>
public sealed class PointsLotRecord
{
    /// <summary>Whose.</summary>
    public long CustomerId { get; init; }

    /// <summary>The lot's number for the member.</summary>
    public int Number { get; init; }

    /// <summary>The event that earned it.</summary>
    public string EventKey { get; init; } = "";

    /// <summary>The local day of earning.</summary>
    public DateOnly EarnedOn { get; init; }

    /// <summary>The first local day of use; null while it waits for a release.</summary>
    public DateOnly? AvailableOn { get; init; }

    /// <summary>The last day of use, where it does not depend on activity.</summary>
    public DateOnly? FixedExpiryOn { get; init; }

    /// <summary>The last day of use as things stand; null for never.</summary>
    public DateOnly? ExpiresOn { get; init; }

    /// <summary>How long it lasts.</summary>
    public string ExpiryJson { get; init; } = "";

    /// <summary>Units by line.</summary>
    public string PartsJson { get; init; } = "";

    /// <summary>Units earned.</summary>
    public long Earned { get; init; }

    /// <summary>Units still there.</summary>
    public long Remaining { get; init; }

    /// <summary>Units used.</summary>
    public long Redeemed { get; init; }

    /// <summary>Units expired.</summary>
    public long Expired { get; init; }

    /// <summary>Units that its own return took.</summary>
    public long TakenBack { get; init; }

    /// <summary>Units that other returns took.</summary>
    public long TakenForOthers { get; init; }

    /// <summary>Units taken by hand.</summary>
    public long Adjusted { get; init; }

    /// <summary>Units set against a debt.</summary>
    public long Absorbed { get; init; }

    /// <summary>Units of its own return that were met elsewhere.</summary>
    public long Covered { get; init; }

    /// <summary>Units of its own return that were forgiven.</summary>
    public long Forgiven { get; init; }
}
