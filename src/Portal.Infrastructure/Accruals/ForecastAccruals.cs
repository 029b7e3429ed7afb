using Microsoft.EntityFrameworkCore;
using Portal.Domain.Accruals;
using Portal.Domain.Settlements;
using Portal.Domain.Shared;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Settlements;
using Portal.Infrastructure.Shared;
using Portal.Infrastructure.Simulations;

namespace Portal.Infrastructure.Accruals;

/// <summary>
/// The open periods side by side: what was settled of the programme so far, what is earned at the rate reached, and what is
/// earned at the forecast rate with catch-up; by programme and by customer, for the customers the person may see. Writes nothing.
/// </summary>
public sealed class ForecastAccruals(IDbContextFactory<PortalDbContext> contexts, CurrentUser user, BusinessClock clock)
{
    /// <summary>Computes.</summary>
    /// <param name="programId">One programme alone, or null for all.</param>
    /// <param name="progress">Is told how far it is, or null.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<Outcome<ForecastReport>> RunAsync(long? programId, IProgress<ScanProgress>? progress, CancellationToken cancellationToken)
    {
        if (user.Refuse(Permissions.Settlements.View) is { } refusal)
        {
            return refusal;
        }

        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var today = clock.Today;
        // Amounts of different currencies are never added: this is about yuan.
        var programs = (await SettlementPlanner.ProgramsAsync(context, clock.UtcNow, cancellationToken))
            .FindAll(program => program.Program.Versions.All(version => version.Definition.Currency == Money.DefaultCurrency));
        var plan = ProgramPlan.Compile(
            [.. programs.Select(program => program.Program)],
            await MasterDataReading.ReadAsync(context, cancellationToken),
            (program, range) => range.Contains(today) && (programId is null || program.Id == programId));
        var customers = await VisibleCustomers.ReadAsync(context, user, cancellationToken);
        var rows = new List<ForecastRow>();
        if (plan.Days is { } days)
        {
            var open = new OpenPeriods(plan, await SeasonReading.ReadAsync(context, plan, cancellationToken), today, Add);
            await new SimulationScan(context, progress).RunAsync(
                [new ScanFeed(plan, open.Take)],
                CustomerSelection.Everyone,
                new DateRange(days.From, days.To < today ? days.To : today),
                KnownSales.All,
                null,
                cancellationToken);
            open.Finish();
        }

        void Add(long customerId, OpenPeriod period)
        {
            if (customers.Find(customerId) is { } customer)
            {
                rows.Add(Row(period, customer));
            }
        }

        var settled = await SettledAsync(context, plan, customers, cancellationToken);
        var names = plan.Versions.ToDictionary(version => version.Version.Id, version => version.Definition.Name);
        return new ForecastReport(today, [.. rows.Select(row => row with
        {
            SettledMinor = settled.GetValueOrDefault((row.ProgramId, row.LineNumber, row.CustomerId)),
            NameZhCn = names[row.VersionId].ZhCN,
            NameEn = names[row.VersionId].En,
        }).OrderBy(row => row.ProgramId).ThenByDescending(row => row.AccruedMinor).ThenBy(row => row.CustomerId)]);
    }

    private static ForecastRow Row(OpenPeriod open, VisibleCustomer customer) => new()
    {
        ProgramId = open.Version.Program.Id,
        VersionId = open.Version.Version.Id,
        LineNumber = open.Version.Definition.Lines[open.LineIndex].Number,
        CustomerId = customer.Id,
        CustomerNumber = customer.Number,
        CustomerName = customer.Name,
        PeriodFrom = open.Period.From,
        PeriodTo = open.Period.To,
        SalesMinor = open.SalesMinor,
        AccruedMinor = open.Forecast.AccruedMinor,
        AtForecastRateMinor = open.Forecast.AtForecastRateMinor,
        ForecastMinor = open.Forecast.ForecastMinor,
        Basis = open.Forecast.Basis,
    };

    /// <summary>What approved settlements of the programmes' validity gave so far.</summary>
    private static async Task<Dictionary<(long ProgramId, int Line, long CustomerId), long>> SettledAsync(
        PortalDbContext context, ProgramPlan plan, VisibleCustomers customers, CancellationToken cancellationToken)
    {
        var validities = plan.Versions.GroupBy(version => version.Program.Id).ToDictionary(group => group.Key, group => group.Max(version => version.Definition.ValidFrom));
        var ids = validities.Keys.ToList();
        var sums = context.SettlementLines
            .Where(line => ids.Contains(line.ProgramId) && context.Settlements.Any(settlement => settlement.Id == line.SettlementId
                && (settlement.State == SettlementState.Approved || settlement.State == SettlementState.Posted)))
            .GroupBy(line => new { line.ProgramId, line.ProgramLineNumber, line.CustomerId, line.PeriodFrom })
            .Select(group => new { group.Key, DueMinor = group.Sum(line => line.DueMinor) })
            .AsAsyncEnumerable();
        var settled = new Dictionary<(long, int, long), long>();
        await foreach (var sum in sums.WithCancellation(cancellationToken))
        {
            if (sum.Key.PeriodFrom >= validities[sum.Key.ProgramId] && customers.Find(sum.Key.CustomerId) is not null)
            {
                var key = (sum.Key.ProgramId, sum.Key.ProgramLineNumber, sum.Key.CustomerId);
                settled[key] = settled.GetValueOrDefault(key) + sum.DueMinor;
            }
        }

        return settled;
    }
}

/// <summary>The open periods side by side.</summary>
/// <param name="AsOfOn">The day up to which sales count.</param>
/// <param name="Rows">By programme, line and customer.</param>
public sealed record ForecastReport(DateOnly AsOfOn, IReadOnlyList<ForecastRow> Rows)
{
    /// <summary>By programme.</summary>
    public IReadOnlyList<ForecastProgram> Programs { get; } =
    [
        .. Rows.GroupBy(row => row.ProgramId).Select(group => new ForecastProgram(
            group.Key, group.First().NameZhCn, group.First().NameEn, group.Select(row => row.CustomerId).Distinct().Count(), group.Sum(row => row.SettledMinor),
            group.Sum(row => row.AccruedMinor), group.Sum(row => row.AtForecastRateMinor), group.Sum(row => row.ForecastMinor))),
    ];
}

/// <summary>The open periods of a programme.</summary>
/// <param name="ProgramId">The programme.</param>
/// <param name="NameZhCn">Its Chinese name.</param>
/// <param name="NameEn">Its English name.</param>
/// <param name="Customers">Customers who bought.</param>
/// <param name="SettledMinor">Settled of its validity so far, in minor units.</param>
/// <param name="AccruedMinor">Earned at the rates reached, in minor units.</param>
/// <param name="AtForecastRateMinor">Earned at the forecast rates, in minor units.</param>
/// <param name="ForecastMinor">At the periods' ends, in minor units.</param>
public sealed record ForecastProgram(
    long ProgramId, string NameZhCn, string NameEn, int Customers, long SettledMinor, long AccruedMinor, long AtForecastRateMinor, long ForecastMinor)
{
    /// <summary>What has to be provided beside the rates reached.</summary>
    public long CatchUpMinor => AtForecastRateMinor - AccruedMinor;
}

/// <summary>An open period of a customer.</summary>
public sealed record ForecastRow
{
    /// <summary>The programme.</summary>
    public required long ProgramId { get; init; }

    /// <summary>The version in force.</summary>
    public required long VersionId { get; init; }

    /// <summary>The programme's Chinese name.</summary>
    public string NameZhCn { get; init; } = "";

    /// <summary>The programme's English name.</summary>
    public string NameEn { get; init; } = "";

    /// <summary>The programme's line.</summary>
    public required int LineNumber { get; init; }

    /// <summary>The customer.</summary>
    public required long CustomerId { get; init; }

    /// <summary>Its number.</summary>
    public required string CustomerNumber { get; init; }

    /// <summary>Its name.</summary>
    public required string CustomerName { get; init; }

    /// <summary>First day of the period.</summary>
    public required DateOnly PeriodFrom { get; init; }

    /// <summary>Last day of the period.</summary>
    public required DateOnly PeriodTo { get; init; }

    /// <summary>Net purchases in the period that decide the tier, in minor units.</summary>
    public required long SalesMinor { get; init; }

    /// <summary>Settled of the programme's validity so far, in minor units.</summary>
    public long SettledMinor { get; init; }

    /// <summary>Earned at the rate reached, in minor units.</summary>
    public required long AccruedMinor { get; init; }

    /// <summary>Earned at the forecast rate, in minor units.</summary>
    public required long AtForecastRateMinor { get; init; }

    /// <summary>At the period's end, in minor units.</summary>
    public required long ForecastMinor { get; init; }

    /// <summary>Whose season the forecast follows.</summary>
    public required ForecastBasis Basis { get; init; }

    /// <summary>What has to be provided beside the rate reached.</summary>
    public long CatchUpMinor => AtForecastRateMinor - AccruedMinor;
}
