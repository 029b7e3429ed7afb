using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.Options;
using Portal.Infrastructure.Access;

namespace Portal.Ui.Access;

/// <summary>The person must have a permission.</summary>
/// <param name="Permission">One of <see cref="Permissions"/>.</param>
internal sealed record PermissionRequirement(string Permission) : IAuthorizationRequirement;

/// <summary>Asks <see cref="CurrentUser"/>'s own rules of the principal at hand, in requests and circuits alike.</summary>
internal sealed class PermissionHandler : AuthorizationHandler<PermissionRequirement>
{
    protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, PermissionRequirement requirement)
    {
        var user = new CurrentUser();
        user.Become(context.User);
        if (user.Can(requirement.Permission))
        {
            context.Succeed(requirement);
        }

        return Task.CompletedTask;
    }
}

/// <summary>Makes the policy of each permission when it is first named.</summary>
internal sealed class PermissionPolicies(IOptions<AuthorizationOptions> options) : DefaultAuthorizationPolicyProvider(options)
{
    public override async Task<AuthorizationPolicy?> GetPolicyAsync(string policyName) =>
        policyName.StartsWith(RequirePermissionAttribute.Prefix, StringComparison.Ordinal)
            ? new AuthorizationPolicyBuilder()
                .Combine(await GetDefaultPolicyAsync())
                .AddRequirements(new PermissionRequirement(policyName[RequirePermissionAttribute.Prefix.Length..]))
                .Build()
            : await base.GetPolicyAsync(policyName);
}
