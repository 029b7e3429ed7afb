using Portal.Domain.Settlements;
using Portal.Domain.Shared;
using Portal.Infrastructure.Settlements;

namespace Portal.Infrastructure.MyRebates;

/// <summary>A statement on the list: what one settlement gave me.</summary>
public sealed record MyStatementRow
{
    /// <summary>The settlement.</summary>
    public required long Id { get; init; }

    /// <summary>S-2026-0001.</summary>
    public required string Number { get; init; }

    /// <summary>The programme.</summary>
    public required long ProgramId { get; init; }

    /// <summary>The programme's Chinese name.</summary>
    public required string NameZhCn { get; init; }

    /// <summary>The programme's English name.</summary>
    public required string NameEn { get; init; }

    /// <summary>First day of the period.</summary>
    public required DateOnly PeriodFrom { get; init; }

    /// <summary>Last day of the period.</summary>
    public required DateOnly PeriodTo { get; init; }

    /// <summary>ISO code of the currency of its amounts.</summary>
    public string Currency { get; init; } = Money.DefaultCurrency;

    /// <summary>What another is paid for my purchases, in minor units; null where nothing of it is told.</summary>
    public long? PaidToOthersMinor { get; init; }

    /// <summary>What was settled for me, in minor units; negative for what is taken back.</summary>
    public required long DueMinor { get; init; }

    /// <summary>The part that took back what earlier settlements gave, in minor units; zero or negative.</summary>
    public required long TakenBackMinor { get; init; }

    /// <summary>A negative rest that waits for later results, in minor units; zero or negative.</summary>
    public required long CarriedOutMinor { get; init; }

    /// <summary>Why there was something to settle; the least usual of the lines' reasons.</summary>
    public required SettlementReason Reason { get; init; }

    /// <summary>When it was approved.</summary>
    public required DateTime? ApprovedAtUtc { get; init; }

    /// <summary>Where the money is.</summary>
    public required MyStatementState State { get; init; }
}

/// <summary>Where the money of a statement is.</summary>
public enum MyStatementState
{
    /// <summary>Approved; the payment has not begun.</summary>
    Approved = 1,

    /// <summary>In the rebate account.</summary>
    InBalance = 2,

    /// <summary>A bank transfer is being made.</summary>
    BankPending = 3,

    /// <summary>Paid by bank.</summary>
    BankPaid = 4,

    /// <summary>The bank transfer failed; what is owed stays owed.</summary>
    BankFailed = 5,

    /// <summary>The amount was taken back from the account.</summary>
    TakenBack = 6,

    /// <summary>Nothing to pay: less than nothing waits for later results.</summary>
    CarriedForward = 7,

    /// <summary>Nothing to pay.</summary>
    NothingDue = 8,

    /// <summary>Cancelled after it was booked; it is settled anew.</summary>
    Cancelled = 9,

    /// <summary>Another is paid for my purchases.</summary>
    PaidToOther = 10,

    /// <summary>A credit note reduces the next invoice.</summary>
    CreditNoteIssued = 11,

    /// <summary>Goods are on their way or arrived.</summary>
    GoodsOrdered = 12,

    /// <summary>Points were given.</summary>
    PointsGiven = 13,
}

/// <summary>A page of statements with sums over all of them.</summary>
/// <param name="Rows">The rows of the page.</param>
/// <param name="Total">How many statements there are.</param>
/// <param name="Totals">What all of them gave and took back, by currency.</param>
public sealed record MyStatementPage(IReadOnlyList<MyStatementRow> Rows, int Total, IReadOnlyList<MyStatementTotal> Totals);

/// <summary>Sums of one currency.</summary>
/// <param name="Currency">ISO code.</param>
/// <param name="DueMinor">What was given, in minor units.</param>
/// <param name="TakenBackMinor">What was taken back, in minor units; zero or negative.</param>
public sealed record MyStatementTotal(string Currency, long DueMinor, long TakenBackMinor);

/// <summary>A statement with its lines.</summary>
public sealed record MyStatement
{
    /// <summary>What the list shows.</summary>
    public required MyStatementRow Row { get; init; }

    /// <summary>Who is addressed.</summary>
    public required string CustomerName { get; init; }

    /// <summary>The customer's number.</summary>
    public required string CustomerNumber { get; init; }

    /// <summary>Who issues it.</summary>
    public required string CompanyName { get; init; }

    /// <summary>The wording of the programme that was in force.</summary>
    public required int ProgramVersion { get; init; }

    /// <summary>The business day of the approval.</summary>
    public required DateOnly? ApprovedOn { get; init; }

    /// <summary>The lines, by the programme's.</summary>
    public required IReadOnlyList<MyStatementLine> Lines { get; init; }

    /// <summary>Payments, the first one first.</summary>
    public required IReadOnlyList<MyPayment> Payments { get; init; }
}

/// <summary>A line of a statement.</summary>
public sealed record MyStatementLine
{
    /// <summary>The row.</summary>
    public required long Id { get; init; }

    /// <summary>The programme's line.</summary>
    public required int LineNumber { get; init; }

    /// <summary>What decided the tier: minor units or thousandths.</summary>
    public required long QualifierValue { get; init; }

    /// <summary>Whether <see cref="QualifierValue"/> is a quantity.</summary>
    public required bool IsQualifierQuantity { get; init; }

    /// <summary>The tier reached, from 1; 0 below the first.</summary>
    public required int TierNumber { get; init; }

    /// <summary>The rebate of the whole period, in minor units.</summary>
    public required long RoundedMinor { get; init; }

    /// <summary>What earlier settlements gave, in minor units.</summary>
    public required long AlreadySettledMinor { get; init; }

    /// <summary>What approval posted, in minor units.</summary>
    public required long DueMinor { get; init; }

    /// <summary>The customer who bought, where that is another and I am paid; otherwise null.</summary>
    public string? BoughtBy { get; init; }

    /// <summary>Who is paid, where that is another and I bought; otherwise null.</summary>
    public string? PaidTo { get; init; }

    /// <summary>Why.</summary>
    public required SettlementReason Reason { get; init; }
}

/// <summary>A payment of a statement.</summary>
/// <param name="Number">The payout document: FF-2026-0001.</param>
/// <param name="AmountMinor">The amount in minor units.</param>
/// <param name="State">Where the money is.</param>
/// <param name="On">The day it was made or decided.</param>
/// <param name="FailureReason">Why it failed, or null.</param>
public sealed record MyPayment(string Number, long AmountMinor, MyStatementState State, DateOnly On, string? FailureReason);

/// <summary>A line of mine, explained.</summary>
/// <param name="Explanation">What made it.</param>
/// <param name="Names">Names of the products, categories and brands that count.</param>
public sealed record MyLine(LineExplanation Explanation, MyScopeNames Names);
