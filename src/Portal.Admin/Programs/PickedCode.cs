using Portal.Domain.Programs;
using Portal.Infrastructure.Programs;

namespace Portal.Admin.Programs;

/// <summary>A chip of a picker: one code that is included or excluded.</summary>
/// <param name="Group">The selector's kind: the name of a member of <see cref="CustomerSelectorKind"/> or <see cref="ProductSelectorKind"/>.</param>
/// <param name="Code">The code; empty for all.</param>
/// <param name="IsExcluded">Whether it is taken out.</param>
public sealed record PickedCode(string Group, string Code, bool IsExcluded)
{
    /// <summary>The group that stands for everything.</summary>
    public const string All = nameof(CustomerSelectorKind.All);

    /// <summary>The chips of participants.</summary>
    public static IReadOnlyList<PickedCode> Of(ProgramParticipants participants) =>
    [
        .. participants.Include.SelectMany(selector => Of(selector.Kind.ToString(), selector.Codes, false)),
        .. participants.Exclude.SelectMany(selector => Of(selector.Kind.ToString(), selector.Codes, true)),
    ];

    /// <summary>The chips of a scope.</summary>
    public static IReadOnlyList<PickedCode> Of(ProductScope scope) =>
    [
        .. scope.Include.SelectMany(selector => Of(selector.Kind.ToString(), selector.Codes, false)),
        .. scope.Exclude.SelectMany(selector => Of(selector.Kind.ToString(), selector.Codes, true)),
    ];

    /// <summary>The participants of chips.</summary>
    public static ProgramParticipants Participants(IReadOnlyList<PickedCode> picked) => new()
    {
        Include = [.. Groups(picked, false).Select(group => new CustomerSelector(Enum.Parse<CustomerSelectorKind>(group.Key)) { Codes = Codes(group) })],
        Exclude = [.. Groups(picked, true).Select(group => new CustomerSelector(Enum.Parse<CustomerSelectorKind>(group.Key)) { Codes = Codes(group) })],
    };

    /// <summary>The scope of chips.</summary>
    public static ProductScope Scope(IReadOnlyList<PickedCode> picked) => new()
    {
        Include = [.. Groups(picked, false).Select(group => new ProductSelector(Enum.Parse<ProductSelectorKind>(group.Key)) { Codes = Codes(group) })],
        Exclude = [.. Groups(picked, true).Select(group => new ProductSelector(Enum.Parse<ProductSelectorKind>(group.Key)) { Codes = Codes(group) })],
    };

    /// <summary>Adds or takes away a chip. The first include replaces "all"; where none is left, "all" comes back.</summary>
    public static IReadOnlyList<PickedCode> Toggle(IReadOnlyList<PickedCode> picked, PickedCode chip)
    {
        var same = picked.Where(other => other.Group == chip.Group && string.Equals(other.Code, chip.Code, StringComparison.OrdinalIgnoreCase)).ToList();
        var rest = picked.Except(same).ToList();
        if (!same.Contains(chip))
        {
            rest = chip.IsExcluded ? rest : rest.FindAll(other => other.IsExcluded || other.Group != All);
            rest.Add(chip);
        }

        if (rest.TrueForAll(other => other.IsExcluded))
        {
            rest.Insert(0, new PickedCode(All, "", false));
        }

        return rest;
    }

    /// <summary>What the codes of a group name.</summary>
    public CodeKind Kind => KindOf(Group);

    /// <summary>What the codes of a group name.</summary>
    public static CodeKind KindOf(string group) => group switch
    {
        nameof(CustomerSelectorKind.Parent) => CodeKind.Customer,
        // Attributes are no records with a name of their own.
        nameof(ProductSelectorKind.Attribute) => CodeKind.Product,
        _ => Enum.Parse<CodeKind>(group),
    };

    private static IEnumerable<PickedCode> Of(string group, IReadOnlyList<string> codes, bool isExcluded) =>
        group == All ? [new PickedCode(All, "", isExcluded)] : codes.Select(code => new PickedCode(group, code, isExcluded));

    private static IEnumerable<IGrouping<string, PickedCode>> Groups(IReadOnlyList<PickedCode> picked, bool isExcluded) =>
        picked.Where(chip => chip.IsExcluded == isExcluded).GroupBy(chip => chip.Group);

    private static string[] Codes(IGrouping<string, PickedCode> group) => group.Key == All ? [] : [.. group.Select(chip => chip.Code)];
}
