using System.Runtime.CompilerServices;
using Portal.Domain.Shared;

namespace Portal.Domain.Programs;

/// <summary>What is measured on sales lines; returns count against it.</summary>
public enum Measure
{
    /// <summary>Net amount.</summary>
    NetAmount = 1,

    /// <summary>Quantity.</summary>
    Quantity = 2,

    /// <summary>The amount before discounts.</summary>
    GrossAmount = 3,

    /// <summary>Net amount less what the goods cost us.</summary>
    Margin = 4,

    /// <summary>The number of documents that count, returns not among them.</summary>
    OrderCount = 5,

    /// <summary>The number of different products of which more was bought than came back.</summary>
    ProductCount = 6,
}

/// <summary>Questions about measures and lines that the rules share.</summary>
public static class MeasureRules
{
    private static readonly ConditionalWeakTable<ProgramLine, StrongBox<bool>> OneBase = [];

    /// <summary>Whether it is an amount of money; otherwise it is a quantity or a number.</summary>
    public static bool IsMoney(this Measure measure) => measure is Measure.NetAmount or Measure.GrossAmount or Measure.Margin;

    /// <summary>How many of the stored unit (minor units; thousandths of a quantity or number) make one of the definition's.</summary>
    public static int Scale(this Measure measure) => measure.IsMoney() ? Money.MinorPerUnit : Quantity.MilliPerUnit;

    /// <summary>Whether what is paid on is what decides the tier.</summary>
    public static bool IsBaseTheQualifier(this ProgramLine line)
    {
        ArgumentNullException.ThrowIfNull(line);

        // Asked for every customer, and a line never changes.
        return OneBase.GetValue(line, static asked => new StrongBox<bool>(HasOneBase(asked))).Value;
    }

    private static bool HasOneBase(ProgramLine line) =>
        line.Base.Measure == line.Qualifier.Measure
            && string.Equals(line.Base.Unit, line.Qualifier.Unit, StringComparison.OrdinalIgnoreCase)
            && line.Qualifier.CountsNotForRebate != true
            && SameScope(line.Base.Scope, line.Qualifier.Scope);

    private static bool SameScope(ProductScope left, ProductScope right) =>
        ReferenceEquals(left, right)
        || (Same(left.Include, right.Include) && Same(left.Exclude, right.Exclude)
            && Same(left.Sales?.Include, right.Sales?.Include) && Same(left.Sales?.Exclude, right.Sales?.Exclude));

    private static bool Same(IReadOnlyList<ProductSelector> left, IReadOnlyList<ProductSelector> right) =>
        left.Count == right.Count && left.Zip(right).All(pair =>
            pair.First.Kind == pair.Second.Kind && pair.First.Codes.SequenceEqual(pair.Second.Codes) && Same(pair.First.And ?? [], pair.Second.And ?? []));

    private static bool Same(IReadOnlyList<SalesSelector>? left, IReadOnlyList<SalesSelector>? right) =>
        ReferenceEquals(left, right) || ((left?.Count ?? 0) == (right?.Count ?? 0) && (left ?? []).Zip(right ?? []).All(pair => pair.First.Kind == pair.Second.Kind && pair.First.Codes.SequenceEqual(pair.Second.Codes)));
}
