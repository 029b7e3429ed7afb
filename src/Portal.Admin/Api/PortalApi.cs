using System.Globalization;
using System.Security.Claims;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace Portal.Admin.Api;

/// <summary>The interface for other systems, under /api: keys instead of cookies, problems instead of pages.</summary>
internal static class PortalApi
{
    private const string Policy = "api";

    public static void AddPortalApi(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<ApiOptions>().Bind(builder.Configuration.GetSection(ApiOptions.Section));
        services.AddAuthentication().AddScheme<AuthenticationSchemeOptions, ApiKeyAuthentication>(ApiKeyAuthentication.SchemeName, null);
        services.AddAuthorizationBuilder().AddPolicy(Policy, policy => policy.AddAuthenticationSchemes(ApiKeyAuthentication.SchemeName).RequireAuthenticatedUser());
        services.AddExceptionHandler<ApiExceptions>();
        services.AddScoped<ApiBatchReader>();
        services.AddOpenApi("v1", ApiDocumentation.Describe);
        services.AddRateLimiter(limiter =>
        {
            limiter.AddPolicy(Policy, PartitionOf);
            limiter.OnRejected = async (rejected, _) =>
            {
                rejected.HttpContext.Response.Headers.RetryAfter = rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var wait)
                    ? Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture)
                    : "60";
                await ApiProblem.WriteAsync(rejected.HttpContext, StatusCodes.Status429TooManyRequests, "api_too_often");
            };
        });
    }

    public static void UsePortalApi(this WebApplication app)
    {
        app.UseRateLimiter();
        app.MapGroup("/api/v1").RequireAuthorization(Policy).RequireRateLimiting(Policy).MapSalesDocuments().MapPayments().MapRedemptions().MapCreditNotes();
        app.MapOpenApi("/api/v1/openapi.json").AllowAnonymous();
        app.Map("/api/{**rest}", (HttpContext context) => ApiProblem.WriteAsync(context, StatusCodes.Status404NotFound, "api_no_such_address")).AllowAnonymous().ExcludeFromDescription();
    }

    private static RateLimitPartition<string> PartitionOf(HttpContext context)
    {
        var perMinute = context.RequestServices.GetRequiredService<IOptions<ApiOptions>>().Value.RequestsPerMinute;
        return RateLimitPartition.GetFixedWindowLimiter(
            context.User.FindFirstValue(ApiKeyAuthentication.KeyClaim) ?? "",
            _ => new FixedWindowRateLimiterOptions { PermitLimit = perMinute, Window = TimeSpan.FromMinutes(1) });
    }
}
