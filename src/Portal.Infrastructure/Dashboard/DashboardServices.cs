using Microsoft.Extensions.DependencyInjection;

namespace Portal.Infrastructure.Dashboard;

/// <summary>Registers the dashboard.</summary>
public static class DashboardServices
{
    /// <summary>Registers the dashboard's queries.</summary>
    public static IServiceCollection AddDashboard(this IServiceCollection services) => services
        .AddScoped<DashboardQueries>()
        .AddScoped<WorkQueries>();
}
