using Microsoft.Extensions.DependencyInjection;
using Portal.Infrastructure.Access;

namespace Portal.Infrastructure.Ledger;

internal static class LedgerServices
{
    public static IServiceCollection AddLedger(this IServiceCollection services)
    {
        services.AddScoped<PostTransfers>();
        services.AddSingleton<PostingQueue>();
        services.AddScoped(provider => new PostTransfer(
            provider.GetRequiredService<PostingQueue>(), provider.GetRequiredService<PostTransfers>(), provider.GetRequiredService<CurrentUser>()));
        services.AddScoped<ReverseTransfer>();
        services.AddScoped<SetOffRebate>();
        services.AddScoped<VerifyLedger>();
        services.AddScoped<LedgerQueries>();
        services.AddScoped<MyBalanceQueries>();
        return services;
    }
}
