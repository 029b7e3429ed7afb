using Microsoft.Extensions.DependencyInjection;

namespace Portal.Infrastructure.Customers;

internal static class CustomerServices
{
    public static IServiceCollection AddCustomers(this IServiceCollection services)
    {
        services.AddScoped<CustomerQueries>();
        services.AddScoped<SaveCustomer>();
        services.AddScoped<CloseCustomer>();
        services.AddScoped<SaveClassification>();
        return services;
    }
}
