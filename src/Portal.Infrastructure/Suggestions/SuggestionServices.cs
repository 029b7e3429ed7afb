using Microsoft.Extensions.DependencyInjection;

namespace Portal.Infrastructure.Suggestions;

internal static class SuggestionServices
{
    public static IServiceCollection AddSuggestions(this IServiceCollection services) => services
        .AddScoped<SuggestPrograms>()
        .AddScoped<SuggestTiers>();
}
