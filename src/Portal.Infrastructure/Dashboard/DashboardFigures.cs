using Portal.Domain.Shared;

namespace Portal.Infrastructure.Dashboard;

/// <summary>What the dashboard is narrowed to.</summary>
/// <param name="From">First business day.</param>
/// <param name="To">Last business day.</param>
/// <param name="RegionId">A region, or null for all.</param>
/// <param name="GroupId">A group of customers, or null for all.</param>
/// <param name="SalespersonId">The employee who looks after the customers, or null for all.</param>
public sealed record DashboardFilter(DateOnly From, DateOnly To, long? RegionId = null, long? GroupId = null, long? SalespersonId = null)
{
    /// <summary>ISO code of the one currency whose sales and rebates are shown.</summary>
    public string Currency { get; init; } = Money.DefaultCurrency;
}

/// <summary>What the dashboard can be narrowed to.</summary>
/// <param name="Regions">Regions.</param>
/// <param name="Groups">Groups of customers.</param>
/// <param name="Salespeople">Employees who look after customers.</param>
/// <param name="Currencies">Currencies of sales and programmes, yuan first.</param>
public sealed record DashboardChoices(IReadOnlyList<DashboardChoice> Regions, IReadOnlyList<DashboardChoice> Groups, IReadOnlyList<DashboardChoice> Salespeople, IReadOnlyList<string> Currencies);

/// <summary>One of them.</summary>
/// <param name="Id">The row.</param>
/// <param name="Name">Its name.</param>
public sealed record DashboardChoice(long Id, string Name);

/// <summary>Everything the dashboard shows.</summary>
public sealed record DashboardFigures
{
    /// <summary>Net sales by month, the oldest first.</summary>
    public required IReadOnlyList<MonthFigures> Months { get; init; }

    /// <summary>Net sales of the days filtered, in minor units.</summary>
    public required long SalesMinor { get; init; }

    /// <summary>Net sales of as many days a year before, in minor units.</summary>
    public required long SalesYearBeforeMinor { get; init; }

    /// <summary>Rebates earned so far in periods that are still open, in minor units.</summary>
    public required long AccruedMinor { get; init; }

    /// <summary>The day up to which accruals count, or null where none were computed.</summary>
    public required DateOnly? AccruedAsOfOn { get; init; }

    /// <summary>What the open periods will cost at today's pace, in minor units.</summary>
    public required long ForecastMinor { get; init; }

    /// <summary>Rebates settled and approved of periods that ended in the days filtered, in minor units.</summary>
    public required long SettledMinor { get; init; }

    /// <summary>Rebates settled that wait for approval, in minor units.</summary>
    public required long WaitingMinor { get; init; }

    /// <summary>Rebates paid in the days filtered, in minor units.</summary>
    public required long PaidMinor { get; init; }

    /// <summary>Rebates approved and not yet paid, as of now, in minor units.</summary>
    public required long OutstandingMinor { get; init; }

    /// <summary>Customers to whom something is outstanding.</summary>
    public required int OutstandingCustomers { get; init; }

    /// <summary>Cost by programme, the dearest first.</summary>
    public required IReadOnlyList<ProgramCost> Programs { get; init; }

    /// <summary>The customers who bought most.</summary>
    public required IReadOnlyList<TopCustomer> TopCustomers { get; init; }

    /// <summary>Customers close to the next tier, the closest first.</summary>
    public required IReadOnlyList<NearMissCustomer> NearMisses { get; init; }

    /// <summary>How many customers are close to the next tier.</summary>
    public required int NearMissCount { get; init; }
}

/// <summary>A month.</summary>
/// <param name="Month">Its first day.</param>
/// <param name="SalesMinor">Net sales, in minor units.</param>
/// <param name="RebateMinor">Rebates settled of periods that ended in the month, in minor units.</param>
public sealed record MonthFigures(DateOnly Month, long SalesMinor, long RebateMinor);

/// <summary>What a programme costs.</summary>
/// <param name="ProgramId">The programme.</param>
/// <param name="Code">Its code.</param>
/// <param name="NameZhCn">Its Chinese name.</param>
/// <param name="NameEn">Its English name.</param>
/// <param name="SettledMinor">Settled and approved, in minor units.</param>
/// <param name="AccruedMinor">Earned so far in the open period, in minor units.</param>
public sealed record ProgramCost(long ProgramId, string Code, string NameZhCn, string NameEn, long SettledMinor, long AccruedMinor);

/// <summary>A customer who bought much.</summary>
/// <param name="CustomerId">The customer.</param>
/// <param name="Number">Its number.</param>
/// <param name="Name">Its name.</param>
/// <param name="SalesMinor">Net sales, in minor units.</param>
/// <param name="RebateMinor">Rebates settled and approved, in minor units.</param>
public sealed record TopCustomer(long CustomerId, string Number, string Name, long SalesMinor, long RebateMinor);

/// <summary>A customer close to the next tier.</summary>
/// <param name="CustomerId">The customer.</param>
/// <param name="Name">Its name.</param>
/// <param name="ProgramId">The programme.</param>
/// <param name="NameZhCn">The programme's Chinese name.</param>
/// <param name="NameEn">The programme's English name.</param>
/// <param name="IsQuantity">Whether the values are quantities.</param>
/// <param name="Value">What decides the tier, so far.</param>
/// <param name="NextTierFrom">The next tier's lower bound.</param>
/// <param name="MissingValue">What is missing.</param>
/// <param name="GainMinor">What the next tier adds to the rebate, in minor units.</param>
/// <param name="DaysLeft">Days left.</param>
/// <param name="WouldReach">Whether today's pace reaches it.</param>
/// <param name="ProgressMilli">How far on the way, in thousandths.</param>
public sealed record NearMissCustomer(
    long CustomerId, string Name, long ProgramId, string NameZhCn, string NameEn, bool IsQuantity, long Value, long NextTierFrom,
    long MissingValue, long GainMinor, int DaysLeft, bool WouldReach, int ProgressMilli);

/// <summary>What waits for the person who looks.</summary>
/// <param name="Settlements">Settlements that the person may approve.</param>
/// <param name="Programs">Programmes that the person may approve.</param>
/// <param name="Withdrawals">Withdrawal requests that wait for a decision.</param>
/// <param name="WithdrawalsToPay">Withdrawals approved and not paid.</param>
/// <param name="Payouts">Payout documents with payments not confirmed.</param>
/// <param name="SettlementsToPay">Settlements in the ledger without a payout document.</param>
/// <param name="FailedJobs">Jobs that failed in the last day.</param>
public sealed record WaitingWork(
    IReadOnlyList<WaitingItem> Settlements, IReadOnlyList<WaitingItem> Programs, IReadOnlyList<WaitingItem> Withdrawals,
    IReadOnlyList<WaitingItem> WithdrawalsToPay, IReadOnlyList<WaitingItem> Payouts, IReadOnlyList<WaitingItem> SettlementsToPay, int FailedJobs)
{
    /// <summary>How many things wait.</summary>
    public int Count => Settlements.Count + Programs.Count + Withdrawals.Count + WithdrawalsToPay.Count + Payouts.Count + SettlementsToPay.Count + FailedJobs;
}

/// <summary>One thing that waits.</summary>
/// <param name="Id">The row.</param>
/// <param name="Number">Its number or code.</param>
/// <param name="NameZhCn">What it is about, in Chinese where it has two names.</param>
/// <param name="NameEn">What it is about, in English where it has two names.</param>
/// <param name="AmountMinor">The money at stake, in minor units, or null.</param>
/// <param name="Customers">How many customers, or null.</param>
/// <param name="PeriodFrom">First day of its period, or null.</param>
/// <param name="PeriodTo">Last day of its period, or null.</param>
/// <param name="SinceUtc">Since when it waits.</param>
public sealed record WaitingItem(
    long Id, string Number, string NameZhCn, string NameEn, long? AmountMinor, int? Customers, DateOnly? PeriodFrom, DateOnly? PeriodTo, DateTime? SinceUtc)
{
    /// <summary>ISO code of the currency of the money at stake.</summary>
    public string Currency { get; init; } = Money.DefaultCurrency;
}
