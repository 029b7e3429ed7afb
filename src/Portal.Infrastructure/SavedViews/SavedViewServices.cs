using Microsoft.Extensions.DependencyInjection;

namespace Portal.Infrastructure.SavedViews;

internal static class SavedViewServices
{
    public static IServiceCollection AddSavedViews(this IServiceCollection services)
    {
        services.AddScoped<MySavedViews>();
        services.AddScoped<MySaveView>();
        services.AddScoped<MyDeleteView>();
        return services;
    }
}
