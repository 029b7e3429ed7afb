using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Portal.Domain.Settlements;
using Portal.Infrastructure.Data;
using DatabaseList = Portal.Infrastructure.Tests.Databases.Databases;

namespace Portal.Infrastructure.Tests.Settlements;

/// <summary>A real process that is killed in the middle of a run.</summary>
public sealed class KilledSettlementTests
{
    [SkippableTheory]
    [MemberData(nameof(DatabaseList.All), MemberType = typeof(DatabaseList))]
    public async Task A_killed_run_ends_as_if_nothing_had_happened(DatabaseProvider provider)
    {
        var (expected, _) = await RunAsync(provider, kill: false);
        var (killed, doneBefore) = await RunAsync(provider, kill: true);
        Assert.Equal(expected, killed);
        Assert.True(doneBefore > 0, "The process was to be killed after its first partition.");
    }

    private static async Task<(string Lines, int DoneBeforeKill)> RunAsync(DatabaseProvider provider, bool kill)
    {
        await using var world = await SettlementWorld.CreateAsync(provider, customers: 60);
        await world.ApproveAsync(SettlementWorld.Monthly());
        for (var number = 0; number < 180; number++)
        {
            await world.SellAsync(world.Customers[number % 60], new DateOnly(2026, 1, 1).AddDays(number % 58), (world.Products[number % 4], 1, 700 + number));
        }

        var done = 0;
        if (kill)
        {
            using var first = Start(world);
            while (!first.HasExited && done < 2)
            {
                await using var context = world.Portal.NewContext();
                done = await context.SettlementPartitions.CountAsync(partition => partition.DoneAtUtc != null);
            }

            first.Kill(entireProcessTree: true);
            await first.WaitForExitAsync();
        }

        using var process = Start(world);
        var output = await process.StandardOutput.ReadToEndAsync();
        var errors = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, output + errors);
        await using var after = world.Portal.NewContext();
        Assert.All(await after.SettlementRuns.ToListAsync(), run => Assert.Equal(SettlementRunState.Completed, run.State));
        return (await world.PrintAsync(), done);
    }

    private static Process Start(SettlementWorld world)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "portal.dll"), "settle", "--as-of", "2026-03-15"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = world.Portal.Folder,
        };
        start.Environment["Database__Provider"] = world.Portal.Provider.ToString();
        start.Environment["Database__ConnectionString"] = world.Portal.ConnectionString;
        start.Environment["Settlements__SalesLinesPerPartition"] = "1";
        return Process.Start(start)!;
    }
}
