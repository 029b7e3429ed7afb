using System.CommandLine;
using System.Globalization;
using Portal.Domain.Settlements;
using Portal.Domain.Shared;
using Portal.Infrastructure.Settlements;

namespace Portal.Cli.Verbs;

/// <summary><c>portal settle</c></summary>
internal static class SettleVerb
{
    public static Command Create()
    {
        var asOf = new Option<DateOnly?>("--as-of") { Description = "Settle periods that ended on this day (2026-01-31) or earlier; yesterday if left out." };
        asOf.CustomParser = result =>
        {
            if (DateOnly.TryParseExact(result.Tokens[0].Value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
            {
                return day;
            }

            result.AddError("--as-of wants a day such as 2026-01-31.");
            return null;
        };
        var full = new Option<bool>("--full") { Description = "Settle everyone, not only customers for whom something changed since the last run; the result is the same." };
        var programs = new Option<string[]>("--program") { Description = "The code of a programme; may be repeated; all if left out.", AllowMultipleArgumentsPerToken = true };
        var command = new Command("settle", "Computes what is due and leaves it for approval. An interrupted run is finished first. Running again writes nothing new.")
        {
            asOf, full, programs,
        };
        command.SetAction((parsed, cancellationToken) => RunAsync(parsed.GetValue(asOf), parsed.GetValue(full), parsed.GetValue(programs) ?? [], cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(DateOnly? asOf, bool isFull, string[] programs, CancellationToken cancellationToken)
    {
        LowPriority.Take();
        await using var host = PortalHost.Create();
        await host.Get<FinishSettlements>().RunAsync(cancellationToken);
        var key = "cli:" + Guid.NewGuid().ToString("N");
        var outcome = await host.Get<RunSettlement>().RunToEndAsync(new RunSettlementInput(key, asOf, programs, isFull), cancellationToken);
        if (!outcome.IsDone)
        {
            return await PortalHost.RefuseAsync(outcome);
        }

        var result = outcome.Value;
        await Console.Out.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"{result.Number}: {(result.State == SettlementRunState.Completed ? "done" : "cancelled")}, {result.SalesLinesRead} sales lines read, {result.Settlements} settlements, {result.Lines} lines, due {new Money(result.DueMinor)}."));
        return ExitStatus.Done;
    }
}
