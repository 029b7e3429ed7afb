using System.CommandLine;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Data;

namespace Portal.Cli.Verbs;

/// <summary><c>portal migrate</c></summary>
internal static class MigrateVerb
{
    public static Command Create()
    {
        var command = new Command("migrate", "Makes the database or brings it up to date. Safe to repeat; data is kept.");
        command.SetAction(async (_, cancellationToken) =>
        {
            await using var host = PortalHost.Create();
            await DatabaseSetup.MigrateAsync(host.Services, cancellationToken);
            await host.Get<SeedRoles>().RunAsync(cancellationToken);
            await Console.Out.WriteLineAsync("The database is up to date.");
            return ExitStatus.Done;
        });
        return command;
    }
}
