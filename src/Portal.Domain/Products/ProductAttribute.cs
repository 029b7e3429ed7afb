namespace Portal.Domain.Products;

/// <summary>A property of a product that programmes can name: "line" is "premium".</summary>
public sealed class ProductAttribute
{
    /// <summary>Adds a property to a product.</summary>
    public ProductAttribute(long productId, string name, string value)
    {
        ProductId = productId;
        Name = name;
        Value = value;
    }

    /// <summary>The row's key.</summary>
    public long Id { get; private set; }

    /// <summary>The product.</summary>
    public long ProductId { get; private set; }

    /// <summary>The name; unique for the product, without regard to case.</summary>
    public string Name { get; private set; }

    /// <summary>The value.</summary>
    public string Value { get; private set; }

    /// <summary>Corrects the value.</summary>
    public void Change(string value) => Value = value;
}
