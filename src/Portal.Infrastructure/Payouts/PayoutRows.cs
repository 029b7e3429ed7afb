using Portal.Domain.Payouts;
using Portal.Domain.Shared;

namespace Portal.Infrastructure.Payouts;

/// <summary>A payout document in a list.</summary>
public sealed record PayoutRow
{
    /// <summary>The document.</summary>
    public long Id { get; init; }

    /// <summary>FF-2026-0001.</summary>
    public required string Number { get; init; }

    /// <summary>The settlement.</summary>
    public long SettlementId { get; init; }

    /// <summary>S-2026-0001.</summary>
    public required string SettlementNumber { get; init; }

    /// <summary>The programme.</summary>
    public long ProgramId { get; init; }

    /// <summary>Its code.</summary>
    public required string ProgramCode { get; init; }

    /// <summary>Its Chinese name.</summary>
    public required string ProgramNameZhCn { get; init; }

    /// <summary>Its English name.</summary>
    public required string ProgramNameEn { get; init; }

    /// <summary>First day of the period.</summary>
    public DateOnly PeriodFrom { get; init; }

    /// <summary>Last day of the period.</summary>
    public DateOnly PeriodTo { get; init; }

    /// <summary>The period as text: 2026-01-01 – 2026-03-31.</summary>
    public string Period => new DateRange(PeriodFrom, PeriodTo).ToString();

    /// <summary>How it pays.</summary>
    public PayoutMethod Method { get; init; }

    /// <summary>Where it stands.</summary>
    public PayoutState State { get; init; }

    /// <summary>Number of payments.</summary>
    public int ItemCount { get; init; }

    /// <summary>Their sum.</summary>
    public long TotalMinor { get; init; }

    /// <summary>What was paid so far.</summary>
    public long PaidMinor { get; init; }

    /// <summary>When it was made.</summary>
    public DateTime CreatedAtUtc { get; init; }

    /// <summary>Who made it; null for the system.</summary>
    public string? CreatedBy { get; init; }
}

/// <summary>A payout document with what happened to it.</summary>
/// <param name="Head">The document.</param>
/// <param name="States">Its payments by state.</param>
/// <param name="Steps">What happened, oldest first.</param>
public sealed record PayoutRecord(PayoutRow Head, IReadOnlyList<PayoutStateTotal> States, IReadOnlyList<PayoutStep> Steps)
{
    /// <summary>Number of payments in a state.</summary>
    public int Count(PayoutItemState state) => States.FirstOrDefault(row => row.State == state)?.Count ?? 0;

    /// <summary>Sum of payments in a state.</summary>
    public long SumMinor(PayoutItemState state) => States.FirstOrDefault(row => row.State == state)?.SumMinor ?? 0;
}

/// <summary>Payments in a state.</summary>
/// <param name="State">The state.</param>
/// <param name="Count">How many.</param>
/// <param name="SumMinor">Their sum.</param>
public sealed record PayoutStateTotal(PayoutItemState State, int Count, long SumMinor);

/// <summary>Something that happened to a payout document.</summary>
/// <param name="Kind">What.</param>
/// <param name="AtUtc">When.</param>
/// <param name="By">Who; null for the system.</param>
public sealed record PayoutStep(PayoutStepKind Kind, DateTime AtUtc, string? By);

/// <summary>What can happen to a payout document.</summary>
public enum PayoutStepKind
{
    /// <summary>Its settlement was approved.</summary>
    SettlementApproved = 1,

    /// <summary>It was made.</summary>
    Created = 2,

    /// <summary>Its bank file was made.</summary>
    Exported = 3,

    /// <summary>Its last payment was decided.</summary>
    Completed = 4,
}

/// <summary>A payment in a list.</summary>
public sealed record PayoutItemRow
{
    /// <summary>The payment.</summary>
    public long Id { get; init; }

    /// <summary>Who is paid.</summary>
    public long CustomerId { get; init; }

    /// <summary>The customer's number.</summary>
    public required string CustomerNumber { get; init; }

    /// <summary>The customer's name.</summary>
    public required string CustomerName { get; init; }

    /// <summary>The amount.</summary>
    public long AmountMinor { get; init; }

    /// <summary>Where it stands.</summary>
    public PayoutItemState State { get; init; }

    /// <summary>The bank it goes to, or null.</summary>
    public string? BankName { get; init; }

    /// <summary>The last four digits of the account, or null.</summary>
    public string? NumberLast4 { get; init; }

    /// <summary>Whether the customer has a bank account now.</summary>
    public bool HasBankAccount { get; init; }

    /// <summary>Why it failed, or null.</summary>
    public string? FailureReason { get; init; }

    /// <summary>When it was paid or failed.</summary>
    public DateTime? DecidedAtUtc { get; init; }

    /// <summary>Who marked it.</summary>
    public string? DecidedBy { get; init; }
}

/// <summary>A posted settlement with something left to pay.</summary>
/// <param name="Id">The settlement.</param>
/// <param name="Number">S-2026-0001.</param>
/// <param name="ProgramCode">The programme's code.</param>
/// <param name="ProgramNameZhCn">Its Chinese name.</param>
/// <param name="ProgramNameEn">Its English name.</param>
/// <param name="PeriodFrom">First day of the period.</param>
/// <param name="PeriodTo">Last day of the period.</param>
/// <param name="CustomerCount">Customers to pay.</param>
/// <param name="OpenMinor">What is left to pay.</param>
public sealed record PayableSettlement(
    long Id, string Number, string ProgramCode, string ProgramNameZhCn, string ProgramNameEn, DateOnly PeriodFrom, DateOnly PeriodTo, int CustomerCount, long OpenMinor)
{
    /// <summary>The period as text: 2026-01-01 – 2026-03-31.</summary>
    public string Period => new DateRange(PeriodFrom, PeriodTo).ToString();
}
