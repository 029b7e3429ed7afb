using Portal.Domain.Settlements;
using Portal.Domain.Shared;

namespace Portal.Infrastructure.Settlements;

/// <summary>A run on the list and on its page.</summary>
public sealed record SettlementRunRow
{
    /// <summary>The row.</summary>
    public required long Id { get; init; }

    /// <summary>R-2026-0001.</summary>
    public required string Number { get; init; }

    /// <summary>Periods that ended on this day or earlier are due.</summary>
    public required DateOnly AsOfOn { get; init; }

    /// <summary>The programmes asked for, or null for all.</summary>
    public required string? ProgramCodes { get; init; }

    /// <summary>Where it stands.</summary>
    public required SettlementRunState State { get; init; }

    /// <summary>Who asked; null for the schedule.</summary>
    public required string? ByName { get; init; }

    /// <summary>When it was asked for.</summary>
    public required DateTime RequestedAtUtc { get; init; }

    /// <summary>When work began.</summary>
    public required DateTime? StartedAtUtc { get; init; }

    /// <summary>When work ended.</summary>
    public required DateTime? EndedAtUtc { get; init; }

    /// <summary>Partitions in all.</summary>
    public required int PartitionCount { get; init; }

    /// <summary>Partitions finished.</summary>
    public required int PartitionsDone { get; init; }

    /// <summary>Sales lines read so far.</summary>
    public required long SalesLinesRead { get; init; }

    /// <summary>Sales lines there are to read.</summary>
    public required long SalesLinesTotal { get; init; }

    /// <summary>Settlement lines written.</summary>
    public required long LinesWritten { get; init; }

    /// <summary>Whether somebody asked to stop it.</summary>
    public required bool IsCancelRequested { get; init; }

    /// <summary>The refusal or error id that ended it, or null.</summary>
    public required string? Failure { get; init; }

    /// <summary>What was missing, if that ended it.</summary>
    public IReadOnlyList<Refusal> Missing => SettlementDataMissingException.Read(Failure);

    /// <summary>Settlements that came of it.</summary>
    public required int Settlements { get; init; }

    /// <summary>Settlements in other currencies than yuan; their amounts are not in the sum.</summary>
    public int InOtherCurrencies { get; init; }

    /// <summary>What they make due in all, in minor units.</summary>
    public required long DueMinor { get; init; }

    /// <summary>Whether it is planned or running.</summary>
    public bool IsActive => State is SettlementRunState.Planned or SettlementRunState.Running;
}

/// <summary>A settlement on the list.</summary>
public sealed record SettlementRow
{
    /// <summary>The row.</summary>
    public required long Id { get; init; }

    /// <summary>S-2026-0001.</summary>
    public required string Number { get; init; }

    /// <summary>The programme.</summary>
    public required long ProgramId { get; init; }

    /// <summary>The programme's code.</summary>
    public required string ProgramCode { get; init; }

    /// <summary>The programme's Chinese name.</summary>
    public required string NameZhCn { get; init; }

    /// <summary>The programme's English name.</summary>
    public required string NameEn { get; init; }

    /// <summary>First day of the period.</summary>
    public required DateOnly PeriodFrom { get; init; }

    /// <summary>Last day of the period.</summary>
    public required DateOnly PeriodTo { get; init; }

    /// <summary>Where it stands.</summary>
    public required SettlementState State { get; init; }

    /// <summary>Customers with a line.</summary>
    public required int Customers { get; init; }

    /// <summary>Number of lines.</summary>
    public required int Lines { get; init; }

    /// <summary>ISO code of the currency of its amounts.</summary>
    public string Currency { get; init; } = Money.DefaultCurrency;

    /// <summary>What is due, in minor units.</summary>
    public required long DueMinor { get; init; }

    /// <summary>Sum of the negative differences, in minor units.</summary>
    public required long CorrectionsMinor { get; init; }

    /// <summary>When the lines were complete.</summary>
    public required DateTime? CalculatedAtUtc { get; init; }

    /// <summary>The run.</summary>
    public required long RunId { get; init; }

    /// <summary>The run's number.</summary>
    public required string RunNumber { get; init; }
}

/// <summary>A settlement's page.</summary>
public sealed record SettlementRecord
{
    /// <summary>What the list shows.</summary>
    public required SettlementRow Row { get; init; }

    /// <summary>Whether another than the customer is paid for some of it; known once it is approved.</summary>
    public bool HasPayees { get; init; }

    /// <summary>Raised with each change; a decision names the one it was made on.</summary>
    public required long RowVersion { get; init; }

    /// <summary>The version of the programme that was in force.</summary>
    public required int ProgramVersion { get; init; }

    /// <summary>What decided the tiers, summed over the customers once each; null where it is a quantity.</summary>
    public required long? QualifyingMinor { get; init; }

    /// <summary>The rebate of the whole period, in minor units.</summary>
    public required long RebateMinor { get; init; }

    /// <summary>Sum of the positive differences, in minor units.</summary>
    public required long GrantedMinor { get; init; }

    /// <summary>Sales lines the run read.</summary>
    public required long SalesLinesRead { get; init; }

    /// <summary>How long the run took, or null.</summary>
    public required TimeSpan? RunTime { get; init; }

    /// <summary>Who asked for the run; null for the schedule.</summary>
    public required string? CalculatedByName { get; init; }

    /// <summary>Who approved it, sent it back or took it back.</summary>
    public required string? DecidedByName { get; init; }

    /// <summary>When it was decided.</summary>
    public required DateTime? DecidedAtUtc { get; init; }

    /// <summary>What was written with the decision.</summary>
    public required string? DecisionNote { get; init; }

    /// <summary>When every line had reached the ledger.</summary>
    public required DateTime? PostedAtUtc { get; init; }

    /// <summary>Whether the person who looks may approve it or send it back now.</summary>
    public required bool CanDecide { get; init; }

    /// <summary>Whether it waits for approval by somebody other than the person who looks, who ran it.</summary>
    public required bool IsOwnRun { get; init; }

    /// <summary>Whether the person who looks may take it back now.</summary>
    public required bool CanReverse { get; init; }

    /// <summary>Payout documents, the first one first.</summary>
    public required IReadOnlyList<SettlementPayout> Payouts { get; init; }

    /// <summary>The run when it was made and left nothing, so the settlement's own time line.</summary>
    public required DateTime RequestedAtUtc { get; init; }
}

/// <summary>A payout document of a settlement.</summary>
/// <param name="Id">The row.</param>
/// <param name="Number">FF-2026-0001.</param>
/// <param name="TotalMinor">What it pays, in minor units.</param>
/// <param name="CreatedAtUtc">When it was made.</param>
/// <param name="CompletedAtUtc">When the last payment was decided, or null.</param>
public sealed record SettlementPayout(long Id, string Number, long TotalMinor, DateTime CreatedAtUtc, DateTime? CompletedAtUtc);

/// <summary>A line in a settlement's grid.</summary>
public sealed record SettlementLineRow
{
    /// <summary>The row.</summary>
    public required long Id { get; init; }

    /// <summary>The settlement.</summary>
    public required long SettlementId { get; init; }

    /// <summary>The customer.</summary>
    public required long CustomerId { get; init; }

    /// <summary>The customer's number.</summary>
    public required string CustomerNumber { get; init; }

    /// <summary>The customer's name.</summary>
    public required string CustomerName { get; init; }

    /// <summary>Who is paid instead, a company or an employee; null where it is the customer, or nobody was decided on yet.</summary>
    public string? PayeeName { get; init; }

    /// <summary>ISO code of the currency of its amounts.</summary>
    public string Currency { get; init; } = Money.DefaultCurrency;

    /// <summary>The programme's line.</summary>
    public required int LineNumber { get; init; }

    /// <summary>What decided the tier.</summary>
    public required long QualifierValue { get; init; }

    /// <summary>Whether <see cref="QualifierValue"/> and <see cref="TierFrom"/> are quantities.</summary>
    public required bool IsQualifierQuantity { get; init; }

    /// <summary>The tier reached, from 1; 0 below the first.</summary>
    public required int TierNumber { get; init; }

    /// <summary>The tier's lower bound, or null below the first.</summary>
    public required long? TierFrom { get; init; }

    /// <summary>What the rate applied to.</summary>
    public required long BaseValue { get; init; }

    /// <summary>Whether <see cref="BaseValue"/> is a quantity.</summary>
    public required bool IsBaseQuantity { get; init; }

    /// <summary>The rate in percent, or null.</summary>
    public required decimal? RatePercent { get; init; }

    /// <summary>The amount of the tier or per unit, in units of money, or null.</summary>
    public required decimal? RateAmount { get; init; }

    /// <summary>Exact rebate of the period, in minor units.</summary>
    public required decimal RawMinor { get; init; }

    /// <summary>Rounded and capped, in minor units.</summary>
    public required long RoundedMinor { get; init; }

    /// <summary>What earlier settlements gave, in minor units.</summary>
    public required long AlreadySettledMinor { get; init; }

    /// <summary>The difference, in minor units.</summary>
    public required long DeltaMinor { get; init; }

    /// <summary>A negative rest set off, in minor units.</summary>
    public required long CarriedInMinor { get; init; }

    /// <summary>A negative rest left, in minor units.</summary>
    public required long CarriedOutMinor { get; init; }

    /// <summary>What approval posts, in minor units.</summary>
    public required long DueMinor { get; init; }

    /// <summary>Why.</summary>
    public required SettlementReason Reason { get; init; }
}
