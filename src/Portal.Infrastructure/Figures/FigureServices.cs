using Microsoft.Extensions.DependencyInjection;

namespace Portal.Infrastructure.Figures;

internal static class FigureServices
{
    public static IServiceCollection AddFigures(this IServiceCollection services) =>
        services.AddScoped<FigureQueries>().AddScoped<SaveFigure>().AddScoped<RemoveFigure>();
}
