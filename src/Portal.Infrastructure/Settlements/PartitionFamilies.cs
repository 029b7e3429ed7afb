using Portal.Domain.Settlements;
using Portal.Infrastructure.Data;

namespace Portal.Infrastructure.Settlements;

/// <summary>
/// Customers of a partition that reach tiers together with their parent company: kept until the sales of the whole family are
/// at hand, of members in other partitions too. Each member is settled in its own partition.
/// </summary>
internal sealed class PartitionFamilies(SettlementPlan plan)
{
    private const int CustomersPerScan = 500;
    private readonly Dictionary<long, CustomerMeasures> _measures = [];

    /// <summary>Keeps what a customer bought if it belongs to a family.</summary>
    /// <returns>Whether it was kept.</returns>
    public bool Keep(CustomerMeasures measures)
    {
        if (!plan.Programs.AsksForFamilies || plan.Programs.FamilyOf(measures.CustomerId).Count == 0)
        {
            return false;
        }

        _measures.Add(measures.CustomerId, measures);
        return true;
    }

    /// <summary>The members in the partition, those that bought nothing themselves too, each with what its relatives bought.</summary>
    public async Task<IReadOnlyList<(CustomerMeasures Measures, IReadOnlyList<CustomerMeasures> Relatives)>> CompleteAsync(
        PortalDbContext context, CustomerSelection customers, KnownSales known, CancellationToken cancellationToken)
    {
        if (!plan.Programs.AsksForFamilies || plan.Programs.Days is not { } days)
        {
            return [];
        }

        var members = MembersIn(customers);
        var inPartition = members.ToHashSet();
        var elsewhere = members.SelectMany(plan.Programs.FamilyOf).Where(id => !inPartition.Contains(id)).Distinct().Order().ToList();
        foreach (var ids in elsewhere.Chunk(CustomersPerScan))
        {
            await SalesByCustomer.ReadAsync(
                context, plan.Programs, new CustomerSelection(ids[0], ids[^1], ids), days, known, measures => _measures.Add(measures.CustomerId, measures), cancellationToken);
        }

        return [.. members
            .Select(id => (Measures: _measures.GetValueOrDefault(id) ?? new CustomerMeasures(id, []), Relatives: RelativesOf(id)))
            .Where(member => member.Relatives.Count > 0 || _measures.ContainsKey(member.Measures.CustomerId))];
    }

    private List<long> MembersIn(CustomerSelection customers)
    {
        var all = customers.Ids ?? plan.Marks.Customers.Keys.Where(id => id >= customers.From && id <= customers.To);
        return [.. all.Where(id => plan.Programs.FamilyOf(id).Count > 0).Order()];
    }

    private List<CustomerMeasures> RelativesOf(long customerId) =>
        [.. plan.Programs.FamilyOf(customerId).Where(_measures.ContainsKey).Select(id => _measures[id])];
}
