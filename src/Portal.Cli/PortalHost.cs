using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Portal.Domain.Shared;
using Portal.Infrastructure;
using Portal.Infrastructure.Access;

namespace Portal.Cli;

/// <summary>The infrastructure with the configuration that the apps read too, and the system as the one who acts.</summary>
internal sealed class PortalHost : IAsyncDisposable
{
    private readonly ServiceProvider _services;
    private readonly AsyncServiceScope _scope;

    private PortalHost(ServiceProvider services)
    {
        _services = services;
        _scope = services.CreateAsyncScope();
        _scope.ServiceProvider.GetRequiredService<CurrentUser>().BecomeSystem();
    }

    /// <summary>All services, for those that need no person.</summary>
    public IServiceProvider Services => _services;

    /// <summary>Reads portal.json beside the working folder, then environment variables.</summary>
    public static PortalHost Create()
    {
        var configuration = new ConfigurationBuilder()
            .AddJsonFile(Path.GetFullPath("portal.json"), optional: true)
            .AddEnvironmentVariables()
            .Build();
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(configuration);
        services.AddLogging(logging => logging.AddSimpleConsole(console => console.SingleLine = true)
            .SetMinimumLevel(LogLevel.Warning)
            // Its warnings are for servers; the apps write them into their logs.
            .AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error));
        services.AddPortalInfrastructure(configuration);
        return new PortalHost(services.BuildServiceProvider());
    }

    /// <summary>A use-case, run by the system.</summary>
    public T Get<T>()
        where T : notnull => _scope.ServiceProvider.GetRequiredService<T>();

    /// <summary>Prints why something was refused, one line each.</summary>
    /// <returns><see cref="ExitStatus.Refused"/>.</returns>
    public static async Task<int> RefuseAsync(Outcome outcome)
    {
        foreach (var refusal in outcome.Refusals)
        {
            await Console.Error.WriteLineAsync(RefusalTexts.Describe(refusal));
        }

        return ExitStatus.Refused;
    }

    public async ValueTask DisposeAsync()
    {
        await _scope.DisposeAsync();
        await _services.DisposeAsync();
    }
}
