using Microsoft.Extensions.DependencyInjection;

namespace Portal.Infrastructure.Payouts;

internal static class PayoutServices
{
    public static IServiceCollection AddPayouts(this IServiceCollection services)
    {
        services.AddSingleton<BankAccountNumbers>();
        services.AddScoped<CreatePayout>();
        services.AddScoped<PayToBalance>();
        services.AddScoped<ExportBankFile>();
        services.AddScoped<ConfirmPayments>();
        services.AddScoped<ImportBankResults>();
        services.AddScoped<PayoutQueries>();
        services.AddScoped<MyAddBankAccount>();
        services.AddScoped<MyRetireBankAccount>();
        services.AddScoped<MyBankAccountQueries>();
        return services;
    }
}
