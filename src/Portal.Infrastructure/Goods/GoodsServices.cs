using Microsoft.Extensions.DependencyInjection;

namespace Portal.Infrastructure.Goods;

internal static class GoodsServices
{
    public static IServiceCollection AddGoods(this IServiceCollection services)
    {
        services.AddScoped<ConfirmDelivery>();
        services.AddScoped<GoodsQueries>();
        services.AddScoped<MyGoods>();
        return services;
    }
}
