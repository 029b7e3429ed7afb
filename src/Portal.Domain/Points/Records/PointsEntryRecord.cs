using Portal.Domain.Points.Accounts;

namespace Portal.Domain.Points.Records;

/// <summary>One movement of a member's points; never changed.</summary>
public sealed class PointsEntryRecord
{
    /// <summary>The row's key; rises with the order of booking for a member.</summary>
    public long Id { get; init; }

    /// <summary>Whose.</summary>
    public long CustomerId { get; init; }

    /// <summary>The event; "days" where a day did it.</summary>
    public string EventKey { get; init; } = "";

    /// <summary>The local day it counts for.</summary>
    public DateOnly On { get; init; }

    /// <summary>The local day of booking, by which reports are closed.</summary>
    public DateOnly PostedOn { get; init; }

    /// <summary>What it is.</summary>
    public PointEntryKind Kind { get; init; }

    /// <summary>Signed units.</summary>
    public long Units { get; init; }

    /// <summary>The balance after it.</summary>
    public long BalanceUnits { get; init; }

    /// <summary>From or to which lots.</summary>
    public string LotsJson { get; init; } = "";

    /// <summary>How it came about, in one line.</summary>
    public string? Breakdown { get; init; }

    /// <summary>The document or the reason.</summary>
    public string? Reference { get; init; }
}
