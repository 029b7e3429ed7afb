using Microsoft.Extensions.DependencyInjection;

namespace Portal.Infrastructure.ApiKeys;

internal static class ApiKeyServices
{
    public static IServiceCollection AddApiKeys(this IServiceCollection services)
    {
        services.AddSingleton<CheckApiKey>();
        services.AddScoped<CreateApiKey>();
        services.AddScoped<RevokeApiKey>();
        services.AddScoped<ApiKeyQueries>();
        return services;
    }
}
