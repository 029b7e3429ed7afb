using Portal.Domain.Programs;

namespace Portal.Admin.Programs;

/// <summary>What a picker shows of a definition, and what becomes of it: whatever is not touched comes back as it was.</summary>
internal static class SelectorEdits
{
    /// <summary>The selectors of participants.</summary>
    public static IReadOnlyList<PickedSelector> Of(ProgramParticipants participants) =>
    [
        .. participants.Include.Select(selector => new PickedSelector(selector.Kind.ToString(), selector.Codes, false)),
        .. participants.Exclude.Select(selector => new PickedSelector(selector.Kind.ToString(), selector.Codes, true)),
    ];

    /// <summary>The selectors of a scope's products.</summary>
    public static IReadOnlyList<PickedSelector> Of(ProductScope scope) =>
        [.. scope.Include.Select(selector => Of(selector, false)), .. scope.Exclude.Select(selector => Of(selector, true))];

    /// <summary>The selectors of a scope's sales.</summary>
    public static IReadOnlyList<PickedSelector> Of(SalesScope? sales) =>
    [
        .. (sales?.Include ?? []).Select(selector => new PickedSelector(selector.Kind.ToString(), selector.Codes, false)),
        .. (sales?.Exclude ?? []).Select(selector => new PickedSelector(selector.Kind.ToString(), selector.Codes, true)),
    ];

    /// <summary>The participants of selectors.</summary>
    public static ProgramParticipants Participants(IReadOnlyList<PickedSelector> picked)
    {
        IReadOnlyList<CustomerSelector> Side(bool isExcluded) =>
            [.. picked.Where(selector => selector.IsExcluded == isExcluded).Select(selector => new CustomerSelector(Enum.Parse<CustomerSelectorKind>(selector.Group)) { Codes = selector.Codes })];
        return new ProgramParticipants { Include = Side(false), Exclude = Side(true) };
    }

    /// <summary>A scope with other products and the sales it had.</summary>
    public static ProductScope Scope(IReadOnlyList<PickedSelector> picked, SalesScope? sales = null)
    {
        IReadOnlyList<ProductSelector> Side(bool isExcluded) => [.. picked.Where(selector => selector.IsExcluded == isExcluded).Select(ProductOf)];
        return new ProductScope { Include = Side(false), Exclude = Side(true), Sales = sales };
    }

    /// <summary>The sales of selectors; null where there are none, for all sales.</summary>
    public static SalesScope? Sales(IReadOnlyList<PickedSelector> picked)
    {
        IReadOnlyList<SalesSelector> Side(bool isExcluded) =>
            [.. picked.Where(selector => selector.IsExcluded == isExcluded).Select(selector => new SalesSelector(Enum.Parse<SalesSelectorKind>(selector.Group), selector.Codes))];
        return picked.Count == 0 ? null : new SalesScope { Include = Side(false), Exclude = Side(true) };
    }

    /// <summary>Whether two scopes say the same, in whatever order.</summary>
    public static bool SameScope(ProductScope left, ProductScope right) =>
        Said(Of(left)).SetEquals(Said(Of(right))) && Said(Of(left.Sales)).SetEquals(Said(Of(right.Sales)));

    /// <summary>Adds or takes away a chip among the selectors that nothing narrows. The first include replaces "all"; where none is left, "all" comes back.</summary>
    /// <param name="picked">The selectors.</param>
    /// <param name="chip">The chip.</param>
    /// <param name="hasAll">Whether "all" is a selector of its own; otherwise no selector stands for all.</param>
    public static IReadOnlyList<PickedSelector> Toggle(IReadOnlyList<PickedSelector> picked, PickedCode chip, bool hasAll = true)
    {
        var was = picked.Any(selector => IsHome(selector, chip) && selector.Names(chip.Code));
        var rest = picked
            .Select(selector => selector.Group == chip.Group && !selector.IsNarrowed ? Without(selector, chip.Code) : selector)
            .OfType<PickedSelector>()
            .ToList();
        if (!was)
        {
            if (!chip.IsExcluded)
            {
                rest.RemoveAll(selector => selector is { IsAll: true, IsExcluded: false, IsNarrowed: false });
            }

            Add(rest, chip);
        }

        return Complete(rest, hasAll);
    }

    /// <summary>Takes a code out of one selector; without a code goes the whole selector.</summary>
    public static IReadOnlyList<PickedSelector> Remove(IReadOnlyList<PickedSelector> picked, int place, string? code, bool hasAll = true) =>
        Complete([.. picked.Select((selector, index) => index != place ? selector : code is null ? null : Without(selector, code)).OfType<PickedSelector>()], hasAll);

    /// <summary>Adds or takes away what must hold besides a selector.</summary>
    public static IReadOnlyList<PickedSelector> Narrow(IReadOnlyList<PickedSelector> picked, int place, string group, string code) =>
        [.. picked.Select((selector, index) => index == place ? Narrow(selector, group, code) : selector)];

    private static PickedSelector Narrow(PickedSelector selector, string group, string code)
    {
        var and = (selector.And ?? []).ToList();
        var at = and.FindIndex(other => other.Group == group && other.Names(code));
        if (at >= 0)
        {
            var left = Without(and[at], code);
            and.RemoveAt(at);
            and.InsertRange(at, left is null ? [] : [left]);
        }
        else
        {
            Add(and, new PickedCode(group, code, false));
        }

        return selector with { And = and.Count == 0 ? null : and };
    }

    private static void Add(List<PickedSelector> selectors, PickedCode chip)
    {
        var at = selectors.FindIndex(selector => IsHome(selector, chip));
        if (at >= 0)
        {
            selectors[at] = selectors[at] with { Codes = [.. selectors[at].Codes, chip.Code] };
            return;
        }

        selectors.Add(new PickedSelector(chip.Group, [chip.Code], chip.IsExcluded));
    }

    private static bool IsHome(PickedSelector selector, PickedCode chip) =>
        selector.Group == chip.Group && selector.IsExcluded == chip.IsExcluded && !selector.IsNarrowed;

    private static PickedSelector? Without(PickedSelector selector, string code) =>
        !selector.Names(code) ? selector
        : selector.Codes.Count == 1 ? null
        : selector with { Codes = [.. selector.Codes.Where(other => !string.Equals(other, code, StringComparison.OrdinalIgnoreCase))] };

    private static List<PickedSelector> Complete(List<PickedSelector> selectors, bool hasAll)
    {
        if (hasAll && selectors.TrueForAll(selector => selector.IsExcluded))
        {
            selectors.Insert(0, new PickedSelector(PickedCode.All, [], false));
        }

        return selectors;
    }

    private static PickedSelector Of(ProductSelector selector, bool isExcluded) =>
        new(selector.Kind.ToString(), selector.Codes, isExcluded) { And = selector.And?.Select(other => Of(other, false)).ToList() };

    private static ProductSelector ProductOf(PickedSelector selector) =>
        new(Enum.Parse<ProductSelectorKind>(selector.Group)) { Codes = selector.Codes, And = selector.And?.Select(ProductOf).ToList() };

    private static HashSet<string> Said(IEnumerable<PickedSelector> selectors) =>
        [.. selectors.SelectMany(selector => (selector.IsAll ? [""] : selector.Codes).Select(code => string.Join('\u001f', selector.Group, code.ToUpperInvariant(), selector.IsExcluded, string.Join('\u001e', Said(selector.And ?? []).Order(StringComparer.Ordinal)))))];
}
