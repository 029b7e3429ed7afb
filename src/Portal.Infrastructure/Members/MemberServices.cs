using Microsoft.Extensions.DependencyInjection;

namespace Portal.Infrastructure.Members;

internal static class MemberServices
{
    public static IServiceCollection AddMembers(this IServiceCollection services)
    {
        services.AddScoped<MemberQueries>();
        services.AddScoped<MemberTimeLine>();
        services.AddScoped<RegisterAtCounter>();
        return services;
    }
}
