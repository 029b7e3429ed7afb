namespace Portal.Domain.Products;

/// <summary>A brand.</summary>
public sealed class Brand
{
    /// <summary>Adds one.</summary>
    public Brand(string code, string name)
    {
        Code = code;
        Name = name;
    }

    /// <summary>The row's key.</summary>
    public long Id { get; private set; }

    /// <summary>The code that files and programmes use; unique.</summary>
    public string Code { get; private set; }

    /// <summary>The name on screens.</summary>
    public string Name { get; private set; }

    /// <summary>Changes the name.</summary>
    public void Rename(string name) => Name = name;
}
