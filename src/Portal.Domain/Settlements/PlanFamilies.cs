using Portal.Domain.Programs;

namespace Portal.Domain.Settlements;

/// <summary>Companies with those under them, for programmes whose tiers they reach together. The head of a family is the company that belongs to no other.</summary>
internal sealed class PlanFamilies
{
    private readonly Dictionary<long, PlanCustomer> _headOf = [];
    private readonly Dictionary<long, PlanCustomer[]> _byHead = [];
    private readonly Func<PlanCustomer, bool>?[] _isLeftOut = [];

    public PlanFamilies(IReadOnlyList<PlannedVersion> versions, PlanMasterData master, SelectorSets sets)
    {
        Any = versions.Any(version => version.Definition.RollUp is not null);
        if (!Any)
        {
            return;
        }

        var customers = master.Customers.ToDictionary(customer => customer.Id);
        foreach (var customer in master.Customers)
        {
            _headOf[customer.Id] = HeadOf(customer, customers);
        }

        _byHead = master.Customers.GroupBy(customer => _headOf[customer.Id].Id).ToDictionary(
            family => family.Key,
            family => family.OrderBy(customer => customer.Id != family.Key).ThenBy(customer => customer.Number, StringComparer.Ordinal).ToArray());
        _isLeftOut = [.. versions.Select(version => version.Definition.RollUp is null || version.Definition.Participants.Exclude.Count == 0
            ? null
            : sets.Participates(new ProgramParticipants { Include = version.Definition.Participants.Exclude }))];
    }

    /// <summary>Whether some programme computes families.</summary>
    public bool Any { get; }

    /// <summary>The family of a customer without those that a version leaves out, the head first, the others by number; none where the head is left out.</summary>
    public IReadOnlyList<PlanCustomer> MembersOf(int version, PlanCustomer customer)
    {
        var family = _byHead[_headOf[customer.Id].Id];
        if (_isLeftOut[version] is not { } isLeftOut)
        {
            return family;
        }

        return isLeftOut(family[0]) ? [] : Array.FindAll(family, member => !isLeftOut(member));
    }

    /// <summary>The other companies of a customer's family.</summary>
    public IReadOnlyList<long> RelativesOf(long customerId) =>
        _headOf.TryGetValue(customerId, out var head) ? [.. _byHead[head.Id].Where(member => member.Id != customerId).Select(member => member.Id)] : [];

    private static PlanCustomer HeadOf(PlanCustomer customer, Dictionary<long, PlanCustomer> customers)
    {
        // A circle in the data ends the walk.
        for (var step = 0; step < 50 && customer.ParentId is { } parentId && customers.TryGetValue(parentId, out var parent); step++)
        {
            customer = parent;
        }

        return customer;
    }
}
