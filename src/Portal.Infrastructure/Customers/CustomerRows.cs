using Portal.Domain.Customers;
using Portal.Domain.Settlements;

namespace Portal.Infrastructure.Customers;

/// <summary>A row that is named by a code or number.</summary>
/// <param name="Id">The key.</param>
/// <param name="Code">The code or number.</param>
/// <param name="Name">The name.</param>
public sealed record CodeName(long Id, string Code, string Name);

/// <summary>A customer in the list.</summary>
/// <param name="Id">The key.</param>
/// <param name="Number">The number.</param>
/// <param name="Name">The name.</param>
/// <param name="Kind">Distributor or member.</param>
/// <param name="Group">The group's name.</param>
/// <param name="Level">The level's name.</param>
/// <param name="Region">The region's name.</param>
/// <param name="Owner">The owner's name.</param>
/// <param name="City">The city.</param>
/// <param name="Phone">The telephone.</param>
/// <param name="YearNetMinor">Net sales since the first of January, in minor units.</param>
/// <param name="IsClosed">Whether the file is closed.</param>
public sealed record CustomerListRow(
    long Id, string Number, string Name, CustomerKind Kind, string? Group, string? Level, string? Region, string? Owner, string? City, string? Phone, long YearNetMinor, bool IsClosed);

/// <summary>One customer.</summary>
/// <param name="Id">The key.</param>
/// <param name="Number">The number.</param>
/// <param name="Name">The name.</param>
/// <param name="Kind">Distributor or member.</param>
/// <param name="Group">The group.</param>
/// <param name="Level">The level.</param>
/// <param name="Region">The region.</param>
/// <param name="Parent">The parent company.</param>
/// <param name="Owner">The employee who looks after the customer.</param>
/// <param name="Profile">Addresses and details.</param>
/// <param name="CreatedAtUtc">When the file was opened.</param>
/// <param name="ClosedAtUtc">When it was closed, or null.</param>
/// <param name="RowVersion">The version to edit.</param>
/// <param name="Children">The companies below.</param>
/// <param name="YearNetMinor">Net sales since the first of January.</param>
/// <param name="TotalNetMinor">Net sales ever.</param>
/// <param name="SalesCount">Number of sales ever.</param>
/// <param name="LastSaleOn">The last document's day.</param>
/// <param name="OwnerChanges">Changes of the owner, the newest first.</param>
/// <param name="LogIns">The customer's log-ins.</param>
public sealed record CustomerRecord(
    long Id,
    string Number,
    string Name,
    CustomerKind Kind,
    CodeName? Group,
    CodeName? Level,
    CodeName? Region,
    CodeName? Parent,
    CodeName? Owner,
    CustomerProfile Profile,
    DateTime CreatedAtUtc,
    DateTime? ClosedAtUtc,
    long RowVersion,
    IReadOnlyList<CodeName> Children,
    long YearNetMinor,
    long TotalNetMinor,
    int SalesCount,
    DateOnly? LastSaleOn,
    IReadOnlyList<OwnerChange> OwnerChanges,
    IReadOnlyList<CustomerLogIn> LogIns)
{
    /// <summary>The agent who brings about what it buys.</summary>
    public CodeName? Agent { get; init; }
}

/// <summary>A change of a customer's owner.</summary>
/// <param name="From">The owner before.</param>
/// <param name="To">The owner after.</param>
/// <param name="By">Who changed it; null for the system.</param>
/// <param name="AtUtc">When.</param>
public sealed record OwnerChange(string? From, string? To, string? By, DateTime AtUtc);

/// <summary>A log-in of a customer.</summary>
/// <param name="UserId">The log-in.</param>
/// <param name="UserName">The name typed at log-in.</param>
/// <param name="DisplayName">The name on screens.</param>
/// <param name="CreatedAtUtc">When it was made.</param>
public sealed record CustomerLogIn(long UserId, string UserName, string DisplayName, DateTime CreatedAtUtc);

/// <summary>A line of a settlement of a customer.</summary>
/// <param name="Id">The line.</param>
/// <param name="SettlementId">The settlement.</param>
/// <param name="SettlementNumber">Its number.</param>
/// <param name="State">Where it stands.</param>
/// <param name="PeriodFrom">First day of the period.</param>
/// <param name="PeriodTo">Last day of the period.</param>
/// <param name="NameZhCn">The programme's Chinese name.</param>
/// <param name="NameEn">The programme's English name.</param>
/// <param name="RoundedMinor">The rebate of the period.</param>
/// <param name="DueMinor">What this settlement pays of it.</param>
/// <param name="Reason">Why it was settled.</param>
public sealed record CustomerRebateRow(
    long Id,
    long SettlementId,
    string SettlementNumber,
    SettlementState State,
    DateOnly PeriodFrom,
    DateOnly PeriodTo,
    string NameZhCn,
    string NameEn,
    long RoundedMinor,
    long DueMinor,
    SettlementReason Reason);

/// <summary>Net sales of a month.</summary>
/// <param name="Month">Its first day.</param>
/// <param name="NetMinor">In minor units.</param>
public sealed record MonthSales(DateOnly Month, long NetMinor);

/// <summary>What a customer can be classified by.</summary>
/// <param name="Groups">Groups.</param>
/// <param name="Levels">Levels, the highest first.</param>
/// <param name="Regions">Regions.</param>
/// <param name="Employees">Employees.</param>
public sealed record CustomerChoices(
    IReadOnlyList<CodeName> Groups, IReadOnlyList<CodeName> Levels, IReadOnlyList<CodeName> Regions, IReadOnlyList<CodeName> Employees);

/// <summary>A group, level or region.</summary>
/// <param name="Id">The key.</param>
/// <param name="Code">The code.</param>
/// <param name="Name">The name.</param>
/// <param name="Rank">Of a level: its order.</param>
/// <param name="Customers">How many customers it has.</param>
public sealed record ClassificationRow(long Id, string Code, string Name, int Rank, int Customers);
