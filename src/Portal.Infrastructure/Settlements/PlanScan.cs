using Portal.Domain.Settlements;
using Portal.Domain.Shared;
using Portal.Infrastructure.Data;

namespace Portal.Infrastructure.Settlements;

/// <summary>Takes a sales line, with its details where they are asked for.</summary>
internal delegate void SoldLineHandler(in SalesFact fact, SalesDetail? detail);

/// <summary>
/// Streams sales lines of customers in their order, as plans ask for them: out of their packs where no rule looks further,
/// one by one with documents and payments where one does.
/// </summary>
internal static class PlanScan
{
    /// <param name="context">The database.</param>
    /// <param name="asksForDetails">Whether some plan asks for the details of lines.</param>
    /// <param name="customers">Whose lines.</param>
    /// <param name="days">Of which days.</param>
    /// <param name="known">Up to which rows.</param>
    /// <param name="take">Takes a line.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>The number of lines read.</returns>
    public static async Task<long> ReadAsync(
        PortalDbContext context, bool asksForDetails, CustomerSelection customers, DateRange days, KnownSales known, SoldLineHandler take, CancellationToken cancellationToken)
    {
        if (asksForDetails)
        {
            return await DetailScan.ReadAsync(context, customers, days, known, take, cancellationToken);
        }

        return await SalesScan.ReadAsync(context, customers, days, known.LinesUpTo, Take, cancellationToken);

        void Take(in SalesFact fact) => take(fact, null);
    }

    /// <summary>Adds what the scan handed over.</summary>
    public static void AddSold(this PlanAccumulator accumulator, in SalesFact fact, SalesDetail? detail)
    {
        if (detail is null)
        {
            accumulator.Add(fact);
        }
        else
        {
            accumulator.Add(fact, detail);
        }
    }
}

/// <summary>Up to which rows sales are known.</summary>
/// <param name="LinesUpTo">The last sales line that counts.</param>
/// <param name="PaymentsUpTo">The last payment that counts.</param>
internal readonly record struct KnownSales(long LinesUpTo, long PaymentsUpTo)
{
    /// <summary>All there are.</summary>
    public static KnownSales All { get; } = new(long.MaxValue, long.MaxValue);
}
