using Microsoft.Extensions.DependencyInjection;

namespace Portal.Infrastructure.CreditNotes;

internal static class CreditNoteServices
{
    public static IServiceCollection AddCreditNotes(this IServiceCollection services)
    {
        services.AddScoped<UseCreditNote>();
        services.AddScoped<CancelCreditNote>();
        services.AddScoped<CreditNoteQueries>();
        services.AddScoped<MyCreditNotes>();
        return services;
    }
}
