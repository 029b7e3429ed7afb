using System.CommandLine;
using System.Globalization;
using Portal.Domain.Imports;
using Portal.Domain.Shared;
using Portal.Infrastructure.Imports;
using Portal.Infrastructure.Shared;

namespace Portal.Cli.Verbs;

/// <summary><c>portal import KIND FILE</c></summary>
internal static class ImportVerb
{
    private const int ProblemsShown = 20;

    public static Command Create()
    {
        var kind = new Argument<string>("KIND") { Description = "customers, products or sales." };
        kind.AcceptOnlyFromAmong("customers", "products", "sales");
        var file = new Argument<FileInfo>("FILE") { Description = "CSV or XLSX." };
        file.AcceptExistingOnly();
        var skip = new Option<bool>("--skip-bad") { Description = "Leave out bad rows (of sales: whole documents) instead of refusing the file." };
        var create = new Option<bool>("--create-missing") { Description = "Add groups, levels, regions, categories and brands that are not known." };
        var map = new Option<string[]>("--map") { Description = "FIELD=COLUMN where the column has another name; may be repeated." };
        var source = new Option<string?>("--source") { Description = "Of sales without such a column: the system that issued the documents." };
        var errors = new Option<FileInfo?>("--errors") { Description = "Write the bad rows with what is wrong to this file (.csv or .xlsx)." };
        var check = new Option<bool>("--check") { Description = "Only check the file; write nothing." };
        var progress = new Option<bool>("--progress") { Description = "Say how many rows were dealt with, as it goes." };
        var command = new Command("import", "Imports a file. The same file again changes nothing.") { kind, file, skip, create, map, source, errors, check, progress };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var columns = new Dictionary<string, string>();
            foreach (var pair in parsed.GetValue(map) ?? [])
            {
                var cut = pair.IndexOf('=', StringComparison.Ordinal);
                if (cut <= 0)
                {
                    await Console.Error.WriteLineAsync($"--map takes FIELD=COLUMN, not '{pair}'.");
                    return ExitStatus.Usage;
                }

                columns[pair[..cut]] = pair[(cut + 1)..];
            }

            var settings = new ImportSettings { Columns = columns, CreateMissing = parsed.GetValue(create) };
            if (parsed.GetValue(source) is { } name)
            {
                settings = settings with { Source = name };
            }

            await using var host = PortalHost.Create();
            if (parsed.GetValue(progress))
            {
                host.Get<ImportSignal>().Progressed += now => Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{now.Rows} rows"));
            }

            var importKind = Enum.Parse<ImportKind>(parsed.GetRequiredValue(kind), ignoreCase: true);
            var mode = parsed.GetValue(skip) ? ImportMode.SkipBad : ImportMode.AllOrNothing;
            return await RunAsync(host, importKind, parsed.GetRequiredValue(file), settings, mode, parsed.GetValue(check), parsed.GetValue(errors), cancellationToken);
        });
        return command;
    }

    private static async Task<int> RunAsync(
        PortalHost host, ImportKind kind, FileInfo file, ImportSettings settings, ImportMode mode, bool onlyCheck, FileInfo? errors, CancellationToken cancellationToken)
    {
        await using var content = file.OpenRead();
        var uploaded = await host.Get<UploadImportFile>().RunAsync(kind, file.Name, content, cancellationToken);
        if (!uploaded.IsDone)
        {
            return await PortalHost.RefuseAsync(uploaded);
        }

        var runId = uploaded.Value.RunId;
        if (onlyCheck)
        {
            var checkedFile = await host.Get<CheckImport>().RunAsync(runId, settings, null, cancellationToken);
            await host.Get<CancelImport>().RunAsync(runId, cancellationToken);
            return checkedFile.IsDone ? await ReportAsync(checkedFile.Value) : await PortalHost.RefuseAsync(checkedFile);
        }

        var started = await host.Get<StartImport>().RunAsync(runId, settings, mode, cancellationToken);
        if (!started.IsDone)
        {
            await host.Get<CancelImport>().RunAsync(runId, CancellationToken.None);
            return await PortalHost.RefuseAsync(started);
        }

        var outcome = await host.Get<RunImport>().RunAsync(runId, cancellationToken);
        if (!outcome.IsDone)
        {
            return await PortalHost.RefuseAsync(outcome);
        }

        return await ReportAsync(host, outcome.Value, errors, cancellationToken);
    }

    private static async Task<int> ReportAsync(ImportCheck check)
    {
        foreach (var problem in check.Problems.Take(ProblemsShown))
        {
            await Console.Error.WriteLineAsync(Line(problem.Line, problem.Column, problem.Refusal));
        }

        await Console.Out.WriteLineAsync(
            $"{check.Progress.Rows} rows: {check.Progress.Imported} records to import, {check.Progress.Duplicates} there already, {check.Progress.BadRows} bad rows.");
        return check.Progress.BadRows == 0 ? ExitStatus.Done : ExitStatus.Refused;
    }

    private static async Task<int> ReportAsync(PortalHost host, ImportResult result, FileInfo? errors, CancellationToken cancellationToken)
    {
        if (result.Failure is { } failure)
        {
            await Console.Error.WriteLineAsync(RefusalTexts.Describe(failure));
        }

        var problems = await host.Get<ImportQueries>().ProblemsAsync(result.RunId, new GridQuery { Take = ProblemsShown }, cancellationToken);
        foreach (var problem in problems.Rows)
        {
            await Console.Error.WriteLineAsync(Line(problem.Line, problem.Column, problem.Refusal));
        }

        if (problems.Total > ProblemsShown)
        {
            await Console.Error.WriteLineAsync($"… and {problems.Total - ProblemsShown} more.");
        }

        if (errors is not null && result.BadRows > 0)
        {
            await using var target = errors.Create();
            var isXlsx = errors.Extension.Equals(".xlsx", StringComparison.OrdinalIgnoreCase);
            await host.Get<DownloadImportErrors>().RunAsync(result.RunId, isXlsx, "problem", RefusalTexts.Describe, target, cancellationToken);
        }

        var state = result.State switch
        {
            ImportState.Completed => "Imported",
            ImportState.Refused => "Refused, nothing was written",
            ImportState.Cancelled => "Cancelled",
            _ => "Failed",
        };
        await Console.Out.WriteLineAsync(
            $"{state}: {result.Rows} rows, {result.Imported} records written, {result.Duplicates} there already, {result.BadRows} bad rows.");
        return result.State == ImportState.Completed ? ExitStatus.Done : ExitStatus.Refused;
    }

    private static string Line(long line, string? column, Refusal refusal) =>
        $"line {line}" + (column is null ? "" : $", {column}") + ": " + RefusalTexts.Describe(refusal);
}
