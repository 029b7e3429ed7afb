using Microsoft.Extensions.DependencyInjection;

namespace Portal.Infrastructure.Products;

internal static class ProductServices
{
    public static IServiceCollection AddProducts(this IServiceCollection services)
    {
        services.AddScoped<ProductQueries>();
        services.AddScoped<SaveProduct>();
        services.AddScoped<SaveProductClassification>();
        return services;
    }
}
