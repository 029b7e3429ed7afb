using System.Globalization;
using System.Security.Claims;
using Portal.Domain.Shared;

namespace Portal.Infrastructure.Access;

/// <summary>
/// Who acts. Scoped: a request or circuit sets it from the signed-in principal, a job from <see cref="BecomeSystem"/>.
/// Until then it is nobody, who may do nothing.
/// </summary>
public sealed class CurrentUser
{
    private string[] _roles = [];
    private string[] _scopes = [];
    private bool _isSystem;

    /// <summary>The log-in; null for nobody and for the system.</summary>
    public long? UserId { get; private set; }

    /// <summary>The name on screens; empty for nobody and for the system.</summary>
    public string DisplayName { get; private set; } = "";

    /// <summary>Which app the person entered; null for nobody and for the system.</summary>
    public AccountKind? Kind { get; private set; }

    /// <summary>Of a customer's log-in: the customer.</summary>
    public long? CustomerId { get; private set; }

    /// <summary>Of a staff log-in: the employee, if linked.</summary>
    public long? EmployeeId { get; private set; }

    /// <summary>Whether somebody is signed in.</summary>
    public bool IsSignedIn => UserId is not null;

    /// <summary>The person's roles.</summary>
    public IReadOnlyList<string> Roles => _roles;

    /// <summary>Whose data the person sees: the widest scope of its roles.</summary>
    public DataScope Scope => _isSystem ? DataScope.All : _roles.Select(RolePermissions.ScopeOf).DefaultIfEmpty(DataScope.Own).Max();

    /// <summary>Takes the person from a signed-in principal.</summary>
    public void Become(ClaimsPrincipal principal)
    {
        ArgumentNullException.ThrowIfNull(principal);
        _isSystem = false;
        _scopes = [];
        UserId = Number(principal, ClaimTypes.NameIdentifier);
        DisplayName = principal.FindFirstValue(PortalClaims.DisplayName) ?? "";
        Kind = Number(principal, PortalClaims.Kind) is { } kind ? (AccountKind)kind : null;
        CustomerId = Number(principal, PortalClaims.CustomerId);
        EmployeeId = Number(principal, PortalClaims.EmployeeId);
        _roles = [.. principal.FindAll(ClaimTypes.Role).Select(claim => claim.Value)];
    }

    /// <summary>Acts as another system that showed its key: nobody, with just the key's scopes.</summary>
    public void BecomeApiKey(string name, IReadOnlyList<string> scopes)
    {
        _isSystem = false;
        UserId = null;
        Kind = null;
        CustomerId = null;
        EmployeeId = null;
        DisplayName = name;
        _roles = [];
        _scopes = [.. scopes];
    }

    /// <summary>Acts as the system: schedules and the operators' command line. May do everything.</summary>
    public void BecomeSystem()
    {
        _isSystem = true;
        _scopes = [];
        UserId = null;
        Kind = null;
        CustomerId = null;
        EmployeeId = null;
        DisplayName = "";
        _roles = [];
    }

    /// <summary>Whether the person may do something.</summary>
    public bool Can(string permission) =>
        _isSystem || (Kind == AccountKind.Staff && _roles.Any(role => RolePermissions.Allows(role, permission)));

    /// <summary>Why the person may not do something, or null.</summary>
    public Refusal? Refuse(string permission) => Can(permission) ? null : new Refusal(Refusal.NotPermitted);

    /// <summary>Why the key may not do something, or null.</summary>
    public Refusal? RefuseScope(string scope) => _isSystem || _scopes.Contains(scope) ? null : new Refusal("apikey_scope", scope);

    private static long? Number(ClaimsPrincipal principal, string type) =>
        long.TryParse(principal.FindFirstValue(type), NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : null;
}

/// <summary>The claims that a sign-in cookie carries beside the framework's.</summary>
public static class PortalClaims
{
    /// <summary>The name on screens.</summary>
    public const string DisplayName = "portal:name";

    /// <summary>The <see cref="AccountKind"/> as a number.</summary>
    public const string Kind = "portal:kind";

    /// <summary>The customer's id.</summary>
    public const string CustomerId = "portal:customer";

    /// <summary>The employee's id.</summary>
    public const string EmployeeId = "portal:employee";

    /// <summary>"zh-CN" or "en", if the account has a preference.</summary>
    public const string Culture = "portal:culture";

    /// <summary>"light" or "dark", if the account has a preference.</summary>
    public const string Theme = "portal:theme";
}
