using Microsoft.EntityFrameworkCore;
using Portal.Domain.Settlements;
using Portal.Domain.Shared;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Settlements;
using Portal.Infrastructure.Shared;

namespace Portal.Infrastructure.Simulations;

/// <summary>One scan of the sales lines that feeds several plans at once.</summary>
internal sealed class SimulationScan(PortalDbContext context, IProgress<ScanProgress>? progress)
{
    private const int LinesPerReport = 20_000;
    private long _lastCustomer;
    private long _read;

    /// <summary>The days whose net sales are added up by customer; null for all days of the scan.</summary>
    public DateRange? NetOf { get; init; }

    /// <summary>Net sales of the last customer taken, in minor units.</summary>
    public long CustomerNetMinor { get; private set; }

    /// <summary>Scans.</summary>
    /// <param name="plans">The plans that are fed.</param>
    /// <param name="customers">Whose lines.</param>
    /// <param name="days">Of which days.</param>
    /// <param name="known">Up to which rows.</param>
    /// <param name="afterCustomer">Called after each customer that had lines.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>The number of lines read.</returns>
    public async Task<long> RunAsync(
        IReadOnlyList<ScanFeed> plans, CustomerSelection customers, DateRange days, KnownSales known, Action<long>? afterCustomer,
        CancellationToken cancellationToken)
    {
        _lastCustomer = await context.Customers.MaxAsync(row => (long?)row.Id, cancellationToken) ?? 0;
        var sums = plans.Select(plan => plan.Plan.StartAccumulator()).ToArray();
        long? current = null;
        var read = await PlanScan.ReadAsync(
            context, plans.Any(plan => plan.Plan.AsksForDetails), customers, days, known, Add, cancellationToken);
        TakeCustomer();
        cancellationToken.ThrowIfCancellationRequested();
        return read;

        void Add(in SalesFact fact, SalesDetail? detail)
        {
            if (fact.CustomerId != current)
            {
                TakeCustomer();
                current = fact.CustomerId;
            }

            if (NetOf is not { } counted || counted.Contains(fact.On))
            {
                CustomerNetMinor = checked(CustomerNetMinor + fact.NetMinor);
            }

            for (var plan = 0; plan < sums.Length; plan++)
            {
                if (plans[plan].UpTo is not { } last || fact.On <= last)
                {
                    sums[plan].AddSold(fact, detail);
                }
            }

            if (++_read % LinesPerReport == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
                progress?.Report(new ScanProgress(Math.Min(99, 100.0 * fact.CustomerId / Math.Max(1, _lastCustomer)), _read));
            }
        }

        void TakeCustomer()
        {
            for (var plan = 0; plan < sums.Length; plan++)
            {
                if (sums[plan].TakeCustomer() is { } measures)
                {
                    plans[plan].Take(measures);
                }
            }

            if (current is { } customer)
            {
                afterCustomer?.Invoke(customer);
            }

            CustomerNetMinor = 0;
        }
    }

    /// <summary>The days that some of the plans look at, or null for none.</summary>
    public static DateRange? DaysOf(params ProgramPlan?[] plans)
    {
        var days = plans.Select(plan => plan?.Days).OfType<DateRange>().ToList();
        return days.Count == 0 ? null : new DateRange(days.Min(range => range.From), days.Max(range => range.To));
    }
}

/// <summary>A plan that a scan feeds.</summary>
/// <param name="Plan">The plan.</param>
/// <param name="Take">Takes what a customer's lines add up to.</param>
/// <param name="UpTo">The last day that counts for it, or null for all days of the scan.</param>
internal sealed record ScanFeed(ProgramPlan Plan, Action<CustomerMeasures> Take, DateOnly? UpTo = null);
