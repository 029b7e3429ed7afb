using Microsoft.Extensions.DependencyInjection;

namespace Portal.Infrastructure.Live;

/// <summary>Registers live updates.</summary>
public static class LiveServices
{
    /// <summary>Registers <see cref="LiveUpdates"/>.</summary>
    public static IServiceCollection AddLiveUpdates(this IServiceCollection services) => services.AddSingleton<LiveUpdates>();

    /// <summary>Registers what notices the changes of other processes; for hosts that serve screens.</summary>
    public static IServiceCollection AddLiveUpdatePolling(this IServiceCollection services) =>
        services.AddHostedService<LiveUpdatePoller>().AddHostedService<LiveUpdateListener>();
}
