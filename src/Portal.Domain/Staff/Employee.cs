namespace Portal.Domain.Staff;

/// <summary>Somebody who works for the company; a log-in may be linked to it.</summary>
public sealed class Employee
{
    /// <summary>Adds an employee.</summary>
    public Employee(string number, string name, string? title)
    {
        Number = number;
        Name = name;
        Title = title;
    }

    /// <summary>The row's key.</summary>
    public long Id { get; private set; }

    /// <summary>The company's own number; unique.</summary>
    public string Number { get; private set; }

    /// <summary>The name.</summary>
    public string Name { get; private set; }

    /// <summary>The position, or null.</summary>
    public string? Title { get; private set; }

    /// <summary>The department, or null.</summary>
    public long? DepartmentId { get; private set; }

    /// <summary>The sales region, or null.</summary>
    public long? RegionId { get; private set; }

    /// <summary>Changes name and title.</summary>
    public void Describe(string name, string? title)
    {
        Name = name;
        Title = title;
    }

    /// <summary>Sets department and region.</summary>
    public void Assign(long? departmentId, long? regionId)
    {
        DepartmentId = departmentId;
        RegionId = regionId;
    }
}
