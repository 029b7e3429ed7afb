using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Portal.Infrastructure;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Settlements;

namespace Portal.Bench.Crash;

/// <summary>What a node does of settlements, in a process of its own that may be killed: works on the run there is until it has ended.</summary>
internal static class CrashWorker
{
    public const string Verb = "settlement-worker";

    /// <summary>Works with the settings in the environment.</summary>
    public static async Task<int> RunAsync()
    {
        var configuration = new ConfigurationBuilder().AddEnvironmentVariables().Build();
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(configuration);
        services.AddPortalInfrastructure(configuration);
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Error).AddSimpleConsole());
        await using var provider = services.BuildServiceProvider();
        var pause = TimeSpan.FromSeconds(provider.GetRequiredService<IOptions<SettlementOptions>>().Value.PollSeconds);
        while (await IsActiveAsync(provider))
        {
            await using (var scope = provider.CreateAsyncScope())
            {
                scope.ServiceProvider.GetRequiredService<CurrentUser>().BecomeSystem();
                await scope.ServiceProvider.GetRequiredService<FinishSettlements>().RunAsync(CancellationToken.None);
            }

            if (await IsActiveAsync(provider))
            {
                await Task.Delay(pause);
            }
        }

        return 0;
    }

    private static async Task<bool> IsActiveAsync(IServiceProvider services)
    {
        await using var context = await services.GetRequiredService<IDbContextFactory<PortalDbContext>>().CreateDbContextAsync();
        return await context.SettlementRuns.AnyAsync(run => run.ActiveMark != null);
    }
}
