using System.CommandLine;
using System.Globalization;
using Portal.Infrastructure.Programs.Simulation;

namespace Portal.Cli.Verbs;

/// <summary><c>portal simulate</c></summary>
internal static class SimulateVerb
{
    public static Command Create()
    {
        var program = new Option<string[]>("--program")
        {
            Description = "A programme document (JSON; see: portal schema program). May be given several times.",
            Required = true,
            HelpName = "P.json",
        };
        var sales = new Option<string[]>("--sales")
        {
            Description = "Sales and returns (CSV or XLSX) with the columns of an import: document_number, document_kind (sale or return; a return's figures are positive), customer_number, document_date, line_number, product_number, quantity, unit_price, net_amount. May be given several times.",
            Required = true,
            HelpName = "S.csv",
        };
        var customers = new Option<string?>("--customers")
        {
            Description = "Customers: customer_number, name, group, level, region, parent_number. Without it, those that the sales name.",
            HelpName = "C.csv",
        };
        var products = new Option<string?>("--products")
        {
            Description = "Products: product_number, name, category, parent_category, brand. Without it, those that the sales name.",
            HelpName = "D.csv",
        };
        var asOf = new Option<DateOnly>("--as-of")
        {
            Description = "The day, as 2026-12-31: periods that end on or before it are settled.",
            Required = true,
            HelpName = "DATE",
            CustomParser = result =>
            {
                var text = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
                if (!DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
                {
                    result.AddError($"--as-of must be a day written as 2026-12-31, not “{text}”.");
                }

                return day;
            },
        };
        var settled = new Option<string?>("--settled")
        {
            Description = "What was settled before (JSON, as this command prints it): it is taken off, and only differences are printed.",
            HelpName = "PRIOR.json",
        };
        var command = new Command("simulate", "Settles programmes over files, without any database, and prints the settlement lines as a JSON array. Nothing is written.")
        {
            program, sales, customers, products, asOf, settled,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var outcome = SimulateFiles.Run(
                new SimulateFilesInput
                {
                    Programs = parsed.GetRequiredValue(program),
                    Sales = parsed.GetRequiredValue(sales),
                    Customers = parsed.GetValue(customers),
                    Products = parsed.GetValue(products),
                    AsOf = parsed.GetRequiredValue(asOf),
                    Settled = parsed.GetValue(settled),
                },
                cancellationToken);
            if (!outcome.IsDone)
            {
                return await PortalHost.RefuseAsync(outcome);
            }

            await Console.Out.WriteLineAsync(outcome.Value.Count == 0 ? "[]" : "[\n  " + string.Join(",\n  ", outcome.Value.Select(line => line.ToJson())) + "\n]");
            return ExitStatus.Done;
        });
        return command;
    }
}
