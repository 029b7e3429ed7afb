using Portal.Domain.Settlements;
using Portal.Domain.Shared;
using Portal.Infrastructure.Imports;

namespace Portal.Infrastructure.Programs.Simulation;

/// <summary>Sales, returns and payments as the files of a simulation have them.</summary>
internal sealed class SimulationSales(SimulationData data)
{
    private readonly Dictionary<string, Head> _heads = new(StringComparer.Ordinal);
    private readonly HashSet<(string, decimal)> _lines = [];
    private readonly List<(SalesFact Fact, SalesDetail Detail)> _sales = [];

    /// <summary>Whether some document says its currency.</summary>
    public bool HasCurrencies { get; private set; }

    /// <summary>The sales lines; of a document the total and the payments are known when all files were read.</summary>
    public IEnumerable<(SalesFact Fact, SalesDetail Detail)> Lines => _sales.Select(line => (line.Fact, _heads[line.Detail.DocumentNumber] is var head
        ? line.Detail with { DocumentTotalMinor = head.TotalMinor, Payments = head.Payments }
        : line.Detail));

    /// <summary>Reads sales and returns; a return's figures are positive in the file, as in an import.</summary>
    public void Read(string path, List<Refusal> refusals)
    {
        using var table = SimulationTable.Open(path, SimulationFields.Sales, refusals);
        while (table?.Read() == true)
        {
            if (ReadHead(table) is { } head && ReadAmounts(table, head.IsReturn) is { } amounts && IsNewLine(table, head))
            {
                Add(table, head, amounts);
            }
        }
    }

    /// <summary>Reads payments of the documents that were read before.</summary>
    public void ReadPayments(string path, List<Refusal> refusals)
    {
        using var table = SimulationTable.Open(path, SimulationFields.Payments, refusals);
        while (table?.Read() == true)
        {
            var (document, paidOn, amount) = (table.Text("document_number", isRequired: true), table.Day("payment_date", isRequired: true), table.Number("amount", isRequired: true));
            if (document is null || paidOn is null || amount is null)
            {
                continue;
            }

            if (!_heads.TryGetValue(document, out var head))
            {
                table.Refuse("document_number", new Refusal("simulate_document_unknown", document));
            }
            else if (head.IsPaidInSales)
            {
                table.Refuse("document_number", new Refusal("simulate_paid_twice", document));
            }
            else
            {
                head.Payments.Add(new DocumentPayment(paidOn.Value, Money.FromAmount(amount.Value).Minor));
            }
        }
    }

    private static bool? IsReturn(SimulationTable table)
    {
        var kind = table.Text("document_kind");
        if (SalesKinds.Read(kind) is { } read)
        {
            return read == Domain.Sales.SalesDocumentKind.Return;
        }

        table.Refuse("document_kind", new Refusal("import_kind_unknown", kind));
        return null;
    }

    private Head? ReadHead(SimulationTable table)
    {
        var document = table.Text("document_number", isRequired: true);
        var isReturn = IsReturn(table);
        var customer = data.Customer(table);
        var on = table.Day("document_date", isRequired: true);
        var currency = table.Text("currency");
        if (document is null || customer is null || on is null || isReturn is null)
        {
            return null;
        }

        if (currency is not null && (currency.Length != 3 || !currency.All(char.IsAsciiLetterUpper)))
        {
            table.Refuse("currency", new Refusal("program_currency_wrong", currency));
            return null;
        }

        HasCurrencies |= currency is not null;
        if (!_heads.TryGetValue(document, out var head))
        {
            _heads[document] = head = new Head(document, _heads.Count + 1, customer, on.Value, isReturn.Value, currency);
        }
        else if ((head.Customer, head.On, head.IsReturn, head.Currency) != (customer, on.Value, isReturn.Value, currency))
        {
            table.Refuse("document_number", new Refusal("simulate_document_inconsistent", document));
            return null;
        }

        return head;
    }

    private static Amounts? ReadAmounts(SimulationTable table, bool isReturn)
    {
        var quantity = table.Number("quantity", isRequired: true);
        var (net, gross, price) = (table.Number("net_amount"), table.Number("gross_amount"), table.Number("unit_price"));
        var discount = table.Number("discount_amount");
        gross ??= price is not null ? price * (quantity ?? 0) : net is not null ? net + (discount ?? 0) : null;
        net ??= gross - (discount ?? 0);
        if (net is null)
        {
            table.Refuse("net_amount", new Refusal("import_value_missing", "net_amount"));
        }

        foreach (var (field, value) in new[] { ("quantity", quantity), ("net_amount", net) })
        {
            if (value < 0)
            {
                table.Refuse(field, new Refusal(isReturn ? "import_return_negative" : "import_sale_negative", value));
            }
        }

        return quantity is null or < 0 || net is null or < 0 ? null : new Amounts(quantity.Value, net.Value, gross ?? net.Value, table.Number("cost_amount"));
    }

    private bool IsNewLine(SimulationTable table, Head head)
    {
        if (table.Number("line_number") is not { } line || _lines.Add((head.Number, line)))
        {
            return true;
        }

        table.Refuse("line_number", new Refusal("simulate_line_twice", head.Number, line));
        return false;
    }

    private void Add(SimulationTable table, Head head, Amounts amounts)
    {
        if (data.Product(table) is not { } product)
        {
            return;
        }

        var sign = head.IsReturn ? -1 : 1;
        long Minor(decimal amount) => sign * Money.FromAmount(amount).Minor;
        var productId = data.ProductId(product);
        head.LineCount++;
        head.NetMinor += Minor(amounts.Net);
        ReadPayment(table, head);
        _sales.Add((
            new SalesFact(data.CustomerId(head.Customer), head.On, productId, sign * QuantityOf(table, productId, amounts.Quantity).Milli, Minor(amounts.Net), _sales.Count + 1),
            new SalesDetail
            {
                DocumentId = head.Id,
                DocumentNumber = head.Number,
                LineNumber = head.LineCount,
                GrossMinor = Minor(amounts.Gross),
                CostMinor = amounts.Cost is { } cost ? Minor(cost) : null,
                DeliveredOn = table.Day("delivery_date"),
                IsNotForRebate = table.Flag("not_for_rebate"),
                Channel = table.Text("channel"),
                Salesperson = table.Text("salesperson_number"),
                RegionCode = table.Text("region"),
                Currency = head.Currency,
            }));
    }

    /// <summary>The quantity in the product's own unit.</summary>
    private Quantity QuantityOf(SimulationTable table, long productId, decimal quantity)
    {
        var factors = data.ProductOf(productId).UnitFactors;
        if (table.Text("unit") is not { } unit || factors.Count == 0)
        {
            return Quantity.FromUnits(quantity);
        }

        if (factors.TryGetValue(unit, out var factor))
        {
            return Quantity.FromUnits(quantity * factor);
        }

        table.Refuse("unit", new Refusal("calculation_unit_missing", data.ProductOf(productId).Number, unit));
        return default;
    }

    /// <summary>What the sales themselves say of payments: a day alone means that all of the document was paid on it.</summary>
    private static void ReadPayment(SimulationTable table, Head head)
    {
        if (table.Number("document_total") is { } total)
        {
            head.StatedTotalMinor = Money.FromAmount(total).Minor;
        }

        var (paidOn, amount) = (table.Day("paid_on"), table.Number("paid_amount"));
        if (paidOn is null && amount is not null)
        {
            table.Refuse("paid_on", new Refusal("import_value_missing", "paid_on"));
        }
        else if (paidOn is { } on)
        {
            head.Pay(on, amount is { } part ? Money.FromAmount(part).Minor : null);
        }
    }

    private sealed record Amounts(decimal Quantity, decimal Net, decimal Gross, decimal? Cost);

    private sealed class Head(string number, long id, string customer, DateOnly on, bool isReturn, string? currency)
    {
        private readonly HashSet<(DateOnly, long?)> _stated = [];

        public string Number { get; } = number;

        public long Id { get; } = id;

        public string Customer { get; } = customer;

        public DateOnly On { get; } = on;

        public bool IsReturn { get; } = isReturn;

        public string? Currency { get; } = currency;

        public int LineCount { get; set; }

        public long NetMinor { get; set; }

        public long? StatedTotalMinor { get; set; }

        public long TotalMinor => StatedTotalMinor ?? NetMinor;

        public bool IsPaidInSales => _stated.Count > 0;

        public List<DocumentPayment> Payments => IsPaidInSales ? Stated() : Listed;

        private List<DocumentPayment> Listed { get; } = [];

        // Every line of a document may say the same payment.
        public void Pay(DateOnly paidOn, long? amountMinor) => _stated.Add((paidOn, amountMinor));

        private List<DocumentPayment> Stated() => [.. _stated.Select(payment => new DocumentPayment(payment.Item1, payment.Item2 ?? TotalMinor))];
    }
}
