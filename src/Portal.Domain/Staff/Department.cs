namespace Portal.Domain.Staff;

/// <summary>A department of the company.</summary>
public sealed class Department
{
    /// <summary>Adds one.</summary>
    public Department(string code, string name)
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
