using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Portal.Infrastructure.Accruals;

/// <summary>Registers accruals.</summary>
public static class AccrualServices
{
    /// <summary>Registers use-cases and queries.</summary>
    public static IServiceCollection AddAccruals(this IServiceCollection services, IConfiguration configuration) => services
        .Configure<GeneralLedgerOptions>(configuration.GetSection(GeneralLedgerOptions.Section))
        .AddSingleton<KeepAccruals>()
        .AddScoped<RefreshAccruals>()
        .AddScoped<ForecastAccruals>()
        .AddScoped<ComputeProvisions>()
        .AddScoped<AccrualQueries>();
}
