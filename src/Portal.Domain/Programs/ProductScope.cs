namespace Portal.Domain.Programs;

/// <summary>A set of products: whatever one selector includes and none excludes.</summary>
public sealed record ProductScope
{
    /// <summary>Every product.</summary>
    public static ProductScope Everything { get; } = new() { Include = [new ProductSelector(ProductSelectorKind.All)] };

    /// <summary>What is in.</summary>
    public IReadOnlyList<ProductSelector> Include { get; init; } = [];

    /// <summary>What is out, whatever includes it.</summary>
    public IReadOnlyList<ProductSelector> Exclude { get; init; } = [];

    /// <summary>Which sales of these products count, by customer, region, channel and salesperson; null for all of them.</summary>
    public SalesScope? Sales { get; init; }
}

/// <summary>Selects products.</summary>
/// <param name="Kind">By what.</param>
public sealed record ProductSelector(ProductSelectorKind Kind)
{
    /// <summary>Product numbers, codes of categories or brands, or attributes as "name=value"; none for all.</summary>
    public IReadOnlyList<string> Codes { get; init; } = [];

    /// <summary>What must hold besides, each by one of its codes; null for nothing.</summary>
    public IReadOnlyList<ProductSelector>? And { get; init; }
}

/// <summary>By what products are selected.</summary>
public enum ProductSelectorKind
{
    /// <summary>All of them.</summary>
    All = 1,

    /// <summary>By number.</summary>
    Product = 2,

    /// <summary>By category, with every category below it.</summary>
    Category = 3,

    /// <summary>By brand.</summary>
    Brand = 4,

    /// <summary>By an attribute with its value: "colour=red".</summary>
    Attribute = 5,
}

/// <summary>A set of sales: those that every kind included allows and no kind excludes.</summary>
public sealed record SalesScope
{
    /// <summary>What is in: of each kind that is named, one of its codes.</summary>
    public IReadOnlyList<SalesSelector> Include { get; init; } = [];

    /// <summary>What is out, whatever includes it.</summary>
    public IReadOnlyList<SalesSelector> Exclude { get; init; } = [];
}

/// <summary>Selects sales.</summary>
/// <param name="Kind">By what.</param>
/// <param name="Codes">Codes of groups, levels, regions or channels, or numbers of customers or salespersons.</param>
public sealed record SalesSelector(SalesSelectorKind Kind, IReadOnlyList<string> Codes);

/// <summary>By what sales are selected.</summary>
public enum SalesSelectorKind
{
    /// <summary>By the customer's number.</summary>
    Customer = 1,

    /// <summary>By the customer's group.</summary>
    CustomerGroup = 2,

    /// <summary>By the customer's level.</summary>
    CustomerLevel = 3,

    /// <summary>By the region of the sale; where a document has none, the customer's.</summary>
    Region = 4,

    /// <summary>By the channel of the sale.</summary>
    Channel = 5,

    /// <summary>By the salesperson of the sale; where a document has none, the customer's.</summary>
    Salesperson = 6,
}
