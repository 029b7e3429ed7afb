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
            Description = "Sales and returns (CSV or XLSX) with the columns of an import: document_number, document_kind (sale or return; a return's figures are positive), customer_number, document_date, line_number, product_number, quantity, unit_price, net_amount. Where rules ask for it also: gross_amount (otherwise price x quantity, or net_amount + discount_amount), discount_amount, cost_amount, delivery_date, paid_on (all of the document, or with paid_amount a part), document_total (to pay; otherwise the sum of the lines), not_for_rebate (yes or no), channel, region, salesperson_number, currency, unit. May be given several times.",
            Required = true,
            HelpName = "S.csv",
        };
        var customers = new Option<string?>("--customers")
        {
            Description = "Customers: customer_number, name, group, level, region, parent_number, agent_number, owner_number (the salesperson). Without it, those that the sales name.",
            HelpName = "C.csv",
        };
        var products = new Option<string?>("--products")
        {
            Description = "Products: product_number, name, category, parent_category, brand, unit, units (as case=24; pallet=960: how many of its own unit), attributes (as colour=red; size=L). Without it, those that the sales name.",
            HelpName = "D.csv",
        };
        var payments = new Option<string?>("--payments")
        {
            Description = "Payments of the sales documents: document_number, payment_date, amount. Instead of paid_on in the sales.",
            HelpName = "Y.csv",
        };
        var figures = new Option<string?>("--figures")
        {
            Description = "Targets, base figures and advances, in the lists that programmes name: list, customer_number, from_date, to_date, value. Without days a figure holds on any day.",
            HelpName = "F.csv",
        };
        var rates = new Option<string?>("--rates")
        {
            Description = "Rates of exchange: currency, rate_date, rate (what one unit is worth in CNY), to_date (for a rate that holds for several days). Needed where sales are in another currency than a programme.",
            HelpName = "R.csv",
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
            program, sales, customers, products, payments, figures, rates, asOf, settled,
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
                    Payments = parsed.GetValue(payments),
                    Figures = parsed.GetValue(figures),
                    Rates = parsed.GetValue(rates),
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
