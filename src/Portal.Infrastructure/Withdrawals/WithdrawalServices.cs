using Microsoft.Extensions.DependencyInjection;

namespace Portal.Infrastructure.Withdrawals;

internal static class WithdrawalServices
{
    public static IServiceCollection AddWithdrawals(this IServiceCollection services)
    {
        services.AddScoped<MyRequestWithdrawal>();
        services.AddScoped<MyWithdrawalQueries>();
        services.AddScoped<ApproveWithdrawal>();
        services.AddScoped<RejectWithdrawal>();
        services.AddScoped<MarkWithdrawalPaid>();
        services.AddScoped<WithdrawalQueries>();
        return services;
    }
}
