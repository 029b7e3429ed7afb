using Portal.Domain.Programs;
using Portal.Domain.Settlements;
using Portal.Domain.Shared;

namespace Portal.Infrastructure.Programs.Simulation;

/// <summary>Who gets a line of a simulation, and as what.</summary>
internal sealed class SimulationPayees(SimulationData data)
{
    private readonly List<Refusal> _refusals = [];

    /// <summary>Customers that have nobody to be paid in their place.</summary>
    public IReadOnlyList<Refusal> Refusals => _refusals;

    /// <summary>The number of who is paid where that is not the customer, otherwise null.</summary>
    public string? Of(PlanCustomer customer, CalculatedLine line)
    {
        var payee = line.Version.Definition.Payee;
        if (payee is null or Payee.Customer)
        {
            return null;
        }

        var number = payee switch
        {
            Payee.Parent => customer.ParentId is { } parent ? data.Customers[(int)parent - 1].Number : null,
            Payee.Agent => data.AgentOf(customer.Id),
            _ => customer.Salesperson,
        };
        if (number is null && line.DueMinor != 0)
        {
            _refusals.Add(new Refusal("simulate_payee_missing", customer.Number, new SettingWord(payee)));
        }

        return number;
    }

    /// <summary>Whole points, where the programme pays in points.</summary>
    public static decimal? Points(CalculatedLine line) => line.Version.Definition.PointsPerUnit is { } points ? decimal.Truncate(new Money(line.DueMinor).Amount * points) : null;

    /// <summary>Whole units of goods, where the programme pays in goods.</summary>
    public static decimal? Goods(CalculatedLine line) => line.Version.Definition.Goods is { } goods ? decimal.Truncate(new Money(line.DueMinor).Amount / goods.UnitValue) : null;
}
