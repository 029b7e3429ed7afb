using Portal.Domain.Points.Engine;
using Portal.Domain.Points.Records;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Data.BulkWrite;

namespace Portal.Infrastructure.Points;

/// <summary>Writes what is remembered of sales: what their lines earned, which a return takes back.</summary>
internal static class SaleWriting
{
    public static async Task RunAsync(List<WorkingMember> members, Dictionary<string, PointsBookingNote> notes, PortalDbContext context, CancellationToken cancellationToken)
    {
        var all = members.SelectMany(member => member.Current.Sales.Select(sale => (Member: member, Sale: sale, IsNew: member.Original.Sales.All(known => known.Id != sale.Id)))).ToList();
        await BulkWriter.InsertAsync<PointsSaleRecord, (WorkingMember Member, SaleSnapshot Sale, bool IsNew)>(
            context,
            [
                nameof(PointsSaleRecord.CustomerId), nameof(PointsSaleRecord.EventKey), nameof(PointsSaleRecord.IsReturned), nameof(PointsSaleRecord.SaleJson), nameof(PointsSaleRecord.UsageJson),
                nameof(PointsSaleRecord.On), nameof(PointsSaleRecord.DocumentId), nameof(PointsSaleRecord.DocumentNumber), nameof(PointsSaleRecord.Source),
            ],
            [.. all.Where(item => item.IsNew)],
            (row, item) =>
            {
                WriteSale(row, item);
                row.Write(item.Sale.On);
                row.Write(notes[item.Sale.Id].DocumentId);
                row.Write(notes[item.Sale.Id].DocumentNumber);
                row.Write(notes[item.Sale.Id].DocumentSource);
            },
            cancellationToken);
        await BulkUpdate.SetAsync<PointsSaleRecord, (WorkingMember Member, SaleSnapshot Sale, bool IsNew)>(
            context,
            [nameof(PointsSaleRecord.CustomerId), nameof(PointsSaleRecord.EventKey)],
            [nameof(PointsSaleRecord.IsReturned), nameof(PointsSaleRecord.SaleJson), nameof(PointsSaleRecord.UsageJson)],
            [.. all.Where(item => !item.IsNew)],
            WriteSale,
            cancellationToken);
    }

    private static void WriteSale(IBulkRow row, (WorkingMember Member, SaleSnapshot Sale, bool IsNew) item)
    {
        row.Write(item.Member.Row.Id);
        row.Write(item.Sale.Id);
        row.Write(item.Sale.IsReturned);
        row.Write(PointsJson.Write(new SaleMemory
        {
            Lines = item.Sale.Lines,
            Lots = [.. item.Sale.Lots.Select(PointsJson.LotNumber)],
            Redeemed = item.Sale.Redeemed,
            VisitGrowth = item.Sale.VisitGrowth,
        }));
        row.Write(PointsJson.Write(item.Member.Current.Usage.Where(use => use.Source == item.Sale.Id)));
    }
}
