using Microsoft.AspNetCore.Identity;

namespace Portal.Infrastructure.Access;

/// <summary>A log-in. Staff and customers are different kinds: neither enters the other's app.</summary>
public sealed class PortalUser : IdentityUser<long>
{
    /// <summary>Which app it enters.</summary>
    public AccountKind Kind { get; set; } = AccountKind.Staff;

    /// <summary>The name on screens.</summary>
    public string DisplayName { get; set; } = "";

    /// <summary>Of a customer's log-in: the customer; several log-ins may share one.</summary>
    public long? CustomerId { get; set; }

    /// <summary>Of a staff log-in: the employee, or null.</summary>
    public long? EmployeeId { get; set; }

    /// <summary>"zh-CN" or "en"; null follows the browser.</summary>
    public string? Culture { get; set; }

    /// <summary>"light" or "dark"; null follows the browser.</summary>
    public string? Theme { get; set; }

    /// <summary>A disabled log-in cannot sign in.</summary>
    public bool IsDisabled { get; set; }

    /// <summary>When it was made.</summary>
    public DateTime CreatedAtUtc { get; set; }
}

/// <summary>A role; what it may do stands in <see cref="RolePermissions"/>.</summary>
public sealed class PortalRole : IdentityRole<long>
{
    /// <summary>For the database.</summary>
    public PortalRole()
    {
    }

    /// <summary>Adds a role.</summary>
    public PortalRole(string name)
        : base(name)
    {
        NormalizedName = name.ToUpperInvariant();
    }
}

/// <summary>Which app a log-in enters.</summary>
public enum AccountKind
{
    /// <summary>Portal.Admin.</summary>
    Staff = 1,

    /// <summary>Portal.Member.</summary>
    Customer = 2,
}
