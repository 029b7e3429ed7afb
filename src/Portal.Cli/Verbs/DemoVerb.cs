using System.CommandLine;
using Portal.Infrastructure.Demo;

namespace Portal.Cli.Verbs;

/// <summary><c>portal demo</c></summary>
internal static class DemoVerb
{
    public static Command Create()
    {
        var list = new Option<bool>("--log-ins") { Description = "Only print the demo's log-ins." };
        var command = new Command("demo", "Fills an empty database with the demo. Safe to repeat.") { list };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using var host = PortalHost.Create();
            if (parsed.GetValue(list))
            {
                await PrintAsync(await host.Get<DemoLogIns>().ListAsync(cancellationToken));
                return ExitStatus.Done;
            }

            var outcome = await host.Get<DemoBuilder>().RunAsync(Console.Out.WriteLineAsync, cancellationToken);
            if (!outcome.IsDone)
            {
                return await PortalHost.RefuseAsync(outcome);
            }

            await Console.Out.WriteLineAsync(outcome.Value ? "The demo is ready." : "The demo is there already.");
            return ExitStatus.Done;
        });
        return command;
    }

    private static async Task PrintAsync(IReadOnlyList<DemoLogIn> logIns)
    {
        await Console.Out.WriteLineAsync($"Demo log-ins, all with the password {DemoLogIns.Password}:");
        foreach (var logIn in logIns)
        {
            await Console.Out.WriteLineAsync($"  {logIn.UserName,-12} {logIn.Role,-22} {logIn.DisplayName}");
        }
    }
}
