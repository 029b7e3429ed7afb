using Portal.Domain.Settlements;
using Portal.Domain.Shared;
using Portal.Infrastructure.Data;

namespace Portal.Infrastructure.Settlements;

/// <summary>Adds the sales lines of a scan up, customer by customer.</summary>
internal static class SalesByCustomer
{
    /// <returns>The number of lines read.</returns>
    public static async Task<long> ReadAsync(
        PortalDbContext context, ProgramPlan plan, CustomerSelection customers, DateRange days, long upToLineId, Action<CustomerMeasures> take,
        CancellationToken cancellationToken)
    {
        var accumulator = plan.StartAccumulator();
        long current = 0;
        var read = plan.AsksForLateLines
            ? await SalesScan.ReadAsync(context, customers, days, upToLineId, Add, cancellationToken)
            : await SalesScan.ReadWithoutKeysAsync(context, customers, days, upToLineId, Add, cancellationToken);
        TakeCustomer();
        return read;

        void Add(in SalesFact fact)
        {
            if (fact.CustomerId != current)
            {
                TakeCustomer();
                current = fact.CustomerId;
            }

            accumulator.Add(fact);
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
