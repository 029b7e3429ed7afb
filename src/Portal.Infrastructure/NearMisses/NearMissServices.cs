using Microsoft.Extensions.DependencyInjection;

namespace Portal.Infrastructure.NearMisses;

internal static class NearMissServices
{
    public static IServiceCollection AddNearMisses(this IServiceCollection services) => services.AddScoped<NearMissQueries>();
}
