using System.CommandLine;
using System.Globalization;
using Portal.Infrastructure.Messages;

namespace Portal.Cli.Verbs;

/// <summary><c>portal send-messages</c></summary>
internal static class SendMessagesVerb
{
    public static Command Create()
    {
        var command = new Command("send-messages", "Sends what waits in the outbox and ends. The apps do so by themselves; this is for a server without them.");
        command.SetAction(async (_, cancellationToken) =>
        {
            await using var host = PortalHost.Create();
            var send = host.Get<SendMessages>();
            if (!send.IsConfigured)
            {
                await Console.Error.WriteLineAsync("No mail server is set up: Messages__Smtp__Host, Messages__From.");
                return ExitStatus.Refused;
            }

            var sent = await send.RunAsync(cancellationToken);
            await Console.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"Sent {sent} messages."));
            return ExitStatus.Done;
        });
        return command;
    }
}
