using System.Data;
using Microsoft.EntityFrameworkCore;
using Portal.Domain.Sales;
using Portal.Domain.Shared;
using Portal.Infrastructure.Data;

namespace Portal.Infrastructure.SalesPacks;

/// <summary>
/// Packs the sales lines of a database that was made before there were packs. From then on whatever writes lines writes their packs in
/// the same transaction.
/// </summary>
public sealed class PackSales(IDbContextFactory<PortalDbContext> contexts, WriteTransaction writes)
{
    private const int DocumentsAtOnce = 10_000;

    /// <summary>Does nothing where there are packs.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        if (await IsNeededAsync(cancellationToken))
        {
            await writes.RunAsync(
                async (context, ct) =>
                {
                    if (!await context.SalesPacks.AnyAsync(ct))
                    {
                        await PackAsync(context, ct);
                    }

                    return Outcome.Done;
                },
                cancellationToken,
                // Two nodes that start at once must not both pack.
                IsolationLevel.Serializable);
        }
    }

    private async Task<bool> IsNeededAsync(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return !await context.SalesPacks.AnyAsync(cancellationToken) && await context.SalesLines.AnyAsync(cancellationToken);
    }

    private static async Task PackAsync(PortalDbContext context, CancellationToken cancellationToken)
    {
        for (var after = 0L; ;)
        {
            var from = after;
            var documents = await context.SalesDocuments.Where(document => document.Id > from).OrderBy(document => document.Id)
                .Select(document => document.Id).Take(DocumentsAtOnce).ToListAsync(cancellationToken);
            if (documents.Count == 0)
            {
                return;
            }

            var upTo = after = documents[^1];
            var lines = await context.SalesLines.AsNoTracking().Where(line => line.DocumentId > from && line.DocumentId <= upTo)
                .OrderBy(line => line.DocumentId).ThenBy(line => line.LineNumber).ToListAsync(cancellationToken);
            await SalesPackWriter.WriteAsync(context, SalesPack.Of(lines), cancellationToken);
        }
    }
}
