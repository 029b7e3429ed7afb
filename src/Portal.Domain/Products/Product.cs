using Portal.Domain.Shared;

namespace Portal.Domain.Products;

/// <summary>What is sold.</summary>
public sealed class Product : IVersioned
{
    /// <summary>Adds a product.</summary>
    /// <param name="number">The company's own number; unique.</param>
    /// <param name="name">The name.</param>
    /// <param name="unit">The unit in which quantities count: "pcs".</param>
    public Product(string number, string name, string unit)
    {
        Number = number;
        Name = name;
        Unit = unit;
    }

    /// <summary>The row's key.</summary>
    public long Id { get; private set; }

    /// <summary>The company's own number; unique.</summary>
    public string Number { get; private set; }

    /// <summary>The name.</summary>
    public string Name { get; private set; }

    /// <summary>The unit in which quantities count.</summary>
    public string Unit { get; private set; }

    /// <summary>The category, or null.</summary>
    public long? CategoryId { get; private set; }

    /// <summary>The brand, or null.</summary>
    public long? BrandId { get; private set; }

    /// <summary>Cost of one unit in minor units; null if not known.</summary>
    public long? StandardCostMinor { get; private set; }

    /// <summary>List price of one unit in minor units; null if not known.</summary>
    public long? ListPriceMinor { get; private set; }

    /// <summary>Whether it is no longer sold.</summary>
    public bool IsDiscontinued { get; private set; }

    /// <inheritdoc />
    public long RowVersion { get; private set; }

    /// <summary>Changes name and unit.</summary>
    public void Describe(string name, string unit)
    {
        Name = name;
        Unit = unit;
    }

    /// <summary>Puts the product into a category and brand.</summary>
    public void Classify(long? categoryId, long? brandId)
    {
        CategoryId = categoryId;
        BrandId = brandId;
    }

    /// <summary>Sets cost and price of one unit in minor units.</summary>
    public void Price(long? standardCostMinor, long? listPriceMinor)
    {
        StandardCostMinor = standardCostMinor;
        ListPriceMinor = listPriceMinor;
    }

    /// <summary>Says whether it is still sold.</summary>
    public void Discontinue(bool isDiscontinued) => IsDiscontinued = isDiscontinued;
}
