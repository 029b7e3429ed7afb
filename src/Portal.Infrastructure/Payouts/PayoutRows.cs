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

    /// <summary>ISO code of the currency.</summary>
    public required string Currency { get; init; }

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
    /// <summary>Whether another than the customer is paid somewhere.</summary>
    public bool HasPayees { get; init; }

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

    /// <summary>The customer whose purchases earned it.</summary>
    public long CustomerId { get; init; }

    /// <summary>The customer's number.</summary>
    public required string CustomerNumber { get; init; }

    /// <summary>The customer's name.</summary>
    public required string CustomerName { get; init; }

    /// <summary>The company that is paid instead, or null.</summary>
    public long? PayeeId { get; init; }

    /// <summary>Who is paid instead, a company or an employee; null where it is the customer.</summary>
    public string? PayeeName { get; init; }

    /// <summary>The amount.</summary>
    public long AmountMinor { get; init; }

    /// <summary>The part of it that went to the rebate balance, because it made no whole unit.</summary>
    public long RestMinor { get; init; }

    /// <summary>Points given, where it was paid in points.</summary>
    public long? Points { get; init; }

    /// <summary>The credit note that it was given as, or null.</summary>
    public long? CreditNoteId { get; init; }

    /// <summary>The number of the credit note or delivery that it was given as, or null.</summary>
    public string? GivenAs { get; init; }

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

/// <summary>A posted settlement with something left to pay, to companies or to employees.</summary>
/// <param name="Id">The settlement.</param>
/// <param name="Number">S-2026-0001.</param>
/// <param name="ProgramCode">The programme's code.</param>
/// <param name="ProgramNameZhCn">Its Chinese name.</param>
/// <param name="ProgramNameEn">Its English name.</param>
/// <param name="PeriodFrom">First day of the period.</param>
/// <param name="PeriodTo">Last day of the period.</param>
public sealed record PayableSettlement(
    long Id, string Number, string ProgramCode, string ProgramNameZhCn, string ProgramNameEn, DateOnly PeriodFrom, DateOnly PeriodTo)
{
    /// <summary>How many are paid.</summary>
    public required int PayeeCount { get; init; }

    /// <summary>What is left to pay, in minor units.</summary>
    public required long OpenMinor { get; init; }

    /// <summary>ISO code of the currency.</summary>
    public required string Currency { get; init; }

    /// <summary>Whether employees are paid; otherwise companies are.</summary>
    public required bool IsToEmployees { get; init; }

    /// <summary>Whether the programme names goods.</summary>
    public required bool HasGoods { get; init; }

    /// <summary>Whether the programme says how many points there are for its money.</summary>
    public required bool HasPoints { get; init; }

    /// <summary>How the programme says that it is paid.</summary>
    public required PayoutMethod Usual { get; init; }

    /// <summary>The ways in which it can be paid, the usual one first.</summary>
    public IReadOnlyList<PayoutMethod> Methods => IsToEmployees
        ? [PayoutMethod.Payroll]
        :
        [
            .. new[] { PayoutMethod.Balance, PayoutMethod.Bank, PayoutMethod.CreditNote }
                .Concat(HasGoods ? [PayoutMethod.Goods] : [])
                .Concat(HasPoints ? [PayoutMethod.Points] : [])
                .OrderByDescending(method => method == Usual),
        ];

    /// <summary>The period as text: 2026-01-01 – 2026-03-31.</summary>
    public string Period => new DateRange(PeriodFrom, PeriodTo).ToString();
}
