using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Portal.Infrastructure;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Points;

namespace Portal.Bench.Points;

/// <summary>The work of a day in a process of its own that may be killed.</summary>
internal static class PointsDaysWorker
{
    public const string Verb = "points-days-worker";

    /// <summary>Works with the settings in the environment.</summary>
    public static async Task<int> RunAsync()
    {
        var configuration = new ConfigurationBuilder().AddEnvironmentVariables().Build();
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(configuration);
        services.AddPortalInfrastructure(configuration);
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Error).AddSimpleConsole());
        await using var provider = services.BuildServiceProvider();
        await using var scope = provider.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentUser>().BecomeSystem();
        await scope.ServiceProvider.GetRequiredService<WorkOffPointsDays>().RunAsync(CancellationToken.None);
        return 0;
    }
}
