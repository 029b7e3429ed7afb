using Portal.Domain.Points.Records;

namespace Portal.Infrastructure.Points;

/// <summary>A member in the list.</summary>
public sealed record PointsMemberRow(long CustomerId, string Number, string Name, string? Level, bool IsLevelLocked, decimal Balance, decimal Debt);

/// <summary>A lot that holds something.</summary>
public sealed record PointsLotRow(int Number, DateOnly EarnedOn, DateOnly? AvailableOn, DateOnly? ExpiresOn, decimal Earned, decimal Remaining, string? Reference);

/// <summary>A document that could not be counted.</summary>
public sealed record PointsProblemRow(long DocumentId, string DocumentNumber, DateOnly DocumentOn, long CustomerId, string CustomerName, string Code, string? Arguments);

/// <summary>A version of the programme.</summary>
public sealed record PointsVersionRow
{
    /// <summary>The row.</summary>
    public long Id { get; init; }

    /// <summary>1 for the first.</summary>
    public int Number { get; init; }

    /// <summary>The rules document.</summary>
    public required string RulesJson { get; init; }

    /// <summary>The first day.</summary>
    public DateOnly EffectiveOn { get; init; }

    /// <summary>What changes and why.</summary>
    public required string Note { get; init; }

    /// <summary>How it stands.</summary>
    public PointsVersionState State { get; init; }

    /// <summary>Who drafted it.</summary>
    public string? DraftedBy { get; init; }

    /// <summary>When.</summary>
    public DateTime DraftedAtUtc { get; init; }

    /// <summary>When it was submitted.</summary>
    public DateTime? SubmittedAtUtc { get; init; }

    /// <summary>Who approved it.</summary>
    public string? ApprovedBy { get; init; }

    /// <summary>When.</summary>
    public DateTime? ApprovedAtUtc { get; init; }

    /// <summary>For saving.</summary>
    public long RowVersion { get; init; }
}

/// <summary>An adjustment by hand.</summary>
public sealed record PointsAdjustmentRow
{
    /// <summary>The row.</summary>
    public long Id { get; init; }

    /// <summary>Whose.</summary>
    public long CustomerId { get; init; }

    /// <summary>The customer's number.</summary>
    public required string CustomerNumber { get; init; }

    /// <summary>The customer's name.</summary>
    public required string CustomerName { get; init; }

    /// <summary>How many.</summary>
    public decimal Points { get; init; }

    /// <summary>Why.</summary>
    public required string Reason { get; init; }

    /// <summary>How it stands.</summary>
    public PointsAdjustmentState State { get; init; }

    /// <summary>When it was asked for.</summary>
    public DateTime RequestedAtUtc { get; init; }

    /// <summary>Who asked.</summary>
    public string? RequestedBy { get; init; }

    /// <summary>Who asked.</summary>
    public long? RequestedByUserId { get; init; }

    /// <summary>Who decided.</summary>
    public string? DecidedBy { get; init; }
}
