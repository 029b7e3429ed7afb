using System.Globalization;
using Portal.Domain.Points.Engine;
using Portal.Domain.Points.Events;
using Portal.Domain.Sales;
using Portal.Domain.Shared;

namespace Portal.Infrastructure.Points;

/// <summary>Turns documents into events, one after the other, and keeps what could not be counted.</summary>
internal sealed class SalesCounting(PointsBatch batch, SalesFacts facts, PointsRulesByDay rules)
{
    private readonly Dictionary<string, (string? Number, long? DocumentId)> _fresh = [];

    /// <summary>Documents that were counted.</summary>
    public List<long> Done { get; } = [];

    /// <summary>Documents that were not, and why.</summary>
    public Dictionary<long, (SalesDocument Document, Refusal Refusal)> Problems { get; } = [];

    public void Count(SalesDocument document)
    {
        var refusal = document.Currency != rules.On(document.DocumentOn)!.Currency ? new Refusal("points_currency", document.Currency)
            : document.Version < 0 ? Undo(document)
            : document.Kind == SalesDocumentKind.Sale ? Sale(document, document.Number)
            : Return(document, document.OriginalNumber, SalesFacts.Key(document.Id));
        if (refusal is null)
        {
            Done.Add(document.Id);
            Problems.Remove(document.Id);
        }
        else
        {
            Problems[document.Id] = (document, refusal);
        }
    }

    private Refusal? Sale(SalesDocument document, string number)
    {
        var lines = facts.Lines[document.Id].Where(line => line.NetMinor >= 0 && line.QuantityMilli >= 0).Select(line => new SaleLine
        {
            Line = line.LineNumber,
            Product = facts.Numbers.GetValueOrDefault(line.ProductId),
            // A line without quantity (freight) counts as one.
            Quantity = line.QuantityMilli == 0 ? 1 : line.QuantityMilli / 1000m,
            Amount = new Money(line.NetMinor + line.DiscountMinor).Amount,
            Discount = new Money(line.DiscountMinor).Amount,
        }).ToList();
        if (lines.Count == 0)
        {
            return new Refusal("points_sale_without_lines");
        }

        var key = SalesFacts.Key(document.Id);
        if (Handle(document, new SaleEvent { Id = key, Channel = document.Channel, Lines = lines }, number) is { } refusal)
        {
            return refusal;
        }

        _fresh[key] = (number, document.Id);
        if (document is { Version: > 1 })
        {
            Reapply(document);
        }

        return Waiting(document);
    }

    /// <summary>Returns that came before their sale.</summary>
    private Refusal? Waiting(SalesDocument sale)
    {
        foreach (var (document, _) in Problems.Values.Where(one => one.Document.CustomerId == sale.CustomerId && one.Document.OriginalNumber == sale.Number).ToList())
        {
            Count(document);
        }

        return null;
    }

    /// <summary>Goods that came back from the version before are missing from the new version too.</summary>
    private void Reapply(SalesDocument sale)
    {
        var returns = facts.Related.Where(document => document.CustomerId == sale.CustomerId && document is { Kind: SalesDocumentKind.Return, Version: > 0 }
            && document.OriginalNumber == sale.Number && !IsTakenBack(document) && facts.Documents.All(one => one.Id != document.Id));
        foreach (var document in returns.OrderBy(document => document.Id))
        {
            Return(document, sale.Number, string.Create(CultureInfo.InvariantCulture, $"{SalesFacts.Key(document.Id)}:{sale.Id}"));
        }
    }

    private Refusal? Return(SalesDocument document, string? number, string key)
    {
        if (number is null)
        {
            return new Refusal("points_return_without_sale");
        }

        var sales = SalesOf(document.CustomerId, number).Where(sale => !sale.IsReturned).ToList();
        if (SalesOf(document.CustomerId, number).Count == 0)
        {
            return new Refusal("points_sale_unknown", number);
        }

        var parts = ReturnMatching.Share(facts.Lines[document.Id], sales, ProductOf);
        if (parts is null)
        {
            return new Refusal("points_return_more_than_sold", document.Number, number);
        }

        var isFirst = true;
        foreach (var (sale, lines) in parts)
        {
            var id = isFirst ? key : key + ":" + sale;
            if (Handle(document, new ReturnEvent { Id = id, Sale = sale, Lines = lines }, document.Number) is { } refusal)
            {
                return refusal;
            }

            isFirst = false;
        }

        return null;
    }

    /// <summary>A document is taken back, by the undoing of its import or by a new version.</summary>
    private Refusal? Undo(SalesDocument document)
    {
        var original = facts.Related.FirstOrDefault(one => one.Source == document.Source && one.Number == document.Number && one.Version == -document.Version);
        if (original is null)
        {
            return new Refusal("points_sale_unknown", document.Number);
        }

        if (original.Kind == SalesDocumentKind.Return)
        {
            // The goods are with the customer again: counted as sold on the day of the return, under the number of their sale.
            return original.OriginalNumber is not { } number || IsSaleGone(document.CustomerId, number) ? null : Sale(document, number);
        }

        var key = SalesFacts.Key(document.Id);
        foreach (var sale in SalesOf(document.CustomerId, document.Number).Where(sale => !sale.IsReturned && IsOf(sale.Id, -document.Version)).Select((sale, index) => (sale.Id, Index: index)).ToList())
        {
            var id = sale.Index == 0 ? key : key + ":" + sale.Id;
            if (Handle(document, new ReturnEvent { Id = id, Sale = sale.Id }, document.Number) is { } refusal)
            {
                return refusal;
            }
        }

        return null;
    }

    private Refusal? Handle(SalesDocument document, PointsEvent item, string number)
    {
        var note = new PointsBookingNote(
            PointsJson.Hash(item.Id + document.ContentHash), document.Number, null, DocumentId: document.Id, DocumentNumber: number, DocumentSource: document.Source);
        var result = batch.Handle(
            item with { Member = PointsJson.Name(document.CustomerId), At = document.DocumentOn.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) }, note, document.DocumentOn);
        return result.State == EventState.Done ? null : result.Refusals[0];
    }

    /// <summary>The sales under a number, as they stand now: the sale itself, and what was sold again after a return was undone.</summary>
    private List<SaleSnapshot> SalesOf(long customerId, string number)
    {
        var keys = facts.Sales.Where(sale => sale.CustomerId == customerId && sale.DocumentNumber == number).Select(sale => sale.EventKey)
            .Concat(_fresh.Where(pair => pair.Value.Number == number).Select(pair => pair.Key)).ToHashSet();
        return [.. batch.Member(customerId).Current.Sales.Where(sale => keys.Contains(sale.Id))];
    }

    private long? ProductOf(string saleKey, int line)
    {
        var documentId = _fresh.TryGetValue(saleKey, out var fresh) ? fresh.DocumentId : facts.Sales.FirstOrDefault(sale => sale.EventKey == saleKey)?.DocumentId;
        return documentId is { } id ? facts.Lines[id].FirstOrDefault(one => one.LineNumber == line)?.ProductId : null;
    }

    /// <summary>Whether a counted sale is a version of its document, or was sold again after a return.</summary>
    private bool IsOf(string saleKey, int version) =>
        facts.Related.FirstOrDefault(one => SalesFacts.Key(one.Id) == saleKey) is not { Version: > 0 } known || known.Version == version;

    private bool IsTakenBack(SalesDocument document) =>
        facts.Related.Any(one => one.Source == document.Source && one.Number == document.Number && one.Version == -document.Version);

    /// <summary>Whether every version of a sale was taken back.</summary>
    private bool IsSaleGone(long customerId, string number)
    {
        var versions = facts.Related.Where(one => one.CustomerId == customerId && one.Number == number && one is { Kind: SalesDocumentKind.Sale, Version: > 0 }).ToList();
        return versions.Count > 0 && versions.TrueForAll(IsTakenBack);
    }
}

/// <summary>Finds the lines of sales that a return's lines came from.</summary>
internal static class ReturnMatching
{
    /// <summary>Shares a return's lines over what is still out of the sales; null where more comes back than is out.</summary>
    /// <param name="returned">The return's lines; negative as they are stored.</param>
    /// <param name="sales">The sales.</param>
    /// <param name="productOf">The product of a sale's line.</param>
    public static IReadOnlyList<(string Sale, IReadOnlyList<ReturnLine> Lines)>? Share(
        IEnumerable<SalesLine> returned, IReadOnlyList<SaleSnapshot> sales, Func<string, int, long?> productOf)
    {
        var open = sales.SelectMany(sale => sale.Lines.Where(line => !line.IsReturned).Select(line => new OpenLine(sale.Id, line, productOf(sale.Id, line.Line)))).ToList();
        var found = new List<(string Sale, ReturnLine Line)>();
        foreach (var line in returned)
        {
            var mine = open.Where(one => one.ProductId == line.ProductId).OrderBy(one => one.Line.Line == line.LineNumber ? 0 : 1).ToList();
            if (line.QuantityMilli == 0)
            {
                // A credit for goods that the customer keeps.
                if (line.NetMinor != 0 && mine.FirstOrDefault() is not { } target)
                {
                    return null;
                }
                else if (line.NetMinor != 0)
                {
                    found.Add((mine[0].Sale, new ReturnLine { Line = mine[0].Line.Line, Amount = new Money(-line.NetMinor).Amount }));
                }

                continue;
            }

            var left = -line.QuantityMilli / 1000m;
            foreach (var one in mine)
            {
                var part = Math.Min(left, one.Quantity);
                if (part > 0)
                {
                    one.Quantity -= part;
                    left -= part;
                    found.Add((one.Sale, new ReturnLine { Line = one.Line.Line, Quantity = part }));
                }
            }

            if (left > 0)
            {
                return null;
            }
        }

        return [.. found.GroupBy(one => one.Sale).Select(sale => (sale.Key, (IReadOnlyList<ReturnLine>)[.. sale.GroupBy(one => one.Line.Line).Select(Merge)]))];
    }

    /// <summary>Two lines of a return that came from one line of the sale.</summary>
    private static ReturnLine Merge(IGrouping<int, (string Sale, ReturnLine Line)> lines)
    {
        var quantity = lines.Sum(one => one.Line.Quantity ?? 0);
        var amount = lines.Sum(one => one.Line.Amount ?? 0);
        return new ReturnLine { Line = lines.Key, Quantity = quantity == 0 ? null : quantity, Amount = amount == 0 ? null : amount };
    }

    private sealed class OpenLine(string sale, SaleLineSnapshot line, long? productId)
    {
        public string Sale { get; } = sale;

        public SaleLineSnapshot Line { get; } = line;

        public long? ProductId { get; } = productId;

        /// <summary>What is still out; a credit by amount takes its share.</summary>
        public decimal Quantity { get; set; } =
            line.Quantity - line.ReturnedQuantity - (line.NetMinor == 0 ? 0 : line.Quantity * line.ReturnedMinor / line.NetMinor);
    }
}
