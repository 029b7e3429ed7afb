using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using Portal.Domain.Accruals;
using Portal.Domain.ApiKeys;
using Portal.Domain.Cards;
using Portal.Domain.Customers;
using Portal.Domain.Disputes;
using Portal.Domain.ExchangeRates;
using Portal.Domain.Figures;
using Portal.Domain.Imports;
using Portal.Domain.Jobs;
using Portal.Domain.Ledger;
using Portal.Domain.Messages;
using Portal.Domain.Payouts;
using Portal.Domain.Points.Records;
using Portal.Domain.Products;
using Portal.Domain.Programs;
using Portal.Domain.Registration;
using Portal.Domain.Rewards;
using Portal.Domain.Sales;
using Portal.Domain.SavedViews;
using Portal.Domain.Settlements;
using Portal.Domain.Shared;
using Portal.Domain.Staff;
using Portal.Domain.Withdrawals;
using Portal.Infrastructure.Access;

namespace Portal.Infrastructure.Data;

/// <summary>All tables. One short-lived context per operation, from <see cref="IDbContextFactory{TContext}"/>.</summary>
public abstract class PortalDbContext(DbContextOptions options) : IdentityDbContext<PortalUser, PortalRole, long>(options)
{
    /// <summary>Where saves outside a transaction wait for their turn; null lets them through.</summary>
    internal WriteGate? Gate { get; set; }

    /// <summary>Customers.</summary>
    public DbSet<Customer> Customers => Set<Customer>();

    /// <summary>Groups of customers.</summary>
    public DbSet<CustomerGroup> CustomerGroups => Set<CustomerGroup>();

    /// <summary>Levels of customers.</summary>
    public DbSet<CustomerLevel> CustomerLevels => Set<CustomerLevel>();

    /// <summary>Sales regions.</summary>
    public DbSet<Region> Regions => Set<Region>();

    /// <summary>Changes of customers' owners.</summary>
    public DbSet<CustomerOwnerChange> CustomerOwnerChanges => Set<CustomerOwnerChange>();

    /// <summary>Products.</summary>
    public DbSet<Product> Products => Set<Product>();

    /// <summary>Categories of products.</summary>
    public DbSet<ProductCategory> ProductCategories => Set<ProductCategory>();

    /// <summary>Brands.</summary>
    public DbSet<Brand> Brands => Set<Brand>();

    /// <summary>Units in which products are sold besides their own.</summary>
    public DbSet<ProductUnit> ProductUnits => Set<ProductUnit>();

    /// <summary>Properties of products.</summary>
    public DbSet<ProductAttribute> ProductAttributes => Set<ProductAttribute>();

    /// <summary>Exchange rates by day.</summary>
    public DbSet<ExchangeRate> ExchangeRates => Set<ExchangeRate>();

    /// <summary>Targets and base figures of customers.</summary>
    public DbSet<CustomerFigure> CustomerFigures => Set<CustomerFigure>();

    /// <summary>Employees.</summary>
    public DbSet<Employee> Employees => Set<Employee>();

    /// <summary>Departments.</summary>
    public DbSet<Department> Departments => Set<Department>();

    /// <summary>Sales and returns.</summary>
    public DbSet<SalesDocument> SalesDocuments => Set<SalesDocument>();

    /// <summary>Lines of sales and returns.</summary>
    public DbSet<SalesLine> SalesLines => Set<SalesLine>();

    /// <summary>Lines of sales and returns, packed by document for settlements.</summary>
    public DbSet<SalesPack> SalesPacks => Set<SalesPack>();

    /// <summary>Payments of sales documents.</summary>
    public DbSet<SalesPayment> SalesPayments => Set<SalesPayment>();

    /// <summary>Monthly sums of sales documents by customer, in parts.</summary>
    public DbSet<SalesSummary> SalesSummaries => Set<SalesSummary>();

    /// <summary>Imports.</summary>
    public DbSet<ImportRun> ImportRuns => Set<ImportRun>();

    /// <summary>What was wrong in imported files.</summary>
    public DbSet<ImportProblem> ImportProblems => Set<ImportProblem>();

    /// <summary>Rebate programmes.</summary>
    public DbSet<RebateProgram> RebatePrograms => Set<RebateProgram>();

    /// <summary>Versions of rebate programmes.</summary>
    public DbSet<RebateProgramVersion> RebateProgramVersions => Set<RebateProgramVersion>();

    /// <summary>What lists show, kept by people for themselves.</summary>
    public DbSet<SavedView> SavedViews => Set<SavedView>();

    /// <summary>Settlement runs.</summary>
    public DbSet<SettlementRun> SettlementRuns => Set<SettlementRun>();

    /// <summary>Partitions of settlement runs.</summary>
    public DbSet<SettlementPartition> SettlementPartitions => Set<SettlementPartition>();

    /// <summary>By what the last runs settled everyone.</summary>
    public DbSet<SettlementBaseline> SettlementBaselines => Set<SettlementBaseline>();

    /// <summary>Settlements.</summary>
    public DbSet<Settlement> Settlements => Set<Settlement>();

    /// <summary>Lines of settlements.</summary>
    public DbSet<SettlementLine> SettlementLines => Set<SettlementLine>();

    /// <summary>Who is paid what settlements give, where that is not the customer.</summary>
    public DbSet<SettlementPayee> SettlementPayees => Set<SettlementPayee>();

    /// <summary>What is earned so far in open periods.</summary>
    public DbSet<Accrual> Accruals => Set<Accrual>();

    /// <summary>Executions of scheduled jobs.</summary>
    public DbSet<JobRun> JobRuns => Set<JobRun>();

    /// <summary>Counters that tell other processes of changes.</summary>
    public DbSet<LiveTopic> LiveTopics => Set<LiveTopic>();

    /// <summary>Accounts of the ledger.</summary>
    public DbSet<LedgerAccount> LedgerAccounts => Set<LedgerAccount>();

    /// <summary>Transfers of the ledger.</summary>
    public DbSet<LedgerTransfer> LedgerTransfers => Set<LedgerTransfer>();

    /// <summary>Entries of the ledger.</summary>
    public DbSet<LedgerEntry> LedgerEntries => Set<LedgerEntry>();

    /// <summary>Types of cards.</summary>
    public DbSet<CardType> CardTypes => Set<CardType>();

    /// <summary>Ranges of card numbers.</summary>
    public DbSet<CardNumberRange> CardNumberRanges => Set<CardNumberRange>();

    /// <summary>What stands behind cards.</summary>
    public DbSet<CardAccount> CardAccounts => Set<CardAccount>();

    /// <summary>Cards.</summary>
    public DbSet<Card> Cards => Set<Card>();

    /// <summary>What was done with cards.</summary>
    public DbSet<CardOperation> CardOperations => Set<CardOperation>();

    /// <summary>What top-ups bring.</summary>
    public DbSet<TopUpRule> TopUpRules => Set<TopUpRule>();

    /// <summary>Visits paid in advance.</summary>
    public DbSet<VisitLot> VisitLots => Set<VisitLot>();

    /// <summary>Visits taken from lots.</summary>
    public DbSet<VisitUse> VisitUses => Set<VisitUse>();

    /// <summary>Payout documents.</summary>
    public DbSet<PayoutDocument> PayoutDocuments => Set<PayoutDocument>();

    /// <summary>Payments of payout documents.</summary>
    public DbSet<PayoutItem> PayoutItems => Set<PayoutItem>();

    /// <summary>Credit notes that pay rebates.</summary>
    public DbSet<CreditNote> CreditNotes => Set<CreditNote>();

    /// <summary>What invoices took of credit notes.</summary>
    public DbSet<CreditNoteUse> CreditNoteUses => Set<CreditNoteUse>();

    /// <summary>Goods that pay rebates.</summary>
    public DbSet<GoodsDelivery> GoodsDeliveries => Set<GoodsDelivery>();

    /// <summary>Customers' bank accounts.</summary>
    public DbSet<CustomerBankAccount> CustomerBankAccounts => Set<CustomerBankAccount>();

    /// <summary>Questions of customers about statement lines.</summary>
    public DbSet<Dispute> Disputes => Set<Dispute>();

    /// <summary>What was done and written in disputes.</summary>
    public DbSet<DisputeEntry> DisputeEntries => Set<DisputeEntry>();

    /// <summary>Files that came with disputes.</summary>
    public DbSet<DisputeAttachment> DisputeAttachments => Set<DisputeAttachment>();

    /// <summary>Withdrawal requests.</summary>
    public DbSet<WithdrawalRequest> WithdrawalRequests => Set<WithdrawalRequest>();

    /// <summary>Versions of the points programme.</summary>
    public DbSet<PointsProgramVersion> PointsProgramVersions => Set<PointsProgramVersion>();

    /// <summary>Members of the points programme.</summary>
    public DbSet<PointsMembership> PointsMemberships => Set<PointsMembership>();

    /// <summary>Booked events of points.</summary>
    public DbSet<PointsEventRecord> PointsEvents => Set<PointsEventRecord>();

    /// <summary>Lots of points.</summary>
    public DbSet<PointsLotRecord> PointsLots => Set<PointsLotRecord>();

    /// <summary>Movements of points.</summary>
    public DbSet<PointsEntryRecord> PointsEntries => Set<PointsEntryRecord>();

    /// <summary>Sales as they earned points.</summary>
    public DbSet<PointsSaleRecord> PointsSales => Set<PointsSaleRecord>();

    /// <summary>Uses of points.</summary>
    public DbSet<PointsRedemptionRecord> PointsRedemptions => Set<PointsRedemptionRecord>();

    /// <summary>Use of limits.</summary>
    public DbSet<PointsUsageRecord> PointsUsages => Set<PointsUsageRecord>();

    /// <summary>Growth value.</summary>
    public DbSet<PointsGrowthRecord> PointsGrowth => Set<PointsGrowthRecord>();

    /// <summary>Changes of members' levels.</summary>
    public DbSet<PointsLevelChange> PointsLevelChanges => Set<PointsLevelChange>();

    /// <summary>Members brought by others.</summary>
    public DbSet<PointsReferral> PointsReferrals => Set<PointsReferral>();

    /// <summary>Sales documents that wait to be counted.</summary>
    public DbSet<PointsIntakeRange> PointsIntakeRanges => Set<PointsIntakeRange>();

    /// <summary>Sales documents that could not be counted.</summary>
    public DbSet<PointsProblem> PointsProblems => Set<PointsProblem>();

    /// <summary>Points by hand.</summary>
    public DbSet<PointsAdjustment> PointsAdjustments => Set<PointsAdjustment>();
    /// <summary>Rewards.</summary>
    public DbSet<Reward> Rewards => Set<Reward>();

    /// <summary>Stocks of rewards.</summary>
    public DbSet<RewardStock> RewardStocks => Set<RewardStock>();

    /// <summary>Movements of stocks of rewards.</summary>
    public DbSet<RewardStockMovement> RewardStockMovements => Set<RewardStockMovement>();

    /// <summary>Orders of rewards.</summary>
    public DbSet<RewardOrder> RewardOrders => Set<RewardOrder>();

    /// <summary>Steps of orders of rewards.</summary>
    public DbSet<RewardOrderEvent> RewardOrderEvents => Set<RewardOrderEvent>();

    /// <summary>Vouchers.</summary>
    public DbSet<Voucher> Vouchers => Set<Voucher>();

    /// <summary>Messages that wait, were sent or were given up.</summary>
    public DbSet<OutboxMessage> OutboxMessages => Set<OutboxMessage>();

    /// <summary>Which messages customers want.</summary>
    public DbSet<MessageChoice> MessageChoices => Set<MessageChoice>();

    /// <summary>Codes that were sent to e-mail addresses.</summary>
    public DbSet<EmailCode> EmailCodes => Set<EmailCode>();

    /// <summary>Devices that ask to be signed in by another one.</summary>
    public DbSet<SignInRequest> SignInRequests => Set<SignInRequest>();

    /// <summary>What customers agreed to.</summary>
    public DbSet<CustomerConsent> CustomerConsents => Set<CustomerConsent>();

    /// <summary>Who brought whom.</summary>
    public DbSet<CustomerReferral> CustomerReferrals => Set<CustomerReferral>();

    /// <summary>Keys of other systems.</summary>
    public DbSet<ApiKey> ApiKeys => Set<ApiKey>();

    /// <summary>Series of document numbers.</summary>
    public DbSet<NumberSeries> NumberSeries => Set<NumberSeries>();

    /// <inheritdoc />
    /// <remarks>
    /// On SQLite a save outside a transaction waits for its turn without holding a thread; SQLite itself would wait in blocking
    /// steps. Whoever has a transaction has had its turn, or is one of those whom the writer commits together.
    /// </remarks>
    public override async Task<int> SaveChangesAsync(bool acceptAllChangesOnSuccess, CancellationToken cancellationToken = default)
    {
        using var turn = Gate is not null && Database.CurrentTransaction is null ? await Gate.EnterAsync(cancellationToken) : null;
        return await base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken);
    }

    /// <inheritdoc />
    public override int SaveChanges(bool acceptAllChangesOnSuccess)
    {
        using var turn = Gate is not null && Database.CurrentTransaction is null ? Gate.Enter() : null;
        return base.SaveChanges(acceptAllChangesOnSuccess);
    }

    /// <inheritdoc />
    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        builder.ApplyConfigurationsFromAssembly(typeof(PortalDbContext).Assembly);
        SaveRules.MarkVersions(builder);
    }

    /// <inheritdoc />
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        configurationBuilder.Properties<DateTime>().HaveConversion<UtcDateTimeConverter>();
        configurationBuilder.Properties<decimal>().HavePrecision(28, 8);
        configurationBuilder.Properties<string>().HaveMaxLength(200);
    }
}
