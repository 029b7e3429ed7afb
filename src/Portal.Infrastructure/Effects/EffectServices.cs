using Microsoft.Extensions.DependencyInjection;

namespace Portal.Infrastructure.Effects;

internal static class EffectServices
{
    public static IServiceCollection AddEffects(this IServiceCollection services) => services
        .AddScoped<EvaluateEffect>()
        .AddScoped<ProgramProblemQueries>();
}
