using Microsoft.EntityFrameworkCore;
using Portal.Domain.Accruals;
using Portal.Domain.Customers;
using Portal.Domain.Ledger;
using Portal.Domain.Payouts;
using Portal.Domain.Programs;
using Portal.Domain.Settlements;
using Portal.Domain.Shared;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.SalesSummaries;
using Portal.Infrastructure.Shared;

namespace Portal.Infrastructure.Dashboard;

/// <summary>Figures of sales and rebates for the customers the person may see.</summary>
public sealed class DashboardQueries(IDbContextFactory<PortalDbContext> contexts, CurrentUser user, BusinessClock clock)
{
    /// <summary>A customer this far on the way to the next tier is close to it, in thousandths.</summary>
    public const int NearMissFromMilli = 700;

    private const int TopCount = 8;

    /// <summary>The last twelve months up to today.</summary>
    public DashboardFilter UsualFilter()
    {
        var today = clock.Today;
        return new DashboardFilter(new DateOnly(today.Year, today.Month, 1).AddMonths(-11), today);
    }

    /// <summary>What the dashboard can be narrowed to: what the customers whom the person may see have.</summary>
    public async Task<DashboardChoices> ChoicesAsync(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var customers = context.Customers.VisibleTo(user, context);
        return new DashboardChoices(
            await context.Regions.Where(region => customers.Any(customer => customer.RegionId == region.Id))
                .OrderBy(region => region.Name).Select(region => new DashboardChoice(region.Id, region.Name)).ToListAsync(cancellationToken),
            await context.CustomerGroups.Where(group => customers.Any(customer => customer.GroupId == group.Id))
                .OrderBy(group => group.Name).Select(group => new DashboardChoice(group.Id, group.Name)).ToListAsync(cancellationToken),
            await context.Employees.Where(employee => customers.Any(customer => customer.OwnerId == employee.Id))
                .OrderBy(employee => employee.Name).Select(employee => new DashboardChoice(employee.Id, employee.Name)).ToListAsync(cancellationToken),
            await CurrenciesAsync(context, cancellationToken));
    }

    /// <summary>The currencies that sales or programmes have; yuan first. Each is shown by itself: nothing is added unconverted.</summary>
    private static async Task<IReadOnlyList<string>> CurrenciesAsync(PortalDbContext context, CancellationToken cancellationToken)
    {
        var ofSales = await context.SalesSummaries.Select(part => part.Currency).Distinct().ToListAsync(cancellationToken);
        var ofPrograms = await context.RebateProgramVersions.Where(version => version.State == ProgramVersionState.Approved)
            .Select(version => version.Currency).Distinct().ToListAsync(cancellationToken);
        return [Money.DefaultCurrency, .. ofSales.Union(ofPrograms).Where(currency => currency != Money.DefaultCurrency).Order(StringComparer.Ordinal)];
    }

    /// <summary>Everything the dashboard shows, or null without the permission.</summary>
    public async Task<DashboardFigures?> FiguresAsync(DashboardFilter filter, CancellationToken cancellationToken)
    {
        if (!user.Can(Permissions.Dashboard.View))
        {
            return null;
        }

        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var data = new Narrowed(context, user, filter);
        var sales = await data.SalesByMonthAsync(cancellationToken);
        var rebates = await data.RebatesByMonthAsync(cancellationToken);
        var costs = await data.SettledByProgramAsync(cancellationToken);
        var accruals = await data.AccruedByProgramAsync(cancellationToken);
        var names = await ProgramNamesAsync(context, [.. costs.Keys.Union(accruals.Keys)], cancellationToken);
        var (outstanding, owed) = await data.OutstandingAsync(cancellationToken);
        var nearMisses = data.NearMisses(NearMissFromMilli);
        return new DashboardFigures
        {
            Months = MonthsOf(filter, sales, rebates),
            SalesMinor = sales.Values.Sum(),
            SalesYearBeforeMinor = await data.SalesBetweenAsync(filter.From.AddYears(-1), filter.To.AddYears(-1), cancellationToken),
            AccruedMinor = accruals.Values.Sum(accrual => accrual.AccruedMinor),
            AccruedAsOfOn = await context.Accruals.MaxAsync(accrual => (DateOnly?)accrual.AsOfOn, cancellationToken),
            ForecastMinor = accruals.Values.Sum(accrual => accrual.ForecastMinor),
            SettledMinor = costs.Values.Sum(),
            WaitingMinor = await data.WaitingAsync(cancellationToken),
            PaidMinor = await data.PaidAsync(clock, cancellationToken),
            OutstandingMinor = outstanding,
            OutstandingCustomers = owed,
            Programs = [.. names
                .Select(name => name with
                {
                    SettledMinor = costs.GetValueOrDefault(name.ProgramId),
                    AccruedMinor = accruals.GetValueOrDefault(name.ProgramId).AccruedMinor,
                })
                .OrderByDescending(cost => cost.SettledMinor + cost.AccruedMinor).ThenBy(cost => cost.Code, StringComparer.Ordinal)],
            TopCustomers = await data.TopCustomersAsync(TopCount, cancellationToken),
            NearMisses = await NearMissRowsAsync(context, nearMisses, TopCount, cancellationToken),
            NearMissCount = await nearMisses.CountAsync(cancellationToken),
        };
    }

    private static List<MonthFigures> MonthsOf(DashboardFilter filter, Dictionary<DateOnly, long> sales, Dictionary<DateOnly, long> rebates)
    {
        var months = new List<MonthFigures>();
        for (var month = new DateOnly(filter.From.Year, filter.From.Month, 1); month <= filter.To; month = month.AddMonths(1))
        {
            months.Add(new MonthFigures(month, sales.GetValueOrDefault(month), rebates.GetValueOrDefault(month)));
        }

        return months;
    }

    private static async Task<List<ProgramCost>> ProgramNamesAsync(PortalDbContext context, List<long> programIds, CancellationToken cancellationToken)
    {
        var versions = await context.RebateProgramVersions
            .Where(version => programIds.Contains(version.ProgramId) && version.State == ProgramVersionState.Approved)
            .Join(context.RebatePrograms, version => version.ProgramId, program => program.Id, (version, program) => new
            {
                version.ProgramId,
                program.Code,
                version.NameZhCn,
                version.NameEn,
                version.Number,
            })
            .ToListAsync(cancellationToken);
        return [.. versions
            .GroupBy(version => version.ProgramId)
            .Select(group => group.MaxBy(version => version.Number)!)
            .Select(version => new ProgramCost(version.ProgramId, version.Code, version.NameZhCn, version.NameEn, 0, 0))];
    }

    private static async Task<IReadOnlyList<NearMissCustomer>> NearMissRowsAsync(
        PortalDbContext context, IQueryable<Accrual> nearMisses, int count, CancellationToken cancellationToken)
    {
        var rows = await nearMisses
            .OrderByDescending(accrual => accrual.ProgressMilli).ThenBy(accrual => accrual.Id)
            .Take(count)
            .Join(context.Customers, accrual => accrual.CustomerId, customer => customer.Id, (accrual, customer) => new { accrual, customer.Name })
            .Join(context.RebateProgramVersions, row => row.accrual.ProgramVersionId, version => version.Id, (row, version) => new NearMissCustomer(
                row.accrual.CustomerId, row.Name, row.accrual.ProgramId, version.NameZhCn, version.NameEn, row.accrual.IsQualifierQuantity,
                row.accrual.QualifierValue, row.accrual.NextTierFrom ?? 0, row.accrual.MissingValue ?? 0, row.accrual.NextTierGainMinor ?? 0,
                row.accrual.DaysLeft, row.accrual.WouldReachNextTier, row.accrual.ProgressMilli))
            .ToListAsync(cancellationToken);
        return [.. rows.OrderByDescending(row => row.ProgressMilli)];
    }

    /// <summary>The sums, each narrowed to the customers and days of the filter.</summary>
    private sealed class Narrowed(PortalDbContext context, CurrentUser user, DashboardFilter filter)
    {
        private static readonly SettlementState[] Granted = [SettlementState.Approved, SettlementState.Posted];
        private readonly IQueryable<Customer>? _customers = CustomersOf(context, user, filter);

        public async Task<Dictionary<DateOnly, long>> SalesByMonthAsync(CancellationToken cancellationToken)
        {
            var rows = await Sales(filter.From, filter.To)
                .GroupBy(amount => new { amount.Year, amount.Month })
                .Select(group => new { group.Key.Year, group.Key.Month, NetMinor = group.Sum(amount => amount.NetMinor) })
                .ToListAsync(cancellationToken);
            return rows.ToDictionary(row => new DateOnly(row.Year, row.Month, 1), row => row.NetMinor);
        }

        public Task<long> SalesBetweenAsync(DateOnly from, DateOnly to, CancellationToken cancellationToken) =>
            Sales(from, to).SumAsync(amount => amount.NetMinor, cancellationToken);

        public async Task<Dictionary<DateOnly, long>> RebatesByMonthAsync(CancellationToken cancellationToken)
        {
            var rows = await Settled()
                .GroupBy(amount => new { amount.PeriodTo.Year, amount.PeriodTo.Month })
                .Select(group => new { group.Key.Year, group.Key.Month, DueMinor = group.Sum(amount => amount.DueMinor) })
                .ToListAsync(cancellationToken);
            return rows.ToDictionary(row => new DateOnly(row.Year, row.Month, 1), row => row.DueMinor);
        }

        public Task<Dictionary<long, long>> SettledByProgramAsync(CancellationToken cancellationToken) => Settled()
            .GroupBy(amount => amount.ProgramId)
            .Select(group => new { group.Key, DueMinor = group.Sum(amount => amount.DueMinor) })
            .ToDictionaryAsync(row => row.Key, row => row.DueMinor, cancellationToken);

        public Task<Dictionary<long, (long AccruedMinor, long ForecastMinor)>> AccruedByProgramAsync(CancellationToken cancellationToken) => Accruals()
            .GroupBy(accrual => accrual.ProgramId)
            .Select(group => new { group.Key, AccruedMinor = group.Sum(row => row.AccruedMinor), ForecastMinor = group.Sum(row => row.ForecastMinor) })
            .ToDictionaryAsync(row => row.Key, row => (row.AccruedMinor, row.ForecastMinor), cancellationToken);

        public Task<long> WaitingAsync(CancellationToken cancellationToken) =>
            AmountsIn([SettlementState.Calculated]).SumAsync(amount => amount.DueMinor, cancellationToken);

        public Task<long> PaidAsync(BusinessClock clock, CancellationToken cancellationToken)
        {
            var from = clock.StartOfDayUtc(filter.From);
            var until = clock.StartOfDayUtc(filter.To.AddDays(1));
            var items = context.PayoutItems.Where(item => item.State == PayoutItemState.Paid && item.DecidedAtUtc >= from && item.DecidedAtUtc < until
                && context.PayoutDocuments.Any(document => document.Id == item.DocumentId && document.Currency == filter.Currency));
            return (_customers is null ? items : items.Where(item => _customers.Any(customer => customer.Id == item.CustomerId)))
                .SumAsync(item => item.AmountMinor, cancellationToken);
        }

        public async Task<(long SumMinor, int Customers)> OutstandingAsync(CancellationToken cancellationToken)
        {
            var accounts = context.LedgerAccounts.Where(account => account.Kind == LedgerAccountKind.RebatePayable && account.Asset == filter.Currency && account.BalanceMinor != 0);
            accounts = _customers is null ? accounts : accounts.Where(account => _customers.Any(customer => customer.Id == account.OwnerId));
            return (await accounts.SumAsync(account => account.BalanceMinor, cancellationToken), await accounts.CountAsync(cancellationToken));
        }

        public async Task<IReadOnlyList<TopCustomer>> TopCustomersAsync(int count, CancellationToken cancellationToken)
        {
            var top = await Sales(filter.From, filter.To)
                .GroupBy(amount => amount.CustomerId)
                .Select(group => new { CustomerId = group.Key, NetMinor = group.Sum(amount => amount.NetMinor) })
                .OrderByDescending(row => row.NetMinor).ThenBy(row => row.CustomerId)
                .Take(count)
                .ToListAsync(cancellationToken);
            var ids = top.ConvertAll(row => row.CustomerId);
            var names = await context.Customers.Where(customer => ids.Contains(customer.Id)).ToDictionaryAsync(
                customer => customer.Id, customer => new { customer.Number, customer.Name }, cancellationToken);
            var rebates = await SettledLines().Where(line => ids.Contains(line.CustomerId))
                .GroupBy(line => line.CustomerId)
                .Select(group => new { group.Key, DueMinor = group.Sum(line => line.DueMinor) })
                .ToDictionaryAsync(row => row.Key, row => row.DueMinor, cancellationToken);
            return [.. top.Select(row => new TopCustomer(
                row.CustomerId, names[row.CustomerId].Number, names[row.CustomerId].Name, row.NetMinor, rebates.GetValueOrDefault(row.CustomerId)))];
        }

        public IQueryable<Accrual> NearMisses(int fromMilli) =>
            Accruals().Where(accrual => accrual.NextTierFrom != null && accrual.ProgressMilli >= fromMilli && accrual.DaysLeft > 0);

        // Null where nothing narrows, so that the sums read their index alone.
        private static IQueryable<Customer>? CustomersOf(PortalDbContext context, CurrentUser user, DashboardFilter filter)
        {
            if (user.Scope == DataScope.All && filter is { RegionId: null, GroupId: null, SalespersonId: null })
            {
                return null;
            }

            var customers = context.Customers.VisibleTo(user, context);
            customers = filter.RegionId is { } region ? customers.Where(customer => customer.RegionId == region) : customers;
            customers = filter.GroupId is { } group ? customers.Where(customer => customer.GroupId == group) : customers;
            return filter.SalespersonId is { } owner ? customers.Where(customer => customer.OwnerId == owner) : customers;
        }

        private IQueryable<SalesAmount> Sales(DateOnly from, DateOnly to)
        {
            var amounts = SalesAmounts.Between(context, from, to).Where(amount => amount.Currency == filter.Currency);
            return _customers is null ? amounts : amounts.Where(amount => _customers.Any(customer => customer.Id == amount.CustomerId));
        }

        private IQueryable<Accrual> Accruals()
        {
            var accruals = context.Accruals.Where(accrual => InCurrency.Any(version => version.Id == accrual.ProgramVersionId));
            return _customers is null ? accruals : accruals.Where(accrual => _customers.Any(customer => customer.Id == accrual.CustomerId));
        }

        private IQueryable<RebateProgramVersion> InCurrency => context.RebateProgramVersions.Where(version => version.Currency == filter.Currency);

        private IQueryable<SettledAmount> Settled() => AmountsIn(Granted)
            .Where(amount => amount.PeriodTo >= filter.From && amount.PeriodTo <= filter.To);

        // A settlement keeps the sum of its lines; they are read only where some of the customers count.
        private IQueryable<SettledAmount> AmountsIn(SettlementState[] states) => _customers is null
            ? context.Settlements.Where(settlement => states.Contains(settlement.State) && InCurrency.Any(version => version.Id == settlement.ProgramVersionId)).Select(settlement => new SettledAmount
            {
                ProgramId = settlement.ProgramId,
                PeriodTo = settlement.PeriodTo,
                DueMinor = settlement.DueMinor,
            })
            : LinesIn(states).Select(line => new SettledAmount { ProgramId = line.ProgramId, PeriodTo = line.PeriodTo, DueMinor = line.DueMinor });

        private IQueryable<SettlementLine> SettledLines() => LinesIn(Granted)
            .Where(line => line.PeriodTo >= filter.From && line.PeriodTo <= filter.To);

        private IQueryable<SettlementLine> LinesIn(SettlementState[] states)
        {
            var lines = context.SettlementLines.Where(line => context.Settlements.Any(
                settlement => settlement.Id == line.SettlementId && states.Contains(settlement.State) && InCurrency.Any(version => version.Id == settlement.ProgramVersionId)));
            return _customers is null ? lines : lines.Where(line => _customers.Any(customer => customer.Id == line.CustomerId));
        }
    }

    private sealed class SettledAmount
    {
        public required long ProgramId { get; init; }

        public required DateOnly PeriodTo { get; init; }

        public required long DueMinor { get; init; }
    }
}
