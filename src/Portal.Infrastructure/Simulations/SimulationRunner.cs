using System.Diagnostics;
using Portal.Domain.Programs;
using Portal.Domain.Shared;
using Portal.Domain.Simulations;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Settlements;
using Portal.Infrastructure.Shared;

namespace Portal.Infrastructure.Simulations;

/// <summary>Feeds two trials by one scan and reports what they give, narrowed to the customers the person may see.</summary>
internal sealed class SimulationRunner(PortalDbContext context, CurrentUser user, IProgress<ScanProgress>? progress)
{
    /// <summary>Runs.</summary>
    /// <param name="tried">What is tried.</param>
    /// <param name="definition">Its wording, for the tiers.</param>
    /// <param name="against">The other side, or null.</param>
    /// <param name="upTo">The last day whose sales count, or null.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<SimulationReport> RunAsync(
        SimulationTrial tried, ProgramDefinition definition, SimulationTrial? against, DateOnly? upTo, CancellationToken cancellationToken)
    {
        var watch = Stopwatch.StartNew();
        var days = SimulationScan.DaysOf(tried.Plan, against?.Plan) is { } all && (upTo is null || all.From <= upTo)
            ? new DateRange(all.From, upTo is { } last && last < all.To ? last : all.To)
            : (DateRange?)null;
        var sales = new Dictionary<long, long>();
        var read = days is { } range ? await ScanAsync(tried, against, range, sales, cancellationToken) : 0;
        tried.Finish();
        against?.Finish();
        var comparison = SimulationComparison.Of(tried.Costs(), against?.Costs() ?? []);
        var names = await VisibleCustomers.ReadAsync(context, user, cancellationToken);
        return new SimulationReport
        {
            Days = days ?? definition.Validity,
            Participants = tried.Participants.Count,
            SalesMinor = sales.Values.Sum(),
            CostMinor = comparison.CostMinor,
            AgainstMinor = against is null ? null : comparison.AgainstMinor,
            Paid = comparison.Paid,
            Winners = against is null ? 0 : comparison.Winners,
            Losers = against is null ? 0 : comparison.Losers,
            Customers = [.. comparison.Customers.Where(row => names.Find(row.Key) is not null).Select(row => new SimulatedCustomerRow
            {
                CustomerId = row.Key,
                Number = names.Find(row.Key)!.Number,
                Name = names.Find(row.Key)!.Name,
                SalesMinor = sales.GetValueOrDefault(row.Key),
                CostMinor = row.CostMinor,
                AgainstMinor = row.AgainstMinor,
            })],
            Periods = comparison.Periods,
            Differences = against is null ? [] : [.. comparison.Differences.Where(row => names.Find(row.Key.CustomerId) is not null).Select(row => new SimulatedDifference(
                row.Key.CustomerId, names.Find(row.Key.CustomerId)!.Number, names.Find(row.Key.CustomerId)!.Name, row.Key.Period.From, row.Key.Period.To, row.CostMinor, row.AgainstMinor))],
            Tiers = tried.Tiers(definition),
            Histogram = CostHistogram.Of([.. comparison.Customers.Select(row => row.CostMinor)], [.. comparison.Customers.Select(row => row.AgainstMinor)]),
            LeftOut = tried.LeftOut,
            LinesRead = read,
            Elapsed = watch.Elapsed,
        };
    }

    private async Task<long> ScanAsync(SimulationTrial tried, SimulationTrial? against, DateRange days, Dictionary<long, long> sales, CancellationToken cancellationToken)
    {
        var scan = new SimulationScan(context, progress);
        return await scan.RunAsync(
            against is null ? [new ScanFeed(tried.Plan, tried.Take)] : [new ScanFeed(tried.Plan, tried.Take), new ScanFeed(against.Plan, against.Take)],
            CustomerSelection.Everyone,
            days,
            KnownSales.All,
            customer =>
            {
                if (tried.Participants.Contains(customer) || against?.Participants.Contains(customer) == true)
                {
                    sales[customer] = scan.CustomerNetMinor;
                }
            },
            cancellationToken);
    }
}
