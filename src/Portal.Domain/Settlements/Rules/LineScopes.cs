using Portal.Domain.Programs;

namespace Portal.Domain.Settlements.Rules;

/// <summary>Which sales lines count for what on a line of a programme.</summary>
internal sealed class LineScopes
{
    private readonly Func<SoldLine, bool> _qualifies;
    private readonly Func<SoldLine, bool> _earns;
    private readonly Func<SoldLine, bool> _totals;
    private readonly bool _countsNotForRebate;

    /// <summary>By the line's scopes.</summary>
    public LineScopes(ProgramLine line, SelectorSets sets)
        : this(line, sets, Of(line.Qualifier.Scope, sets), Of(line.Base.Scope, sets))
    {
    }

    /// <summary>By other questions in place of the qualifying and the earning scope.</summary>
    public LineScopes(ProgramLine line, SelectorSets sets, Func<SoldLine, bool> qualifies, Func<SoldLine, bool> earns)
    {
        _qualifies = qualifies;
        _earns = earns;
        _totals = line.Qualifier.Compare is { Against: ComparisonAgainst.Total } compare ? Of(compare.Scope ?? ProductScope.Everything, sets) : _ => false;
        _countsNotForRebate = line.Qualifier.CountsNotForRebate == true;
        Conditions = [.. (line.Mix?.Conditions ?? []).Select(condition => Of(condition.Scope, sets)).Select(isIn => (Func<SoldLine, bool>)(sold => MayQualify(sold) && isIn(sold)))];
    }

    /// <summary>The question whether a sale is in a scope.</summary>
    public static Func<SoldLine, bool> Of(ProductScope scope, SelectorSets sets)
    {
        var products = sets.Contains(scope);
        var sales = SelectorSets.Sells(scope.Sales);
        var known = new System.Collections.Concurrent.ConcurrentDictionary<long, bool>();
        return sold => known.GetOrAdd(sold.Product.Id, (_, product) => products(product), sold.Product) && sales(sold);
    }

    /// <summary>By condition of the mix.</summary>
    public IReadOnlyList<Func<SoldLine, bool>> Conditions { get; }

    public bool Qualifies(SoldLine sold) => MayQualify(sold) && _qualifies(sold);

    public bool Earns(SoldLine sold) => !sold.Detail.IsNotForRebate && _earns(sold);

    public bool Totals(SoldLine sold) => MayQualify(sold) && _totals(sold);

    public bool Concerns(SoldLine sold) => Qualifies(sold) || Earns(sold) || Totals(sold) || Conditions.Any(condition => condition(sold));

    private bool MayQualify(SoldLine sold) => _countsNotForRebate || !sold.Detail.IsNotForRebate;
}
