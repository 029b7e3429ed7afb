using Microsoft.Extensions.DependencyInjection;

namespace Portal.Infrastructure.Payouts;

internal static class PayoutServices
{
    public static IServiceCollection AddPayouts(this IServiceCollection services)
    {
        services.AddSingleton<BankAccountNumbers>();
        services.AddScoped<CreatePayout>();
        services.AddScoped<PayDocument>();
        services.AddScoped<ExportBankFile>();
        services.AddScoped<ExportPayroll>();
        services.AddScoped<ConfirmPayments>();
        services.AddScoped<ImportBankResults>();
        services.AddScoped<PayoutQueries>();
        services.AddScoped<PayrollQueries>();
        services.AddScoped<MyAddBankAccount>();
        services.AddScoped<MyRetireBankAccount>();
        services.AddScoped<MyBankAccountQueries>();
        return services;
    }
}
