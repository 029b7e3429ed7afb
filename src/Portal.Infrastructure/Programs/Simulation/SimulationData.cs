using Portal.Domain.Imports;
using Portal.Domain.Settlements;
using Portal.Domain.Shared;

namespace Portal.Infrastructure.Programs.Simulation;

/// <summary>Customers, products and sales lines as the files of a simulation have them.</summary>
internal sealed class SimulationData
{
    private readonly Dictionary<string, long> _customerIds = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, long> _productIds = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, string?> _categories = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<PlanCustomer> _customers = [];
    private readonly List<PlanProduct> _products = [];
    private bool _hasCustomers;
    private bool _hasProducts;

    /// <summary>Customers by key − 1.</summary>
    public IReadOnlyList<PlanCustomer> Customers => _customers;

    /// <summary>The sales lines.</summary>
    public List<SalesFact> Sales { get; } = [];

    /// <summary>The master data of the files.</summary>
    public PlanMasterData Master => new(_customers, _products, [.. _categories.Select(pair => new PlanCategory(pair.Key, pair.Value))]);

    /// <summary>The key of a customer, made anew where no customer file was given.</summary>
    public long CustomerId(string number)
    {
        if (!_customerIds.TryGetValue(number, out var id))
        {
            id = _customers.Count + 1;
            _customerIds[number] = id;
            _customers.Add(new PlanCustomer(id, number, null, null, null, null));
        }

        return id;
    }

    /// <summary>Reads the customers.</summary>
    public void ReadCustomers(string path, List<Refusal> refusals)
    {
        _hasCustomers = true;
        using var table = SimulationTable.Open(path, ImportKind.Customers, refusals);
        var parents = new List<(int Index, string Parent)>();
        while (table?.Read() == true)
        {
            if (table.Text("customer_number", isRequired: true) is not { } number)
            {
                continue;
            }

            if (!_customerIds.TryAdd(number, _customers.Count + 1))
            {
                table.Refuse("customer_number", new Refusal("simulate_record_twice", number));
                continue;
            }

            _customers.Add(new PlanCustomer(_customers.Count + 1, number, table.Text("group"), table.Text("level"), table.Text("region"), null));
            if (table.Text("parent_number") is { } parent)
            {
                parents.Add((_customers.Count - 1, parent));
            }
        }

        foreach (var (index, parent) in parents)
        {
            if (_customerIds.TryGetValue(parent, out var parentId))
            {
                _customers[index] = _customers[index] with { ParentId = parentId };
            }
            else
            {
                refusals.Add(new Refusal("import_customer_unknown", parent) { Field = Path.GetFileName(path) + ", " + _customers[index].Number });
            }
        }
    }

    /// <summary>Reads the products with their categories.</summary>
    public void ReadProducts(string path, List<Refusal> refusals)
    {
        _hasProducts = true;
        using var table = SimulationTable.Open(path, ImportKind.Products, refusals);
        while (table?.Read() == true)
        {
            if (table.Text("product_number", isRequired: true) is not { } number)
            {
                continue;
            }

            if (!_productIds.TryAdd(number, _products.Count + 1))
            {
                table.Refuse("product_number", new Refusal("simulate_record_twice", number));
                continue;
            }

            var (category, parent) = (table.Text("category"), table.Text("parent_category"));
            if (parent is not null)
            {
                _categories.TryAdd(parent, null);
            }

            if (category is not null && (parent is not null || !_categories.ContainsKey(category)))
            {
                _categories[category] = parent;
            }

            _products.Add(new PlanProduct(_products.Count + 1, number, category, table.Text("brand")));
        }
    }

    /// <summary>Reads sales and returns; a return's figures are positive in the file, as in an import.</summary>
    public void ReadSales(string path, List<Refusal> refusals)
    {
        using var table = SimulationTable.Open(path, ImportKind.Sales, refusals);
        var heads = new Dictionary<string, (string Customer, DateOnly On, bool IsReturn)>(StringComparer.Ordinal);
        var lines = new HashSet<(string, decimal)>();
        while (table?.Read() == true)
        {
            var document = table.Text("document_number", isRequired: true);
            var isReturn = IsReturn(table);
            var customer = Known(table, "customer_number", _hasCustomers, _customerIds, "import_customer_unknown");
            var product = Known(table, "product_number", _hasProducts, _productIds, "import_product_unknown");
            var on = table.Day("document_date", isRequired: true);
            var quantity = table.Number("quantity", isRequired: true);
            var net = table.Number("net_amount");
            if (net is null && table.Number("unit_price") is { } price)
            {
                net = (price * (quantity ?? 0)) - (table.Number("discount_amount") ?? 0);
            }

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

            if (document is null || customer is null || product is null || on is null || quantity is null or < 0 || net is null or < 0)
            {
                continue;
            }

            if (!heads.TryAdd(document, (customer, on.Value, isReturn)) && heads[document] != (customer, on.Value, isReturn))
            {
                table.Refuse("document_number", new Refusal("simulate_document_inconsistent", document));
            }
            else if (table.Number("line_number") is { } line && !lines.Add((document, line)))
            {
                table.Refuse("line_number", new Refusal("simulate_line_twice", document, line));
            }
            else
            {
                var sign = isReturn ? -1 : 1;
                Sales.Add(new SalesFact(
                    CustomerId(customer), on.Value, ProductId(product), sign * Quantity.FromUnits(quantity.Value).Milli, sign * Money.FromAmount(net.Value).Minor, Sales.Count + 1));
            }
        }
    }

    private static bool IsReturn(SimulationTable table)
    {
        var kind = table.Text("document_kind");
        if (Imports.SalesKinds.Read(kind) is { } read)
        {
            return read == Domain.Sales.SalesDocumentKind.Return;
        }

        table.Refuse("document_kind", new Refusal("import_kind_unknown", kind));
        return false;
    }

    private static string? Known(SimulationTable table, string field, bool isChecked, Dictionary<string, long> ids, string code)
    {
        var number = table.Text(field, isRequired: true);
        if (number is null || !isChecked || ids.ContainsKey(number))
        {
            return number;
        }

        table.Refuse(field, new Refusal(code, number));
        return null;
    }

    private long ProductId(string number)
    {
        if (!_productIds.TryGetValue(number, out var id))
        {
            id = _products.Count + 1;
            _productIds[number] = id;
            _products.Add(new PlanProduct(id, number, null, null));
        }

        return id;
    }
}
