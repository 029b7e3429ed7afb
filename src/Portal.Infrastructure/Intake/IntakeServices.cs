using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Data;

namespace Portal.Infrastructure.Intake;

internal static class IntakeServices
{
    public static IServiceCollection AddIntake(this IServiceCollection services)
    {
        services.AddSingleton<IntakeQueue>();
        services.AddScoped(provider => new RecordSalesDocument(
            provider.GetRequiredService<IntakeQueue>(),
            provider.GetRequiredService<IDbContextFactory<PortalDbContext>>(),
            provider.GetRequiredService<CurrentUser>()));
        services.AddSingleton<PaymentQueue>();
        services.AddScoped(provider => new RecordPayment(provider.GetRequiredService<PaymentQueue>(), provider.GetRequiredService<CurrentUser>()));
        return services;
    }
}
