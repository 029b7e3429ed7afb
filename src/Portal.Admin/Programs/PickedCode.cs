using Portal.Domain.Programs;
using Portal.Infrastructure.Programs;

namespace Portal.Admin.Programs;

/// <summary>A selector of a picker: codes of one kind that are in or out.</summary>
/// <param name="Group">The kind: the name of a member of <see cref="CustomerSelectorKind"/>, <see cref="ProductSelectorKind"/> or <see cref="SalesSelectorKind"/>.</param>
/// <param name="Codes">The codes, any of which fits; none for all.</param>
/// <param name="IsExcluded">Whether it takes out.</param>
public sealed record PickedSelector(string Group, IReadOnlyList<string> Codes, bool IsExcluded)
{
    /// <summary>What must hold besides; null for nothing.</summary>
    public IReadOnlyList<PickedSelector>? And { get; init; }

    /// <summary>Whether it stands for everything.</summary>
    public bool IsAll => Group == PickedCode.All;

    /// <summary>Whether something must hold besides.</summary>
    public bool IsNarrowed => And is { Count: > 0 };

    /// <summary>Whether it names the code; codes are alike without regard to case.</summary>
    public bool Names(string code) => Codes.Contains(code, StringComparer.OrdinalIgnoreCase);
}

/// <summary>A chip of a picker: one code that is included or excluded.</summary>
/// <param name="Group">The selector's kind.</param>
/// <param name="Code">The code; empty for all.</param>
/// <param name="IsExcluded">Whether it is taken out.</param>
public sealed record PickedCode(string Group, string Code, bool IsExcluded)
{
    /// <summary>The group that stands for everything.</summary>
    public const string All = nameof(CustomerSelectorKind.All);

    /// <summary>What the codes of a group name.</summary>
    public CodeKind Kind => KindOf(Group);

    /// <summary>What the codes of a group name.</summary>
    public static CodeKind KindOf(string group) => group switch
    {
        nameof(CustomerSelectorKind.Parent) => CodeKind.Customer,
        nameof(SalesSelectorKind.CustomerGroup) => CodeKind.Group,
        nameof(SalesSelectorKind.CustomerLevel) => CodeKind.Level,
        _ => Enum.Parse<CodeKind>(group),
    };

    /// <summary>Whether any value may come with the next product or sale, so that one is taken as it is typed.</summary>
    public static bool IsFree(string group) => group is nameof(ProductSelectorKind.Attribute) or nameof(SalesSelectorKind.Channel);
}
