using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Portal.Domain.Programs;
using Portal.Domain.Shared;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Data;

namespace Portal.Infrastructure.Programs;

/// <summary>What the codes in a definition stand for.</summary>
internal static class ProgramCodes
{
    private const int NewestDocuments = 5_000;

    /// <summary>Codes that no record has, each with the path of its field.</summary>
    public static async Task<IReadOnlyList<Refusal>> UnknownAsync(PortalDbContext context, ProgramDefinition definition, CancellationToken cancellationToken)
    {
        var uses = Uses(definition).ToList();
        var found = new List<Refusal>();
        foreach (var kind in uses.GroupBy(use => use.Kind))
        {
            var known = await NamesAsync(context, kind.Key, [.. kind.Select(use => use.Code)], null, cancellationToken);
            found.AddRange(kind.Where(use => !known.ContainsKey(use.Code)).Select(use => new Refusal("program_code_unknown", use.Code) { Field = use.Field }));
        }

        return found;
    }

    /// <summary>The names of every code in a definition that the person may see.</summary>
    public static async Task<IReadOnlyDictionary<CodeKey, string>> NamesAsync(
        PortalDbContext context, IEnumerable<ProgramDefinition> definitions, CurrentUser user, CancellationToken cancellationToken)
    {
        var names = new Dictionary<CodeKey, string>();
        foreach (var kind in definitions.SelectMany(Uses).GroupBy(use => use.Kind))
        {
            foreach (var (code, name) in await NamesAsync(context, kind.Key, [.. kind.Select(use => use.Code).Distinct()], user, cancellationToken))
            {
                names[new CodeKey(kind.Key, code)] = name;
            }
        }

        return names;
    }

    private static IEnumerable<CodeUse> Uses(ProgramDefinition definition)
    {
        var uses = Customers(definition.Participants.Include, "participants.include").Concat(Customers(definition.Participants.Exclude, "participants.exclude"));
        for (var index = 0; index < definition.Lines.Count; index++)
        {
            var line = definition.Lines[index];
            var at = string.Create(CultureInfo.InvariantCulture, $"lines[{index}]");
            uses = uses
                .Concat(Products(line.Qualifier.Scope, at + ".qualifier.scope"))
                .Concat(Products(line.Base.Scope, at + ".base.scope"))
                .Concat(Products(line.Qualifier.Compare?.Scope ?? ProductScope.Everything, at + ".qualifier.compare.scope"))
                .Concat((line.Mix?.Conditions ?? []).SelectMany((condition, place) => Products(condition.Scope, string.Create(CultureInfo.InvariantCulture, $"{at}.mix.conditions[{place}].scope"))));
        }

        return definition.Goods is { } goods ? uses.Append(new CodeUse(CodeKind.Product, goods.Product, "goods.product")) : uses;
    }

    private static IEnumerable<CodeUse> Customers(IReadOnlyList<CustomerSelector> selectors, string at) =>
        selectors.SelectMany((selector, index) => selector.Codes.Select(code => new CodeUse(KindOf(selector.Kind), code, Path(at, index))));

    private static IEnumerable<CodeUse> Products(ProductScope scope, string at) =>
        Products(scope.Include, at + ".include")
            .Concat(Products(scope.Exclude, at + ".exclude"))
            .Concat(Sales(scope.Sales?.Include ?? [], at + ".sales.include"))
            .Concat(Sales(scope.Sales?.Exclude ?? [], at + ".sales.exclude"));

    /// <summary>Attributes are no records of their own: any value may come with the next product.</summary>
    private static IEnumerable<CodeUse> Products(IReadOnlyList<ProductSelector> selectors, string at) =>
        selectors.SelectMany((selector, index) => (selector.Kind == ProductSelectorKind.Attribute ? [] : selector.Codes)
            .Select(code => new CodeUse(KindOf(selector.Kind), code, Path(at, index)))
            .Concat(Products(selector.And ?? [], string.Create(CultureInfo.InvariantCulture, $"{at}[{index}].and"))));

    /// <summary>Channels are no records of their own either.</summary>
    private static IEnumerable<CodeUse> Sales(IReadOnlyList<SalesSelector> selectors, string at) =>
        selectors.SelectMany((selector, index) => (selector.Kind == SalesSelectorKind.Channel ? [] : selector.Codes).Select(code => new CodeUse(KindOf(selector.Kind), code, Path(at, index))));

    private static string Path(string at, int index) => string.Create(CultureInfo.InvariantCulture, $"{at}[{index}].codes");

    private static CodeKind KindOf(CustomerSelectorKind kind) => kind switch
    {
        CustomerSelectorKind.Group => CodeKind.Group,
        CustomerSelectorKind.Level => CodeKind.Level,
        CustomerSelectorKind.Region => CodeKind.Region,
        _ => CodeKind.Customer,
    };

    private static CodeKind KindOf(SalesSelectorKind kind) => kind switch
    {
        SalesSelectorKind.CustomerGroup => CodeKind.Group,
        SalesSelectorKind.CustomerLevel => CodeKind.Level,
        SalesSelectorKind.Region => CodeKind.Region,
        SalesSelectorKind.Salesperson => CodeKind.Salesperson,
        _ => CodeKind.Customer,
    };

    private static CodeKind KindOf(ProductSelectorKind kind) => kind switch
    {
        ProductSelectorKind.Category => CodeKind.Category,
        ProductSelectorKind.Brand => CodeKind.Brand,
        _ => CodeKind.Product,
    };

    private static async Task<Dictionary<string, string>> NamesAsync(
        PortalDbContext context, CodeKind kind, IReadOnlyList<string> codes, CurrentUser? viewer, CancellationToken cancellationToken)
    {
        // Definitions are compared with master data without regard to case.
        var lowered = codes.Select(code => code.ToLowerInvariant()).Distinct().ToList();
        var rows = await Rows(context, kind, viewer).Where(row => lowered.Contains(row.Code.ToLower())).ToListAsync(cancellationToken);
        var names = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var row in rows)
        {
            names[row.Code] = row.Name;
        }

        return names;
    }

    internal static IQueryable<CodeName> Rows(PortalDbContext context, CodeKind kind, CurrentUser? viewer) => kind switch
    {
        CodeKind.Customer => (viewer is null ? context.Customers : context.Customers.VisibleTo(viewer, context)).Select(row => new CodeName { Code = row.Number, Name = row.Name }),
        CodeKind.Group => context.CustomerGroups.Select(row => new CodeName { Code = row.Code, Name = row.Name }),
        CodeKind.Level => context.CustomerLevels.Select(row => new CodeName { Code = row.Code, Name = row.Name }),
        CodeKind.Region => context.Regions.Select(row => new CodeName { Code = row.Code, Name = row.Name }),
        CodeKind.Product => context.Products.Select(row => new CodeName { Code = row.Number, Name = row.Name }),
        CodeKind.Category => context.ProductCategories.Select(row => new CodeName
        {
            Code = row.Code,
            Name = row.Name,
            Above = context.ProductCategories.Where(parent => parent.Id == row.ParentId).Select(parent => parent.Name).FirstOrDefault(),
        }),
        CodeKind.Brand => context.Brands.Select(row => new CodeName { Code = row.Code, Name = row.Name }),
        CodeKind.Salesperson => context.Employees.Select(row => new CodeName { Code = row.Number, Name = row.Name }),
        CodeKind.Attribute => context.ProductAttributes.Select(row => row.Name + "=" + row.Value).Distinct().Select(pair => new CodeName { Code = pair, Name = pair }),

        // There is no list of channels: those of the newest documents are offered.
        CodeKind.Channel => context.SalesDocuments.OrderByDescending(row => row.Id).Take(NewestDocuments)
            .Where(row => row.Channel != null).Select(row => row.Channel!).Distinct().Select(channel => new CodeName { Code = channel, Name = channel }),
        _ => throw new InvalidOperationException("Unknown kind " + kind),
    };

    private sealed record CodeUse(CodeKind Kind, string Code, string Field);
}

/// <summary>What a code in a definition names.</summary>
public enum CodeKind
{
    /// <summary>A customer, by number.</summary>
    Customer = 1,

    /// <summary>A group of customers.</summary>
    Group = 2,

    /// <summary>A level of customers.</summary>
    Level = 3,

    /// <summary>A region.</summary>
    Region = 4,

    /// <summary>A product, by number.</summary>
    Product = 5,

    /// <summary>A category of products.</summary>
    Category = 6,

    /// <summary>A brand.</summary>
    Brand = 7,

    /// <summary>A salesperson, by number.</summary>
    Salesperson = 8,

    /// <summary>A channel of sales; it has no name of its own.</summary>
    Channel = 9,

    /// <summary>An attribute of products with its value: "colour=red".</summary>
    Attribute = 10,
}

/// <summary>A code of a kind; codes are alike without regard to case.</summary>
/// <param name="Kind">What it names.</param>
/// <param name="Code">The code.</param>
public readonly record struct CodeKey(CodeKind Kind, string Code)
{
    /// <inheritdoc />
    public bool Equals(CodeKey other) => Kind == other.Kind && string.Equals(Code, other.Code, StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc />
    public override int GetHashCode() => HashCode.Combine(Kind, StringComparer.OrdinalIgnoreCase.GetHashCode(Code));
}

/// <summary>A code with its name.</summary>
public sealed record CodeName
{
    /// <summary>The code.</summary>
    public required string Code { get; init; }

    /// <summary>The name.</summary>
    public required string Name { get; init; }

    /// <summary>What it belongs to: of a category the one above it; else null.</summary>
    public string? Above { get; init; }
}
