using Microsoft.Extensions.DependencyInjection;

namespace Portal.Infrastructure.ExchangeRates;

internal static class ExchangeRateServices
{
    public static IServiceCollection AddExchangeRates(this IServiceCollection services) =>
        services.AddScoped<ExchangeRateQueries>().AddScoped<SaveExchangeRate>().AddScoped<RemoveExchangeRate>();
}
