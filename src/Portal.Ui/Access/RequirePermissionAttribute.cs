using Microsoft.AspNetCore.Authorization;

namespace Portal.Ui.Access;

/// <summary>The permission that a page needs: <c>[RequirePermission(Permissions.Programs.View)]</c>.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method, AllowMultiple = true)]
public sealed class RequirePermissionAttribute : AuthorizeAttribute
{
    internal const string Prefix = "permission:";

    /// <summary>Names the permission, one of <see cref="Portal.Infrastructure.Access.Permissions"/>.</summary>
    public RequirePermissionAttribute(string permission)
        : base(Prefix + permission) => Permission = permission;

    /// <summary>The permission.</summary>
    public string Permission { get; }
}
