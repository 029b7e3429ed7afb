using Portal.Domain.Points.Accounts;
using Portal.Domain.Points.Events;

namespace Portal.Domain.Points.Engine;

/// <summary>Consecutive days of an activity.</summary>
/// <param name="LastOn">The last of them.</param>
/// <param name="Days">How many.</param>
public sealed record Streak(DateOnly LastOn, int Days);

/// <summary>A use of points, with the lots it took, so that it can be undone.</summary>
internal sealed class RecordedRedemption(string source, DateOnly on, IReadOnlyList<LotAllocation> lots)
{
    public string Source { get; } = source;

    public DateOnly On { get; } = on;

    /// <summary>What is still used, by lot; positive.</summary>
    public List<LotAllocation> Lots { get; } = [.. lots.Select(lot => lot with { Units = -lot.Units })];

    public long Units => Lots.Sum(lot => lot.Units);

    /// <summary>Makes the use that was stored.</summary>
    public static RecordedRedemption Restore(RedemptionSnapshot stored) =>
        new(stored.Source, stored.On, [.. stored.Lots.Select(lot => lot with { Units = -lot.Units })]);

    public RedemptionSnapshot Snapshot(bool isOnSale) => new(Source, On, isOnSale, [.. Lots]);

    /// <summary>Takes units that go back, from the lots taken last.</summary>
    public IReadOnlyList<LotAllocation> GiveBack(long units)
    {
        var given = new List<LotAllocation>();
        for (var index = Lots.Count - 1; index >= 0 && units > 0; index--)
        {
            var part = Math.Min(units, Lots[index].Units);
            given.Add(Lots[index] with { Units = part });
            Lots[index] = Lots[index] with { Units = Lots[index].Units - part };
            units -= part;
        }

        return [.. given.Where(lot => lot.Units > 0)];
    }
}

/// <summary>A sale as it was recorded: what its lines earned is stored, never worked out again.</summary>
internal sealed class RecordedSale(SaleEvent sale, DateOnly on, IReadOnlyList<RecordedLine> lines)
{
    public SaleEvent Event { get; } = sale;

    public DateOnly On { get; } = on;

    public IReadOnlyList<RecordedLine> Lines { get; } = lines;

    public List<PointLot> Lots { get; } = [];

    public RecordedRedemption? Redemption { get; set; }

    /// <summary>Units used on the sale, in all.</summary>
    public long RedeemedUnits { get; init; }

    /// <summary>Growth value that the bill as a whole gave, however many lines it has.</summary>
    public decimal VisitGrowth { get; set; }

    public bool IsReturned => Lines.All(line => line.IsReturned);

    /// <summary>The amount after discounts of what came back, exact.</summary>
    public decimal ReturnedMinor => Lines.Sum(line => line.Part(line.NetMinor));
}
