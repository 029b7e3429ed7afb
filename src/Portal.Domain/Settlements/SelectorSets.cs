using Portal.Domain.Programs;
using Portal.Domain.Settlements.Rules;

namespace Portal.Domain.Settlements;

/// <summary>Answers selectors from master data. Codes are compared without regard to case.</summary>
public sealed class SelectorSets
{
    private readonly Lazy<Dictionary<long, PlanCustomer>> _customers;
    private readonly Dictionary<string, string?> _categoryParents = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Takes the master data.</summary>
    public SelectorSets(PlanMasterData master)
    {
        ArgumentNullException.ThrowIfNull(master);
        // Asked for parents only.
        _customers = new Lazy<Dictionary<long, PlanCustomer>>(() => master.Customers.ToDictionary(customer => customer.Id));
        foreach (var category in master.Categories)
        {
            _categoryParents[category.Code] = category.ParentCode;
        }
    }

    /// <summary>Makes the question whether a customer takes part.</summary>
    public Func<PlanCustomer, bool> Participates(ProgramParticipants participants)
    {
        ArgumentNullException.ThrowIfNull(participants);
        var include = participants.Include.Select(Matcher).ToArray();
        var exclude = participants.Exclude.Select(Matcher).ToArray();
        return customer => Array.Exists(include, matches => matches(customer)) && !Array.Exists(exclude, matches => matches(customer));
    }

    /// <summary>Makes the question whether a product is in a scope.</summary>
    public Func<PlanProduct, bool> Contains(ProductScope scope)
    {
        ArgumentNullException.ThrowIfNull(scope);
        var include = scope.Include.Select(Matcher).ToArray();
        var exclude = scope.Exclude.Select(Matcher).ToArray();
        return product => Array.Exists(include, matches => matches(product)) && !Array.Exists(exclude, matches => matches(product));
    }

    private Func<PlanCustomer, bool> Matcher(CustomerSelector selector)
    {
        var codes = selector.Codes.ToHashSet(StringComparer.OrdinalIgnoreCase);
        return selector.Kind switch
        {
            CustomerSelectorKind.All => _ => true,
            CustomerSelectorKind.Customer => customer => codes.Contains(customer.Number),
            CustomerSelectorKind.Group => customer => customer.GroupCode is { } code && codes.Contains(code),
            CustomerSelectorKind.Level => customer => customer.LevelCode is { } code && codes.Contains(code),
            CustomerSelectorKind.Region => customer => customer.RegionCode is { } code && codes.Contains(code),
            CustomerSelectorKind.Parent => customer => IsUnder(customer, codes),
            _ => throw new InvalidOperationException("Unknown selector " + selector.Kind),
        };
    }

    /// <summary>Makes the question whether a sale is in a scope.</summary>
    internal static Func<SoldLine, bool> Sells(SalesScope? scope)
    {
        if (scope is null)
        {
            return _ => true;
        }

        var include = scope.Include.GroupBy(selector => selector.Kind).Select(kind => Array.ConvertAll(kind.ToArray(), Matcher)).ToArray();
        var exclude = Array.ConvertAll(scope.Exclude.ToArray(), Matcher);
        return line => Array.TrueForAll(include, kind => Array.Exists(kind, matches => matches(line))) && !Array.Exists(exclude, matches => matches(line));
    }

    private static Func<SoldLine, bool> Matcher(SalesSelector selector)
    {
        var codes = selector.Codes.ToHashSet(StringComparer.OrdinalIgnoreCase);
        Func<SoldLine, string?> word = selector.Kind switch
        {
            SalesSelectorKind.Customer => line => line.Customer.Number,
            SalesSelectorKind.CustomerGroup => line => line.Customer.GroupCode,
            SalesSelectorKind.CustomerLevel => line => line.Customer.LevelCode,
            SalesSelectorKind.Region => line => line.Region,
            SalesSelectorKind.Channel => line => line.Detail.Channel,
            SalesSelectorKind.Salesperson => line => line.Salesperson,
            _ => throw new InvalidOperationException("Unknown selector " + selector.Kind),
        };
        return line => word(line) is { } code && codes.Contains(code);
    }

    private Func<PlanProduct, bool> Matcher(ProductSelector selector)
    {
        if (selector.And is { Count: > 0 } further)
        {
            var all = further.Select(Matcher).Append(Matcher(selector with { And = null })).ToArray();
            return product => Array.TrueForAll(all, matches => matches(product));
        }

        var codes = selector.Codes.ToHashSet(StringComparer.OrdinalIgnoreCase);
        return selector.Kind switch
        {
            ProductSelectorKind.All => _ => true,
            ProductSelectorKind.Product => product => codes.Contains(product.Number),
            ProductSelectorKind.Category => product => IsUnderCategory(product.CategoryCode, codes),
            ProductSelectorKind.Brand => product => product.BrandCode is { } code && codes.Contains(code),
            ProductSelectorKind.Attribute => product => product.Attributes.Any(codes.Contains),
            _ => throw new InvalidOperationException("Unknown selector " + selector.Kind),
        };
    }

    private bool IsUnder(PlanCustomer customer, HashSet<string> numbers)
    {
        // A circle in the data ends the walk.
        var current = customer;
        for (var step = 0; step < 50; step++)
        {
            if (numbers.Contains(current.Number))
            {
                return true;
            }

            if (current.ParentId is not { } parentId || !_customers.Value.TryGetValue(parentId, out var parent))
            {
                return false;
            }

            current = parent;
        }

        return false;
    }

    private bool IsUnderCategory(string? code, HashSet<string> codes)
    {
        for (var step = 0; code is not null && step < 50; step++)
        {
            if (codes.Contains(code))
            {
                return true;
            }

            code = _categoryParents.GetValueOrDefault(code);
        }

        return false;
    }
}
