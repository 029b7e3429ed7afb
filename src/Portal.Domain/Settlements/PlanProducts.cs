using Portal.Domain.Programs;

namespace Portal.Domain.Settlements;

/// <summary>Products in kinds: those of a kind count alike for every line of every programme. Kind 0 counts for none.</summary>
internal sealed class PlanProducts
{
    // Keys are dense in practice; where they are not, an array would be mostly holes.
    private const int DenseSlack = 1 << 16;
    private readonly int[]? _kinds;
    private readonly Dictionary<long, int> _kindsById;
    private readonly List<ProductSlot[]> _slots = [[]];

    public PlanProducts(IReadOnlyList<PlannedVersion> versions, bool[] isDetailed, PlanMasterData master, SelectorSets sets)
    {
        // Versions whose rules look at every sales line are computed apart.
        var lines = versions.SelectMany((version, versionIndex) => (isDetailed[versionIndex] ? [] : version.Definition.Lines).Select((line, lineIndex) => new ScopedLine(
            (ushort)versionIndex, (ushort)lineIndex, sets.Contains(line.Qualifier.Scope), sets.Contains(line.Base.Scope)))).ToList();
        var named = NumbersNamed(versions);
        var asksForAttributes = Selectors(versions).Any(selector => selector.Kind == ProductSelectorKind.Attribute);
        var kinds = new Dictionary<string, int>(StringComparer.Ordinal) { [""] = 0 };
        var known = new Dictionary<(string?, string?, string?, string?), int>();
        _kindsById = new Dictionary<long, int>(master.Products.Count);
        foreach (var product in master.Products)
        {
            // Products of a category and brand count alike unless a programme names one of them.
            var key = (product.CategoryCode, product.BrandCode, named.Contains(product.Number) ? product.Number : null, asksForAttributes ? string.Join('\n', product.Attributes) : null);
            if (!known.TryGetValue(key, out var kind))
            {
                known.Add(key, kind = KindOf(product, lines, kinds));
            }

            _kindsById[product.Id] = kind;
        }

        var highest = _kindsById.Count == 0 ? 0 : _kindsById.Keys.Max();
        if (highest < (_kindsById.Count * 8L) + DenseSlack)
        {
            _kinds = new int[highest + 1];
            foreach (var (id, kind) in _kindsById)
            {
                _kinds[id] = kind;
            }
        }
    }

    /// <summary>The number of kinds.</summary>
    public int Count => _slots.Count;

    /// <summary>The kind of a product; 0 for one that is not known.</summary>
    public int KindOf(long productId)
    {
        if (_kinds is null)
        {
            return _kindsById.GetValueOrDefault(productId);
        }

        return (ulong)productId < (ulong)_kinds.Length ? _kinds[productId] : 0;
    }

    /// <summary>For what the products of a kind count.</summary>
    public ProductSlot[] SlotsOf(int kind) => _slots[kind];

    private int KindOf(PlanProduct product, List<ScopedLine> lines, Dictionary<string, int> kinds)
    {
        var slots = lines
            .Select(line => new ProductSlot(line.Version, line.Line, line.Qualifies(product), line.Earns(product)))
            .Where(slot => slot.Qualifies || slot.Earns)
            .ToArray();
        var print = string.Concat(slots);
        if (!kinds.TryGetValue(print, out var kind))
        {
            kinds.Add(print, kind = _slots.Count);
            _slots.Add(slots);
        }

        return kind;
    }

    private static HashSet<string> NumbersNamed(IReadOnlyList<PlannedVersion> versions) => Selectors(versions)
        .Where(selector => selector.Kind == ProductSelectorKind.Product)
        .SelectMany(selector => selector.Codes)
        .ToHashSet(StringComparer.OrdinalIgnoreCase);

    private static IEnumerable<ProductSelector> Selectors(IReadOnlyList<PlannedVersion> versions) => versions
        .SelectMany(version => version.Definition.Lines)
        .SelectMany(line => new[] { line.Qualifier.Scope, line.Base.Scope })
        .SelectMany(scope => scope.Include.Concat(scope.Exclude))
        .SelectMany(selector => (selector.And ?? []).Append(selector));

    private sealed record ScopedLine(ushort Version, ushort Line, Func<PlanProduct, bool> Qualifies, Func<PlanProduct, bool> Earns);
}

/// <summary>For what a product counts.</summary>
internal readonly record struct ProductSlot(ushort Version, ushort Line, bool Qualifies, bool Earns);
