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
    private readonly Dictionary<long, string> _agents = [];
    private readonly List<PlanProduct> _products = [];
    private bool _hasCustomers;
    private bool _hasProducts;

    /// <summary>Customers by key − 1.</summary>
    public IReadOnlyList<PlanCustomer> Customers => _customers;

    /// <summary>Targets, base figures and advances.</summary>
    public List<PlanFigure> Figures { get; } = [];

    /// <summary>Rates of exchange.</summary>
    public List<PlanExchangeRate> ExchangeRates { get; } = [];

    /// <summary>The master data of the files.</summary>
    /// <param name="hasCurrencies">Whether documents say their currency, so that amounts are converted.</param>
    public PlanMasterData Master(bool hasCurrencies) => new(_customers, _products, [.. _categories.Select(pair => new PlanCategory(pair.Key, pair.Value))])
    {
        Figures = Figures,
        ExchangeRates = hasCurrencies ? ExchangeRates : null,
    };

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

    /// <summary>The number of the agent who looks after a customer, or null.</summary>
    public string? AgentOf(long customerId) => _agents.GetValueOrDefault(customerId);

    /// <summary>Reads the customers.</summary>
    public void ReadCustomers(string path, List<Refusal> refusals)
    {
        _hasCustomers = true;
        using var table = SimulationTable.Open(path, SimulationFields.Customers, refusals);
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

            _customers.Add(new PlanCustomer(_customers.Count + 1, number, table.Text("group"), table.Text("level"), table.Text("region"), null)
            {
                Salesperson = table.Text("owner_number"),
            });
            if (table.Text("agent_number") is { } agent)
            {
                _agents.Add(_customers.Count, agent);
            }

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
        using var table = SimulationTable.Open(path, SimulationFields.Products, refusals);
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

            _products.Add(new PlanProduct(_products.Count + 1, number, category, table.Text("brand"))
            {
                Attributes = [.. table.Pairs("attributes").Select(pair => pair.Name + "=" + pair.Value)],
                UnitFactors = UnitFactors(table),
            });
        }
    }

    /// <summary>The product's own unit counts one.</summary>
    private static Dictionary<string, decimal> UnitFactors(SimulationTable table)
    {
        var factors = new Dictionary<string, decimal>(StringComparer.OrdinalIgnoreCase);
        if (table.Text("unit") is { } own)
        {
            factors[own] = 1;
        }

        foreach (var (unit, text) in table.Pairs("units"))
        {
            if (Domain.Products.UnitFactor.Parse(text) is { } factor)
            {
                factors[unit] = factor.Numerator / (decimal)factor.Denominator;
            }
            else
            {
                table.Refuse("units", new Refusal("simulate_value_not_positive", unit));
            }
        }

        return factors;
    }

    /// <summary>The number of a known customer; any where no customer file was given.</summary>
    public string? Customer(SimulationTable table) => Known(table, "customer_number", _hasCustomers, _customerIds, "import_customer_unknown");

    /// <summary>The number of a known product; any where no product file was given.</summary>
    public string? Product(SimulationTable table) => Known(table, "product_number", _hasProducts, _productIds, "import_product_unknown");

    /// <summary>A product by its key.</summary>
    public PlanProduct ProductOf(long id) => _products[(int)id - 1];

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

    /// <summary>The key of a product, made anew where no product file was given.</summary>
    public long ProductId(string number)
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
