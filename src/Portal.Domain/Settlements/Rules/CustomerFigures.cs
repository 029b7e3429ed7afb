using Portal.Domain.Programs;
using Portal.Domain.Shared;

namespace Portal.Domain.Settlements.Rules;

/// <summary>Figures entered per customer: targets, base figures, advances.</summary>
internal sealed class CustomerFigures
{
    private readonly Dictionary<(string List, long Customer), PlanFigure[]> _byList;

    public CustomerFigures(IEnumerable<PlanFigure> figures) => _byList = figures
        .GroupBy(figure => (figure.List.ToUpperInvariant(), figure.CustomerId))
        .ToDictionary(group => group.Key, group => group.ToArray());

    /// <summary>The same figure for everyone in every list, for an example; null for none.</summary>
    public decimal? Everywhere { get; init; }

    /// <summary>The figure of a customer, or of a family: its head's, or where it has none the sum of all its companies'. Null where there is none.</summary>
    public decimal? Of(string? list, IReadOnlyList<NamedFigure>? named, IReadOnlyList<PlanCustomer> customers, DateRange measured)
    {
        if (Everywhere is not null)
        {
            return Everywhere;
        }

        var own = customers.Select(customer => ComparisonRules.FigureFor(FiguresOf(list, named, customer), measured)).ToList();
        return own[0] ?? (own.Exists(figure => figure is not null) ? own.Sum() : null);
    }

    /// <summary>The figures of customers whose first day lies in measured days, added up.</summary>
    public decimal Sum(string? list, IReadOnlyList<PlanCustomer> customers, DateRange measured) =>
        Everywhere ?? customers.SelectMany(customer => FiguresOf(list, null, customer)).Where(figure => figure.From == DateOnly.MinValue || measured.Contains(figure.From)).Sum(figure => figure.Value);

    private IReadOnlyList<PlanFigure> FiguresOf(string? list, IReadOnlyList<NamedFigure>? named, PlanCustomer customer) => list is not null
        ? _byList.GetValueOrDefault((list.ToUpperInvariant(), customer.Id)) ?? []
        : [.. (named ?? [])
            .Where(figure => string.Equals(figure.Customer, customer.Number, StringComparison.OrdinalIgnoreCase))
            .Select(figure => new PlanFigure(customer.Id, "", figure.From ?? DateOnly.MinValue, figure.To ?? DateOnly.MaxValue, figure.Value))];
}
