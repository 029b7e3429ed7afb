using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace Portal.Infrastructure.Access;

/// <summary>Puts what <see cref="CurrentUser"/> needs into the sign-in cookie.</summary>
internal sealed class PortalClaimsFactory(UserManager<PortalUser> users, RoleManager<PortalRole> roles, IOptions<IdentityOptions> options)
    : UserClaimsPrincipalFactory<PortalUser, PortalRole>(users, roles, options)
{
    protected override async Task<ClaimsIdentity> GenerateClaimsAsync(PortalUser user)
    {
        var identity = await base.GenerateClaimsAsync(user);
        Add(identity, PortalClaims.DisplayName, user.DisplayName);
        Add(identity, PortalClaims.Kind, ((int)user.Kind).ToString(CultureInfo.InvariantCulture));
        Add(identity, PortalClaims.CustomerId, user.CustomerId?.ToString(CultureInfo.InvariantCulture));
        Add(identity, PortalClaims.EmployeeId, user.EmployeeId?.ToString(CultureInfo.InvariantCulture));
        Add(identity, PortalClaims.Culture, user.Culture);
        Add(identity, PortalClaims.Theme, user.Theme);
        return identity;
    }

    private static void Add(ClaimsIdentity identity, string type, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            identity.AddClaim(new Claim(type, value));
        }
    }
}
