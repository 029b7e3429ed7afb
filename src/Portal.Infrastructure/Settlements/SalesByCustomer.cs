using Portal.Domain.Settlements;
using Portal.Domain.Shared;
using Portal.Infrastructure.Data;

namespace Portal.Infrastructure.Settlements;

/// <summary>Adds the sales lines of a scan up, customer by customer.</summary>
internal static class SalesByCustomer
{
    /// <returns>The number of lines read.</returns>
    public static async Task<long> ReadAsync(
        PortalDbContext context, ProgramPlan plan, CustomerSelection customers, DateRange days, KnownSales known, Action<CustomerMeasures> take,
        CancellationToken cancellationToken)
    {
        var accumulator = plan.StartAccumulator();
        long current = 0;
        var read = await PlanScan.ReadAsync(context, plan.AsksForDetails, customers, days, known, Add, cancellationToken);
        TakeCustomer();
        return read;

        void Add(in SalesFact fact, SalesDetail? detail)
        {
            if (fact.CustomerId != current)
            {
                TakeCustomer();
                current = fact.CustomerId;
            }

            accumulator.AddSold(fact, detail);
        }

        void TakeCustomer()
        {
            if (accumulator.TakeCustomer() is { } measures)
            {
                take(measures);
            }
        }
    }
}
