using Portal.Domain.Programs;

namespace Portal.Domain.Settlements;

/// <summary>Which customers take part in which versions. Customers that take part in the same ones share one <see cref="Participation"/>.</summary>
internal sealed class PlanParticipants
{
    private readonly List<Participation> _participations = [];
    private readonly Dictionary<string, int> _placesByVersions = new(StringComparer.Ordinal);
    private readonly int[] _places;
    private readonly KeyMap<Participation> _byId;

    public PlanParticipants(IReadOnlyList<PlannedVersion> versions, IReadOnlyList<PlanProgram> programs, PlanMasterData master, SelectorSets sets, PlanProducts products, PlanFamilies families)
    {
        Customers = PlanCustomers.Of(master.Customers);
        _places = new int[Customers.Count];
        _byId = new KeyMap<Participation>(Customers.LastId, Customers.Count);
        var questions = versions.Select((version, index) => version.Definition.RollUp is null
            ? Question(version, programs, sets)
            : OfHead(Question(version, programs, sets), index, families)).ToArray();
        var selectors = programs.SelectMany(program => program.Versions).Select(version => version.Definition.Participants)
            .SelectMany(participants => participants.Include.Concat(participants.Exclude)).ToList();
        var named = selectors.Where(selector => selector.Kind is CustomerSelectorKind.Customer or CustomerSelectorKind.Parent)
            .SelectMany(selector => selector.Codes).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var asksForParents = selectors.Exists(selector => selector.Kind == CustomerSelectorKind.Parent);
        var byTraits = new int?[Customers.Traits.Count];
        var byClass = new Dictionary<CustomerClass, int>();
        for (var index = 0; index < Customers.Count; index++)
        {
            _places[index] = PlaceOf(index);
            _byId.Add(Customers.IdAt(index), _participations[_places[index]]);
        }

        // Customers of the same group, level, region and parent take part alike unless a programme names one of them.
        int PlaceOf(int index)
        {
            var (traits, parentId, number) = (Customers.TraitsAt(index), asksForParents ? Customers.ParentAt(index) : 0, NumberAsked(index));
            if (parentId == 0 && number is null)
            {
                return byTraits[traits] ??= Ask(index);
            }

            var kind = new CustomerClass(traits, parentId, number);
            if (!byClass.TryGetValue(kind, out var place))
            {
                byClass.Add(kind, place = Ask(index));
            }

            return place;
        }

        string? NumberAsked(int index) => families.Any || (named.Count > 0 && named.Contains(Customers.NumberAt(index))) ? Customers.NumberAt(index) : null;

        int Ask(int index)
        {
            var customer = Customers[index];
            return Shared(Array.ConvertAll(questions, question => question(customer)), products);
        }
    }

    /// <summary>All customers.</summary>
    public PlanCustomers Customers { get; }

    /// <summary>The different participations there are.</summary>
    public IReadOnlyList<Participation> Participations => _participations;

    /// <summary>Which of the participations each customer has, in the order of <see cref="Customers"/>.</summary>
    public ReadOnlySpan<int> Places => _places;

    public IEnumerable<KeyValuePair<long, Participation>> All => _places.Select((place, index) => KeyValuePair.Create(Customers.IdAt(index), _participations[place]));

    /// <summary>What a customer takes part in, or null for one that is not known.</summary>
    public Participation? Of(long customerId) => _byId[customerId];

    private readonly record struct CustomerClass(int Traits, long ParentId, string? Number);

    private int Shared(bool[] versions, PlanProducts products)
    {
        var print = string.Concat(versions.Select(takesPart => takesPart ? '1' : '0'));
        if (!_placesByVersions.TryGetValue(print, out var place))
        {
            _placesByVersions.Add(print, place = _participations.Count);
            _participations.Add(new Participation(versions, products));
        }

        return place;
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
