using System.Data;
using Microsoft.EntityFrameworkCore;
using Portal.Domain.Sales;
using Portal.Domain.Shared;
using Portal.Infrastructure.Data;

namespace Portal.Infrastructure.SalesPacks;

/// <summary>Makes the packs right again from the sales lines.</summary>
public sealed class RebuildSalesPacks(WriteTransaction writes)
{
    private const int CustomersAtOnce = 200;

    /// <summary>Packs the lines of every customer anew of whom something differs.</summary>
    /// <returns>How many customers.</returns>
    public Task<Outcome<int>> RunAsync(CancellationToken cancellationToken) => writes.RunAsync<Outcome<int>>(
        async (context, ct) =>
        {
            var customers = await VerifySalesPacks.DifferencesAsync(context, ct);
            foreach (var some in customers.Chunk(CustomersAtOnce))
            {
                await context.SalesPacks.Where(pack => EF.Parameter(some).Contains(pack.CustomerId)).ExecuteDeleteAsync(ct);
                var lines = await (
                    from document in context.SalesDocuments
                    where EF.Parameter(some).Contains(document.CustomerId)
                    join line in context.SalesLines on document.Id equals line.DocumentId
                    orderby line.DocumentId, line.LineNumber
                    select line).AsNoTracking().ToListAsync(ct);
                await SalesPackWriter.WriteAsync(context, SalesPack.Of(lines), ct);
            }

            return customers.Count;
        },
        cancellationToken,
        // Documents that are written meanwhile bring their own packs; two of these at once must not both write the same.
        IsolationLevel.Serializable);
}
