using Microsoft.Extensions.DependencyInjection;

namespace Portal.Infrastructure.Accruals;

/// <summary>Registers accruals.</summary>
public static class AccrualServices
{
    /// <summary>Registers use-cases and queries.</summary>
    public static IServiceCollection AddAccruals(this IServiceCollection services) => services
        .AddSingleton<KeepAccruals>()
        .AddScoped<RefreshAccruals>()
        .AddScoped<AccrualQueries>();
}
