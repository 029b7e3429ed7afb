using Microsoft.Extensions.DependencyInjection;

namespace Portal.Infrastructure.Demo;

internal static class DemoServices
{
    public static IServiceCollection AddDemo(this IServiceCollection services)
    {
        services.AddScoped<DemoLogIns>();
        services.AddScoped<DemoBuilder>();
        return services;
    }
}
