using Microsoft.Extensions.DependencyInjection;

namespace Portal.Infrastructure.Discounts;

internal static class DiscountServices
{
    public static IServiceCollection AddDiscounts(this IServiceCollection services) => services.AddScoped<DiscountQueries>().AddScoped<SaveLevelDiscount>().AddScoped<MyLevelDiscount>();
}
