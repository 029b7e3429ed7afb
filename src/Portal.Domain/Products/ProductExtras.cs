using Portal.Domain.Shared;

namespace Portal.Domain.Products;

/// <summary>What a product may have besides its own fields: units in which it is sold, and properties.</summary>
/// <param name="Units">How many of the product's own units each unit has; null leaves the units as they are.</param>
/// <param name="Attributes">Value by name; null leaves the properties as they are.</param>
public sealed record ProductExtras(IReadOnlyDictionary<string, UnitFactor>? Units, IReadOnlyDictionary<string, string>? Attributes)
{
    /// <summary>Letters of a unit at most.</summary>
    public const int MaxUnit = 20;

    /// <summary>Letters of a property's name at most.</summary>
    public const int MaxName = 50;

    /// <summary>Letters of a property's value at most.</summary>
    public const int MaxValue = 100;

    /// <summary>Reads units: "box=12; pallet=480; g=1/1000".</summary>
    /// <param name="text">The text.</param>
    /// <param name="ownUnit">The product's own unit, which cannot be one of them.</param>
    public static Outcome<IReadOnlyDictionary<string, UnitFactor>> ReadUnits(string? text, string ownUnit)
    {
        var pairs = NamedValues.Read(text, MaxUnit, 25);
        if (!pairs.IsDone)
        {
            return pairs.Refusal;
        }

        var units = new Dictionary<string, UnitFactor>(StringComparer.OrdinalIgnoreCase);
        foreach (var (unit, value) in pairs.Value)
        {
            if (UnitFactor.Parse(value) is not { } factor)
            {
                return new Refusal("product_unit_factor", unit, value);
            }

            if (unit.Equals(ownUnit, StringComparison.OrdinalIgnoreCase))
            {
                return new Refusal("product_unit_own", unit);
            }

            units.Add(unit, factor);
        }

        return units;
    }

    /// <summary>Reads properties: "line=premium; colour=red".</summary>
    public static Outcome<IReadOnlyDictionary<string, string>> ReadAttributes(string? text)
    {
        var pairs = NamedValues.Read(text, MaxName, MaxValue);
        return pairs.IsDone ? new Dictionary<string, string>(pairs.Value, StringComparer.OrdinalIgnoreCase) : pairs.Refusal;
    }
}
