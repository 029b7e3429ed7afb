namespace Portal.Domain.Programs;

/// <summary>What the rules of a programme need to be computed: sums of net amounts and quantities, or every sales line with its details.</summary>
public static class RuleNeeds
{
    /// <summary>Whether sums of net amounts and quantities are not enough.</summary>
    public static bool NeedsDetails(this ProgramDefinition definition)
    {
        ArgumentNullException.ThrowIfNull(definition);
        return definition.Documents is not null
            || definition.RollUp is not null
            || definition.CapPerCustomer is not null
            || definition.BestOfGroup is not null
            || definition.Stacking is not null
            || definition.Lines.Any(NeedsDetails);
    }

    /// <summary>Whether what a programme computes depends on other programmes being computed with it.</summary>
    public static bool IsRelatedTo(this ProgramDefinition definition, ProgramDefinition other)
    {
        ArgumentNullException.ThrowIfNull(definition);
        ArgumentNullException.ThrowIfNull(other);
        return (definition.BestOfGroup is { } bestOf && string.Equals(bestOf, other.BestOfGroup, StringComparison.OrdinalIgnoreCase))
            || (definition.Stacking is { } stacking && string.Equals(stacking.Group, other.Stacking?.Group, StringComparison.OrdinalIgnoreCase));
    }

    private static bool NeedsDetails(ProgramLine line) =>
        !IsSummed(line.Qualifier.Measure, line.Qualifier.Unit, line.Qualifier.Scope)
        || !IsSummed(line.Base.Measure, line.Base.Unit, line.Base.Scope)
        || line.Qualifier.CountsNotForRebate == true
        || line.Qualifier.Compare is not null
        || line.Base.Part is not null
        || line.Mix is not null
        || line.SlabPricing == SlabPricing.Actual
        || line.ReducedByLines is not null
        || line.BestOfGroup is not null
        || line.Provisional is not null
        || line.Guarantee is not null
        || line.Advance is not null;

    private static bool IsSummed(Measure measure, string? unit, ProductScope scope) =>
        measure is Measure.NetAmount or Measure.Quantity && unit is null && scope.Sales is null;
}
