using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Portal.Infrastructure.Settlements;

/// <summary>Registers settlements.</summary>
public static class SettlementServices
{
    /// <summary>Registers use-cases and queries.</summary>
    public static IServiceCollection AddSettlements(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<SettlementOptions>().Bind(configuration.GetSection(SettlementOptions.Section));
        services.AddSingleton<SettlementSignal>();
        return services
            .AddScoped<RunSettlement>()
            .AddScoped<RunPlanning>()
            .AddScoped<RunPartitions>()
            .AddScoped<PartitionClaims>()
            .AddScoped<RunEnding>()
            .AddScoped<ExecuteSettlementRun>()
            .AddScoped<CancelSettlementRun>()
            .AddScoped<ApproveSettlement>()
            .AddScoped<PostSettlement>()
            .AddScoped<SendBackSettlement>()
            .AddScoped<ReverseSettlement>()
            .AddScoped<FinishSettlements>()
            .AddScoped<LineExplanations>()
            .AddScoped<SettlementQueries>();
    }
}
