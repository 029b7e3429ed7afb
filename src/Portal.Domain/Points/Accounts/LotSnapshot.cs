using Portal.Domain.Points.Rules;

namespace Portal.Domain.Points.Accounts;

/// <summary>A lot as it is stored between events; what each number means stands at <see cref="PointLot"/>.</summary>
public sealed record LotSnapshot
{
    /// <summary>Its id, unique for the member.</summary>
    public required string Id { get; init; }

    /// <summary>The event that earned it.</summary>
    public required string Source { get; init; }

    /// <summary>The local day of earning.</summary>
    public DateOnly EarnedOn { get; init; }

    /// <summary>The first local day of use; null while it waits for a release.</summary>
    public DateOnly? AvailableOn { get; init; }

    /// <summary>How long it lasts.</summary>
    public required ExpiryRule Expiry { get; init; }

    /// <summary>The last day of use, where it does not depend on activity.</summary>
    public DateOnly? FixedExpiryOn { get; init; }

    /// <summary>Units by line.</summary>
    public IReadOnlyList<LotPart> Parts { get; init; } = [];

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

    /// <summary>Units that returns of other sales took.</summary>
    public long TakenForOthers { get; init; }

    /// <summary>Units taken by hand.</summary>
    public long Adjusted { get; init; }

    /// <summary>Units set against a debt.</summary>
    public long Absorbed { get; init; }

    /// <summary>Units of its own return that were met elsewhere.</summary>
    public long Covered { get; init; }

    /// <summary>Units of its own return that were forgiven.</summary>
    public long Forgiven { get; init; }

    /// <summary>Whether two snapshots of one lot say the same.</summary>
    public bool IsSame(LotSnapshot other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return this with { Parts = other.Parts, Expiry = other.Expiry } == other && Parts.SequenceEqual(other.Parts);
    }
}
