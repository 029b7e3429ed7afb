using System.CommandLine;
using System.Globalization;
using Portal.Infrastructure.SalesPacks;
using Portal.Infrastructure.SalesSummaries;

namespace Portal.Cli.Verbs;

/// <summary><c>portal rebuild-summaries</c></summary>
internal static class RebuildSummariesVerb
{
    public static Command Create()
    {
        var check = new Option<bool>("--check") { Description = "Only compare and report. Status 1 if anything differs." };
        var command = new Command("rebuild-summaries", "Compares the monthly sums that dashboards read, and the packed lines that settlements read, with the sales documents and makes them right. May run while the portal is used.") { check };
        command.SetAction(async (result, cancellationToken) =>
        {
            await using var host = PortalHost.Create();
            if (result.GetValue(check))
            {
                return await CheckAsync(host.Get<VerifySalesSummaries>(), host.Get<VerifySalesPacks>(), cancellationToken);
            }

            var rebuilt = await host.Get<RebuildSalesSummaries>().RunAsync(cancellationToken);
            if (!rebuilt.IsDone)
            {
                return await PortalHost.RefuseAsync(rebuilt);
            }

            var packs = await host.Get<RebuildSalesPacks>().RunAsync(cancellationToken);
            if (!packs.IsDone)
            {
                return await PortalHost.RefuseAsync(packs);
            }

            var merged = await host.Get<MergeSalesSummaries>().RunAsync(cancellationToken);
            await Console.Out.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture, $"Corrected {rebuilt.Value} months of customers and the packed lines of {packs.Value} customers; merged {merged} parts."));
            return ExitStatus.Done;
        });
        return command;
    }

    private static async Task<int> CheckAsync(VerifySalesSummaries verify, VerifySalesPacks packs, CancellationToken cancellationToken)
    {
        var differences = await verify.RunAsync(cancellationToken);
        foreach (var row in differences)
        {
            await Console.Out.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture,
                $"customer {row.CustomerId}, {row.Year}-{row.Month:00}, {row.Currency}: {row.MissingCount} documents and {row.MissingMinor} minor units are missing"));
        }

        var customers = await packs.RunAsync(cancellationToken);
        foreach (var customerId in customers)
        {
            await Console.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"customer {customerId}: the packed lines differ from the sales lines"));
        }

        var count = differences.Count + customers.Count;
        await Console.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{count} differences."));
        return count == 0 ? ExitStatus.Done : ExitStatus.Refused;
    }
}
