namespace Portal.Domain.Products;

/// <summary>A unit in which a product is sold besides its own.</summary>
public sealed class ProductUnit
{
    /// <summary>Adds a unit to a product.</summary>
    public ProductUnit(long productId, string unit, long numerator, long denominator)
    {
        ProductId = productId;
        Unit = unit;
        Numerator = numerator;
        Denominator = denominator;
    }

    /// <summary>The row's key.</summary>
    public long Id { get; private set; }

    /// <summary>The product.</summary>
    public long ProductId { get; private set; }

    /// <summary>The unit: "box"; unique for the product, without regard to case.</summary>
    public string Unit { get; private set; }

    /// <summary>How many of the product's own units …</summary>
    public long Numerator { get; private set; }

    /// <summary>… so many of this unit have.</summary>
    public long Denominator { get; private set; }

    /// <summary>How many of the product's own units it has.</summary>
    public UnitFactor Factor => new(Numerator, Denominator);

    /// <summary>Corrects the factor; what was sold before keeps the quantity it was recorded with.</summary>
    public void Change(UnitFactor factor) => (Numerator, Denominator) = (factor.Numerator, factor.Denominator);
}
