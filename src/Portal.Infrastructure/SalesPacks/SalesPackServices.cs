using Microsoft.Extensions.DependencyInjection;

namespace Portal.Infrastructure.SalesPacks;

/// <summary>Registers the packs of sales lines.</summary>
public static class SalesPackServices
{
    /// <summary>Registers what makes, checks and rebuilds them.</summary>
    public static IServiceCollection AddSalesPacks(this IServiceCollection services) =>
        services.AddSingleton<PackSales>().AddScoped<VerifySalesPacks>().AddScoped<RebuildSalesPacks>();
}
