using Portal.Domain.Discounts;

namespace Portal.Domain.Customers;

/// <summary>A level of customers: gold, silver …</summary>
public sealed class CustomerLevel
{
    /// <summary>Adds one.</summary>
    /// <param name="code">The code that files and programmes use.</param>
    /// <param name="name">The name on screens.</param>
    /// <param name="rank">1 is the highest.</param>
    public CustomerLevel(string code, string name, int rank)
    {
        Code = code;
        Name = name;
        Rank = rank;
    }

    /// <summary>The row's key.</summary>
    public long Id { get; private set; }

    /// <summary>The code that files and programmes use; unique.</summary>
    public string Code { get; private set; }

    /// <summary>The name on screens.</summary>
    public string Name { get; private set; }

    /// <summary>The order: 1 is the highest.</summary>
    public int Rank { get; private set; }

    /// <summary>What its customers pay less, or null for nothing.</summary>
    public DiscountTerms? Discount { get; private set; }

    /// <summary>Sets what its customers pay less; null for nothing.</summary>
    public void ChangeDiscount(DiscountTerms? discount) => Discount = discount;

    /// <summary>Changes name and order.</summary>
    public void Change(string name, int rank)
    {
        Name = name;
        Rank = rank;
    }
}
