using Microsoft.Extensions.DependencyInjection;

namespace Portal.Infrastructure.SalesSummaries;

/// <summary>Registers the monthly sums of sales.</summary>
public static class SalesSummaryServices
{
    /// <summary>Registers what checks, merges and rebuilds them.</summary>
    public static IServiceCollection AddSalesSummaries(this IServiceCollection services) =>
        services.AddScoped<VerifySalesSummaries>().AddScoped<MergeSalesSummaries>().AddScoped<RebuildSalesSummaries>();
}
