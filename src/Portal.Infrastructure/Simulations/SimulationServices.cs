using Microsoft.Extensions.DependencyInjection;

namespace Portal.Infrastructure.Simulations;

internal static class SimulationServices
{
    public static IServiceCollection AddSimulations(this IServiceCollection services) => services
        .AddScoped<CompareSimulations>()
        .AddScoped<PreviewAmendment>();
}
