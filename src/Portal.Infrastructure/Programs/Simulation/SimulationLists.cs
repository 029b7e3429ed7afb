using Portal.Domain.Settlements;
using Portal.Domain.Shared;

namespace Portal.Infrastructure.Programs.Simulation;

/// <summary>Figures of customers and rates of exchange as the files of a simulation have them.</summary>
internal static class SimulationLists
{
    /// <summary>Reads targets, base figures and advances. A figure without days holds on any day.</summary>
    public static void ReadFigures(string path, SimulationData data, List<Refusal> refusals)
    {
        using var table = SimulationTable.Open(path, SimulationFields.Figures, refusals);
        while (table?.Read() == true)
        {
            var (list, customer, value) = (table.Text("list", isRequired: true), data.Customer(table), table.Number("value", isRequired: true));
            var (from, to) = (table.Day("from_date"), table.Day("to_date"));
            if (list is null || customer is null || value is null)
            {
                continue;
            }

            if (value < 0)
            {
                table.Refuse("value", new Refusal("program_amount_negative", value));
            }
            else if (from is null != to is null)
            {
                table.Refuse(from is null ? "from_date" : "to_date", new Refusal("program_figure_days_wrong"));
            }
            else if (to < from)
            {
                table.Refuse("to_date", new Refusal("program_period_end_before_start", from, to));
            }
            else
            {
                data.Figures.Add(new PlanFigure(data.CustomerId(customer), list, from ?? DateOnly.MinValue, to ?? DateOnly.MaxValue, value.Value));
            }
        }
    }

    /// <summary>Reads rates: how much of our own currency one unit is worth on a day, or from a day to another.</summary>
    public static void ReadRates(string path, SimulationData data, List<Refusal> refusals)
    {
        using var table = SimulationTable.Open(path, SimulationFields.ExchangeRates, refusals);
        while (table?.Read() == true)
        {
            var (currency, from, rate) = (table.Text("currency", isRequired: true), table.Day("rate_date", isRequired: true), table.Number("rate", isRequired: true));
            var to = table.Day("to_date") ?? from;
            if (currency is null || from is null || rate is null)
            {
                continue;
            }

            if (rate <= 0)
            {
                table.Refuse("rate", new Refusal("simulate_value_not_positive", rate));
            }
            else if (to < from)
            {
                table.Refuse("to_date", new Refusal("program_period_end_before_start", from, to));
            }
            else
            {
                data.ExchangeRates.Add(new PlanExchangeRate(currency, from.Value, to!.Value, rate.Value));
            }
        }
    }
}
