using Microsoft.Extensions.DependencyInjection;

namespace Portal.Infrastructure.Sales;

internal static class SalesServices
{
    public static IServiceCollection AddSales(this IServiceCollection services) => services.AddScoped<SalesQueries>().AddScoped<SalesPaymentQueries>();
}
