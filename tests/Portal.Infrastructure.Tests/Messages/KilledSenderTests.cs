using System.Diagnostics;
using System.Globalization;
using Portal.Domain.Messages;
using Portal.Infrastructure.Data;
using DatabaseList = Portal.Infrastructure.Tests.Databases.Databases;

namespace Portal.Infrastructure.Tests.Messages;

/// <summary>A real process that is killed when the mail server has a message and has not yet said so.</summary>
public sealed class KilledSenderTests
{
    private const int Messages = 6;

    [SkippableTheory]
    [MemberData(nameof(DatabaseList.All), MemberType = typeof(DatabaseList))]
    public async Task Every_message_is_sent_at_least_once_and_marked_once(DatabaseProvider provider)
    {
        await using var world = await MessageWorld.CreateAsync(provider);
        for (var number = 0; number < Messages; number++)
        {
            await world.EnqueueAsync(world.Welcome($"w-{number}"));
        }

        var came = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var gone = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        world.Server.BeforeAnswer = _ =>
        {
            if (world.Server.Taken.Count < 3)
            {
                return Task.CompletedTask;
            }

            came.TrySetResult();
            return gone.Task;
        };
        using (var first = Start(world))
        {
            await came.Task;
            first.Kill(entireProcessTree: true);
            await first.WaitForExitAsync();
        }

        gone.SetResult();
        var halfway = await world.RowsAsync();
        Assert.Contains(halfway, row => row.State == MessageState.Waiting && row.LeasedBy is not null);

        using var second = Start(world);
        var output = await second.StandardOutput.ReadToEndAsync() + await second.StandardError.ReadToEndAsync();
        await second.WaitForExitAsync();
        Assert.True(second.ExitCode == 0, output);

        var rows = await world.RowsAsync();
        Assert.Equal(Messages, rows.Count);
        Assert.All(rows, row => Assert.Equal((MessageState.Sent, null), (row.State, row.LeasedBy)));
        var sent = world.Server.Taken.GroupBy(message => SmtpListener.HeaderOf(message, "Message-ID")).ToList();
        Assert.Equal(Messages, sent.Count);
        Assert.True(world.Server.Taken.Count > Messages, "One that was cut off is sent again, under the same number.");
    }

    private static Process Start(MessageWorld world)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "portal.dll"), "send-messages"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = world.Portal.Folder,
        };
        start.Environment["Database__Provider"] = world.Portal.Provider.ToString();
        start.Environment["Database__ConnectionString"] = world.Portal.ConnectionString;
        start.Environment["Messages__From"] = "portal@example.com";
        start.Environment["Messages__Parallel"] = "1";
        start.Environment["Messages__Smtp__Host"] = "127.0.0.1";
        start.Environment["Messages__Smtp__Port"] = world.Server.Port.ToString(CultureInfo.InvariantCulture);
        start.Environment["Messages__Smtp__Security"] = "None";
        return Process.Start(start)!;
    }
}
