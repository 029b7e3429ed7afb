using Microsoft.Extensions.DependencyInjection;

namespace Portal.Infrastructure.WhatIf;

internal static class WhatIfServices
{
    public static IServiceCollection AddWhatIf(this IServiceCollection services) => services.AddScoped<MyWhatIf>();
}
