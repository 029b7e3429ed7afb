using Portal.Domain.Sales;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Data.BulkWrite;

namespace Portal.Infrastructure.SalesPacks;

/// <summary>Writes packs in bulk.</summary>
internal static class SalesPackWriter
{
    private static readonly string[] Columns =
    [
        nameof(SalesPack.CustomerId), nameof(SalesPack.DocumentOn), nameof(SalesPack.DocumentId), nameof(SalesPack.Part), nameof(SalesPack.LastLineId), nameof(SalesPack.Lines),
    ];

    /// <summary>Writes them in the context's transaction.</summary>
    public static Task<long> WriteAsync(PortalDbContext context, IEnumerable<SalesPack> packs, CancellationToken cancellationToken) =>
        BulkWriter.InsertAsync<SalesPack, SalesPack>(context, Columns, packs, Write, cancellationToken);

    private static void Write(IBulkRow row, SalesPack pack)
    {
        row.Write(pack.CustomerId);
        row.Write(pack.DocumentOn);
        row.Write(pack.DocumentId);
        row.Write(pack.Part);
        row.Write(pack.LastLineId);
        row.Write(pack.Lines);
    }
}
