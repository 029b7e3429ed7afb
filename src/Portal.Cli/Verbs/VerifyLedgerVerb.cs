using System.CommandLine;
using System.Globalization;
using Portal.Infrastructure.Ledger;

namespace Portal.Cli.Verbs;

/// <summary><c>portal verify-ledger</c></summary>
internal static class VerifyLedgerVerb
{
    public static Command Create()
    {
        var command = new Command("verify-ledger", "Proves the ledger from its rows and reports what does not add up. Changes nothing. Status 1 if anything was found.");
        command.SetAction(async (_, cancellationToken) =>
        {
            await using var host = PortalHost.Create();
            var check = await host.Get<VerifyLedger>().RunAsync(cancellationToken);
            await Console.Out.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture,
                $"Checked {check.TransferCount} transfers, {check.EntryCount} entries and {check.AccountCount} accounts: {check.Findings.Count} findings."));
            foreach (var finding in check.Findings)
            {
                await Console.Out.WriteLineAsync(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{finding.Kind}: account {finding.AccountId?.ToString(CultureInfo.InvariantCulture) ?? "-"}, transfer {finding.TransferId?.ToString(CultureInfo.InvariantCulture) ?? "-"}, expected {finding.ExpectedMinor}, found {finding.ActualMinor}"));
            }

            return check.IsProven ? ExitStatus.Done : ExitStatus.Refused;
        });
        return command;
    }
}
