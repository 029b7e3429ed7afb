using Microsoft.Extensions.DependencyInjection;

namespace Portal.Infrastructure.MyRebates;

/// <summary>Registers what customers see of their rebates.</summary>
public static class MyRebatesServices
{
    /// <summary>Registers the queries.</summary>
    public static IServiceCollection AddMyRebates(this IServiceCollection services) => services
        .AddScoped<MyPrograms>()
        .AddScoped<MyStatements>();
}
