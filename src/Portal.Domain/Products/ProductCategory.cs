namespace Portal.Domain.Products;

/// <summary>A category of products; categories form a tree.</summary>
public sealed class ProductCategory
{
    /// <summary>Adds one.</summary>
    public ProductCategory(string code, string name, long? parentId)
    {
        Code = code;
        Name = name;
        ParentId = parentId;
    }

    /// <summary>The row's key.</summary>
    public long Id { get; private set; }

    /// <summary>The code that files and programmes use; unique.</summary>
    public string Code { get; private set; }

    /// <summary>The name on screens.</summary>
    public string Name { get; private set; }

    /// <summary>The category above, or null at the top.</summary>
    public long? ParentId { get; private set; }

    /// <summary>Changes the name and the place in the tree. The caller has checked that no circle arises.</summary>
    public void Change(string name, long? parentId)
    {
        Name = name;
        ParentId = parentId;
    }
}
