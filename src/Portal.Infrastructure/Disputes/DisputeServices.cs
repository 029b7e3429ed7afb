using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Portal.Infrastructure.Disputes;

internal static class DisputeServices
{
    public static IServiceCollection AddDisputes(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<DisputeOptions>().Bind(configuration.GetSection(DisputeOptions.Section));
        services.AddSingleton<DisputeFiles>();
        services.AddScoped<DisputeSteps>();
        services.AddScoped<MyOpenDispute>();
        services.AddScoped<MyReplyToDispute>();
        services.AddScoped<MyWithdrawDispute>();
        services.AddScoped<MyDisputes>();
        services.AddScoped<AnswerDispute>();
        services.AddScoped<RefuseDispute>();
        services.AddScoped<AdjustDispute>();
        services.AddScoped<DisputedAdjustments>();
        services.AddScoped<DisputeQueries>();
        return services;
    }
}
