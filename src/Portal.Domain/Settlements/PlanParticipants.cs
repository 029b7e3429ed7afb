using System.Runtime.CompilerServices;
using Portal.Domain.Programs;

namespace Portal.Domain.Settlements;

/// <summary>Which customers take part in which versions. Customers that take part in the same ones share one <see cref="Participation"/>.</summary>
internal sealed class PlanParticipants
{
    private readonly Dictionary<long, Participation> _byCustomer;

    public PlanParticipants(IReadOnlyList<PlannedVersion> versions, IReadOnlyList<PlanProgram> programs, PlanMasterData master, SelectorSets sets, PlanProducts products, PlanFamilies families)
    {
        var questions = versions.Select((version, index) => version.Definition.RollUp is null
            ? Question(version, programs, sets)
            : OfHead(Question(version, programs, sets), index, families)).ToArray();
        var selectors = programs.SelectMany(program => program.Versions).Select(version => version.Definition.Participants)
            .SelectMany(participants => participants.Include.Concat(participants.Exclude)).ToList();
        var named = selectors.Where(selector => selector.Kind is CustomerSelectorKind.Customer or CustomerSelectorKind.Parent)
            .SelectMany(selector => selector.Codes).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var asksForParents = selectors.Exists(selector => selector.Kind == CustomerSelectorKind.Parent);
        var shared = new Dictionary<string, Participation>(StringComparer.Ordinal);
        var known = new Dictionary<CustomerClass, Participation>();
        _byCustomer = new Dictionary<long, Participation>(master.Customers.Count);
        foreach (var customer in master.Customers)
        {
            // Customers of the same group, level, region and parent take part alike unless a programme names one of them.
            var kind = new CustomerClass(
                customer.GroupCode, customer.LevelCode, customer.RegionCode,
                asksForParents ? customer.ParentId : null,
                families.Any || (named.Count > 0 && named.Contains(customer.Number)) ? customer.Number : null);
            if (!known.TryGetValue(kind, out var participation))
            {
                known.Add(kind, participation = Shared(shared, Array.ConvertAll(questions, question => question(customer)), products));
            }

            _byCustomer[customer.Id] = participation;
        }
    }

    public IEnumerable<KeyValuePair<long, Participation>> All => _byCustomer;

    /// <summary>What a customer takes part in, or null for one that is not known.</summary>
    public Participation? Of(long customerId) => _byCustomer.GetValueOrDefault(customerId);

    /// <summary>
    /// What customers have in common. Codes are the same where they are the same object, as those of master data are: to hash three
    /// texts for every customer took longer than all the rest. Equal ones that are not only ask the same questions again.
    /// </summary>
    private readonly record struct CustomerClass(string? GroupCode, string? LevelCode, string? RegionCode, long? ParentId, string? Number)
    {
        public bool Equals(CustomerClass other) => ReferenceEquals(GroupCode, other.GroupCode) && ReferenceEquals(LevelCode, other.LevelCode)
            && ReferenceEquals(RegionCode, other.RegionCode) && ParentId == other.ParentId && ReferenceEquals(Number, other.Number);

        public override int GetHashCode() => HashCode.Combine(Hash(GroupCode), Hash(LevelCode), Hash(RegionCode), ParentId, Hash(Number));

        private static int Hash(string? text) => RuntimeHelpers.GetHashCode(text);
    }

    private static Participation Shared(Dictionary<string, Participation> shared, bool[] versions, PlanProducts products)
    {
        var print = string.Concat(versions.Select(takesPart => takesPart ? '1' : '0'));
        if (!shared.TryGetValue(print, out var participation))
        {
            shared.Add(print, participation = new Participation(versions, products));
        }

        return participation;
    }

    private static Func<PlanCustomer, bool> Question(PlannedVersion version, IReadOnlyList<PlanProgram> programs, SelectorSets sets)
    {
        var participates = sets.Participates(version.Definition.Participants);
        var rivals = Rivals(version, programs).Select(rival => sets.Participates(rival.Participants)).ToArray();
        return customer => participates(customer) && !Array.Exists(rivals, rival => rival(customer));
    }

    /// <summary>A family takes part with its head; the members are those that are not left out by name or class.</summary>
    private static Func<PlanCustomer, bool> OfHead(Func<PlanCustomer, bool> question, int version, PlanFamilies families) =>
        customer => families.MembersOf(version, customer) is { Count: > 0 } members && question(members[0]) && members.Any(member => member.Id == customer.Id);

    /// <summary>The versions of other programmes of the same exclusive group, valid at the same time, that come first by priority.</summary>
    private static IEnumerable<ProgramDefinition> Rivals(PlannedVersion version, IReadOnlyList<PlanProgram> programs) =>
        version.Definition.ExclusiveGroup is not { } group ? [] : programs
            .Where(program => program.Id != version.Program.Id)
            .SelectMany(program => program.Versions)
            .Select(rival => rival.Definition)
            .Where(rival => string.Equals(rival.ExclusiveGroup, group, StringComparison.OrdinalIgnoreCase)
                && rival.Validity.Intersect(version.Definition.Validity) is not null
                && (rival.Priority != version.Definition.Priority
                    ? rival.Priority < version.Definition.Priority
                    : string.CompareOrdinal(rival.Code, version.Program.Code) < 0));
}

/// <summary>What customers take part in.</summary>
internal sealed class Participation(bool[] versions, PlanProducts products)
{
    private readonly ProductSlot[]?[] _slots = new ProductSlot[]?[products.Count];

    /// <summary>The versions, by index, in order.</summary>
    public IReadOnlyList<int> Versions { get; } = [.. Enumerable.Range(0, versions.Length).Where(version => versions[version])];

    public bool Includes(int version) => versions[version];

    /// <summary>For what a kind of products counts here; worked out when it is first sold (twice at most by threads at once, to the same end).</summary>
    public ProductSlot[] SlotsOf(int kind) => _slots[kind] ??= Array.FindAll(products.SlotsOf(kind), slot => versions[slot.Version]);
}
