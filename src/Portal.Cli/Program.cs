using System.CommandLine;
using System.Text;
using Portal.Cli;
using Portal.Cli.Verbs;

Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);

var root = new RootCommand("RebatePortal for operators. Exit status: 0 done, 1 refused, 2 wrong usage.")
{
    MigrateVerb.Create(),
    DemoVerb.Create(),
    ImportVerb.Create(),
    SettleVerb.Create(),
    UserVerb.Create(),
    VerifyLedgerVerb.Create(),
    RebuildSummariesVerb.Create(),
    SimulateVerb.Create(),
    TryPointsVerb.Create(),
    SendMessagesVerb.Create(),
    SchemaVerb.Create(),
};

var parsed = root.Parse(args);
if (parsed.Errors.Count > 0)
{
    foreach (var error in parsed.Errors)
    {
        await Console.Error.WriteLineAsync(error.Message);
    }

    await Console.Error.WriteLineAsync("See: portal " + string.Join(' ', args.TakeWhile(argument => !argument.StartsWith('-'))) + " --help");
    return ExitStatus.Usage;
}

return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
