using Microsoft.Extensions.DependencyInjection;

namespace Portal.Infrastructure.Ledger;

internal static class LedgerServices
{
    public static IServiceCollection AddLedger(this IServiceCollection services)
    {
        services.AddScoped<PostTransfers>();
        services.AddScoped<PostTransfer>();
        services.AddScoped<ReverseTransfer>();
        services.AddScoped<SetOffRebate>();
        services.AddScoped<VerifyLedger>();
        services.AddScoped<LedgerQueries>();
        services.AddScoped<MyBalanceQueries>();
        return services;
    }
}
