using Portal.Domain.Programs;
using Portal.Domain.Settlements;

namespace Portal.Domain.Tests.Settlements;

/// <summary>One line of a programme on the sales of one customer or family.</summary>
internal sealed class OracleLine
{
    private readonly ProgramDefinition _program;
    private readonly ProgramLine _line;
    private readonly PlanMasterData _master;
    private readonly List<PlanCustomer> _members;
    private readonly List<OracleSale> _all;
    private readonly List<OracleSale> _counted;
    private readonly List<(DateOnly From, DateOnly To)> _days;
    private readonly bool _isLast;

    public OracleLine(ProgramDefinition program, ProgramLine line, PlanMasterData master, List<PlanCustomer> members, List<OracleSale> all, List<OracleSale> counted, List<(DateOnly From, DateOnly To)> days, bool isLast)
    {
        (_program, _line, _master, _members, _all, _counted, _days, _isLast) = (program, line, master, members, all, counted, days, isLast);
        Earning = [.. counted.Where(Earns)];
    }

    public List<OracleSale> Earning { get; }

    public bool HasSales => Earning.Count > 0 || Advance != 0 || _counted.Any(Qualifies);

    public decimal Advance => _line.Advance switch
    {
        null => 0,
        { Amount: { } amount } => amount,
        _ => Figures("f1").Where(figure => figure.From >= _days[0].From && figure.From <= _days[^1].To).Sum(figure => figure.Value),
    };

    /// <summary>The measure of sales, in units of money, of the product or of one.</summary>
    public static decimal Sum(Measure measure, string? unit, List<OracleSale> sales) => measure switch
    {
        Measure.NetAmount => Round(sales.Sum(sale => sale.Net), 100),
        Measure.GrossAmount => Round(sales.Sum(sale => sale.Gross), 100),
        Measure.Margin => Round(sales.Sum(sale => sale.Net - sale.Cost), 100),
        Measure.Quantity => Round(sales.GroupBy(sale => sale.Product).Sum(product => product.Sum(sale => sale.Quantity) / (unit is null ? 1 : product.Key.UnitFactors[unit])), 1000),
        Measure.ProductCount => sales.GroupBy(sale => sale.Product).Count(product => Round(product.Sum(Size), 1_000_000) > 0),
        _ => sales.GroupBy(sale => sale.Product).SelectMany(Kept).Distinct().Count(),
    };

    public decimal Rebate(decimal taken)
    {
        var qualifying = _counted.Where(Qualifies).ToList();
        var qualifier = Sum(_line.Qualifier.Measure, _line.Qualifier.Unit, qualifying);
        var whole = Sum(_line.Base.Measure, _line.Base.Unit, Earning);
        var payerBase = Math.Max(Math.Min(0, whole), whole - taken);
        var compare = _line.Qualifier.Compare;
        var isSame = _line.IsBaseTheQualifier();
        var reference = compare is null ? 0 : Reference(_line.Qualifier.Measure, _line.Qualifier.Unit, Qualifies);
        var baseReference = compare is null ? 0 : isSame ? reference : Reference(_line.Base.Measure, _line.Base.Unit, Earns);
        var hasNothing = compare is not null && reference <= 0;
        if (hasNothing)
        {
            (reference, baseReference) = (0, 0);
        }

        decimal Bound(decimal value) => compare?.As switch
        {
            ComparisonAs.Difference => reference + value,
            ComparisonAs.RatioPercent => reference * value / 100,
            ComparisonAs.GrowthPercent => reference + (reference * value / 100),
            _ => value,
        };

        var met = (_line.Mix?.Conditions ?? []).Count(condition => Sum(condition.Measure, condition.Unit, [.. _counted.Where(sale => Counts(sale) && IsIn(condition.Scope, sale))]) >= condition.AtLeast);
        var reached = _line.Tiers.Where(tier => Bound(tier.From) <= qualifier).ToList();
        if (qualifier <= 0 || (hasNothing && compare!.WithoutBase != WithoutBase.Zero) || met < (_line.Mix?.Enough ?? _line.Mix?.Conditions.Count ?? 0) || (_line.Minimum is { } minimum && qualifier < Bound(minimum)))
        {
            reached = [];
        }

        var raw = reached.Count == 0 ? 0 : Math.Max(0, Raw(qualifier, payerBase, isSame && taken == 0, reference, baseReference, [.. _line.Tiers.Select(tier => Bound(tier.From))], reached.Count - 1, qualifying, out payerBase));
        if (_line.Provisional is { } provisional && !_isLast)
        {
            raw = provisional switch
            {
                { PercentOfRebate: { } percent } => raw * percent / 100,
                { RatePercent: { } rate } => Math.Max(0, payerBase) * rate / 100,
                _ => Math.Max(0, payerBase) * provisional.AmountPerUnit!.Value,
            };
        }
        else if (_line.Guarantee is { } guarantee && qualifier > 0 && _counted.Any(sale => !sale.IsReturn && (Qualifies(sale) || Earns(sale))))
        {
            raw = Math.Max(raw, guarantee);
        }

        var units = raw / _program.Rounding.Unit;
        return Math.Min((decimal.Floor(units) + (units - decimal.Floor(units) >= 0.5m - OracleSale.Hair ? 1 : 0)) * _program.Rounding.Unit, _line.CapPerCustomer ?? decimal.MaxValue);
    }

    private decimal Raw(decimal qualifier, decimal payerBase, bool isSame, decimal reference, decimal baseReference, List<decimal> bounds, int top, List<OracleSale> qualifying, out decimal paidOn)
    {
        var from = _line.Base.Part switch
        {
            BasePart.ExcessOverTier => bounds[top],
            BasePart.ExcessOverFirstTier => bounds[0],
            BasePart.ExcessOverThreshold => payerBase == 0 ? 0 : Math.Max(0, qualifier * _line.Base.Threshold!.Value / payerBase),
            BasePart.Growth => reference,
            _ => 0,
        };
        paidOn = _line.Base.Part switch
        {
            BasePart.ExcessOverTier or BasePart.ExcessOverFirstTier => isSame ? payerBase - from : payerBase * (qualifier - from) / qualifier,
            BasePart.ExcessOverThreshold => Math.Max(0, payerBase - _line.Base.Threshold!.Value),
            BasePart.Growth => Math.Max(0, payerBase - baseReference),
            _ => payerBase,
        };
        var units = _line.SlabPricing == SlabPricing.Actual ? Units(qualifying) : null;
        if (units is not null)
        {
            paidOn = units.Sum(unit => unit.Value * Math.Max(0, Math.Min(qualifier, unit.At + unit.Size) - Math.Max(from, unit.At)) / unit.Size);
        }

        var tier = _line.Tiers[top];
        var isFixed = _line.TierMode is TierMode.FixedAmount or TierMode.HigherOf || (_line.TierMode is TierMode.Linear or TierMode.SumOfReached && tier.Amount is not null);
        if (paidOn <= 0 && !isFixed)
        {
            return 0;
        }

        var on = paidOn;
        decimal Pay(Tier of, decimal part) => part * (of.RatePercent / 100 ?? of.AmountPerUnit!.Value);
        decimal Slab(decimal low, decimal high)
        {
            low = Math.Max(low, from);
            return high <= low ? 0
                : units is not null ? units.Sum(unit => unit.Value * Math.Max(0, Math.Min(high, unit.At + unit.Size) - Math.Max(low, unit.At)) / unit.Size)
                : isSame ? high - low : on * (high - low) / (qualifier - from);
        }

        decimal End(int index) => index < top ? bounds[index + 1] : qualifier;
        switch (_line.TierMode)
        {
            case TierMode.WholeVolume or TierMode.PerUnit:
                return Pay(tier, on);
            case TierMode.FixedAmount:
                return tier.Amount!.Value;
            case TierMode.HigherOf:
                return Math.Max(tier.Amount!.Value, Pay(tier, on));
            case TierMode.PerFullMultiple:
                var times = on / tier.MultipleOf!.Value;
                return (_line.ProRata == true ? times : decimal.Truncate(times)) * tier.Amount!.Value;
            case TierMode.SumOfReached when tier.Amount is not null:
                return _line.Tiers.Take(top + 1).Sum(other => other.Amount!.Value);
            case TierMode.Linear:
                var next = top + 1 < bounds.Count ? _line.Tiers[top + 1] : tier;
                var way = next == tier ? 0 : (qualifier - bounds[top]) / (bounds[top + 1] - bounds[top]);
                decimal Between(Func<Tier, decimal?> value) => (value(tier)!.Value * (1 - way)) + (value(next)!.Value * way);
                return tier.Amount is not null ? Between(other => other.Amount) : on * (tier.RatePercent is not null ? Between(other => other.RatePercent) / 100 : Between(other => other.AmountPerUnit));
            default:
                return Enumerable.Range(0, top + 1).Sum(index => Pay(_line.Tiers[index], _line.TierMode switch
                {
                    TierMode.Slab => Slab(bounds[index], End(index)),
                    TierMode.Rolling => Slab(0, End(index)),
                    _ => Slab(0, qualifier),
                }));
        }
    }

    /// <summary>What was kept, layer by layer: from where it lies, how much it is and what it is worth.</summary>
    private List<(decimal At, decimal Size, decimal Value)> Units(List<OracleSale> qualifying)
    {
        var layers = new List<(decimal Size, decimal Value)>();
        var owed = 0m;
        foreach (var sale in qualifying.OrderBy(sale => sale.On).ThenBy(sale => sale.IsReturn).ThenBy(sale => sale.Detail.DocumentNumber, StringComparer.Ordinal).ThenBy(sale => sale.Detail.LineNumber).ThenBy(sale => sale.Key))
        {
            var size = sale.Quantity / (_line.Qualifier.Unit is null ? 1 : sale.Product.UnitFactors[_line.Qualifier.Unit]);
            var worth = Earns(sale) ? Sum(_line.Base.Measure, _line.Base.Unit, [sale]) : 0;
            owed += Math.Max(0, -size);
            if (size > 0)
            {
                layers.Add((size, worth));
            }

            while (owed > 0 && layers.Count > 0)
            {
                var (last, value) = layers[^1];
                layers.RemoveAt(layers.Count - 1);
                if (last > owed)
                {
                    layers.Add((last - owed, value * (last - owed) / last));
                }

                owed = Math.Max(0, owed - last);
            }
        }

        var result = new List<(decimal, decimal, decimal)>();
        var at = 0m;
        foreach (var (size, value) in layers)
        {
            result.Add((at, size, value));
            at += size;
        }

        return result;
    }

    private decimal Reference(Measure measure, string? unit, Func<OracleSale, bool> counts)
    {
        var compare = _line.Qualifier.Compare!;
        decimal? Figure(PlanCustomer customer)
        {
            var figures = compare.List is not null
                ? _master.Figures.Where(figure => figure.CustomerId == customer.Id).Select(figure => (figure.From, figure.To, figure.Value)).ToList()
                : [.. compare.Figures!.Where(figure => figure.Customer == customer.Number).Select(figure => (figure.From ?? DateOnly.MinValue, figure.To ?? DateOnly.MaxValue, figure.Value))];
            var within = figures.Where(figure => figure.Item1 >= _days[0].From && figure.Item2 <= _days[^1].To).ToList();
            var around = figures.Where(figure => figure.Item1 <= _days[0].From && figure.Item2 >= _days[^1].To).OrderBy(figure => figure.Item2.DayNumber - figure.Item1.DayNumber).ToList();
            return within.Count > 0 ? within.Sum(figure => figure.Item3) : around.Count > 0 ? around[0].Item3 : null;
        }

        return compare.Against switch
        {
            ComparisonAgainst.YearBefore => Sum(measure, unit, [.. _all.Where(sale => counts(sale) && _days.Any(days => sale.On.Year > 1 && days.From <= sale.On.AddYears(1) && sale.On.AddYears(1) <= days.To))]),
            ComparisonAgainst.Days => Sum(measure, unit, [.. _all.Where(sale => counts(sale) && compare.From <= sale.On && sale.On <= compare.To)]),
            ComparisonAgainst.Value => compare.Value!.Value,
            ComparisonAgainst.Total => Sum(measure, unit, [.. _counted.Where(sale => Counts(sale) && IsIn(compare.Scope ?? ProductScope.Everything, sale))]),
            _ => Figure(_members[0]) ?? _members.Sum(member => Figure(member) ?? 0),
        };
    }

    private IEnumerable<PlanFigure> Figures(string list) => _master.Figures.Where(figure => figure.List == list && _members.Exists(member => member.Id == figure.CustomerId));

    private bool Counts(OracleSale sale) => !sale.Detail.IsNotForRebate || _line.Qualifier.CountsNotForRebate == true;

    private bool Qualifies(OracleSale sale) => Counts(sale) && IsIn(_line.Qualifier.Scope, sale);

    private bool Earns(OracleSale sale) => !sale.Detail.IsNotForRebate && IsIn(_line.Base.Scope, sale);

    private bool IsIn(ProductScope scope, OracleSale sale) =>
        scope.Include.Any(selector => Is(selector, sale.Product)) && !scope.Exclude.Any(selector => Is(selector, sale.Product))
        && (scope.Sales is not { } sales
            || (sales.Include.All(selector => Is(selector, sale) || sales.Include.Any(other => other.Kind == selector.Kind && Is(other, sale))) && !sales.Exclude.Any(selector => Is(selector, sale))));

    private static bool Is(SalesSelector selector, OracleSale sale) => selector.Codes.Contains(selector.Kind switch
    {
        SalesSelectorKind.Channel => sale.Detail.Channel!,
        SalesSelectorKind.Region => (sale.Detail.RegionCode ?? sale.Customer.RegionCode)!,
        SalesSelectorKind.CustomerLevel => sale.Customer.LevelCode!,
        SalesSelectorKind.Salesperson => (sale.Detail.Salesperson ?? sale.Customer.Salesperson)!,
        _ => throw new NotSupportedException(),
    });

    private bool Is(ProductSelector selector, PlanProduct product) => selector.Kind switch
    {
        ProductSelectorKind.All => true,
        ProductSelectorKind.Product => selector.Codes.Contains(product.Number),
        ProductSelectorKind.Brand => selector.Codes.Contains(product.BrandCode),
        ProductSelectorKind.Attribute => product.Attributes.Any(selector.Codes.Contains),
        _ => IsUnder(product.CategoryCode, selector.Codes),
    };

    private bool IsUnder(string? category, IReadOnlyList<string> codes) =>
        category is not null && (codes.Contains(category) || IsUnder(_master.Categories.Single(row => row.Code == category).ParentCode, codes));

    // Thousandths of a unit, or cents of what is sold without a quantity.
    private static decimal Size(OracleSale sale) => sale.Quantity != 0 ? sale.Quantity * 1000 : sale.Net * 100;

    private static IEnumerable<long> Kept(IGrouping<PlanProduct, OracleSale> product)
    {
        var back = product.Where(sale => sale.IsReturn).Sum(sale => -Size(sale));
        var documents = product.Where(sale => !sale.IsReturn).GroupBy(sale => sale.Detail.DocumentId)
            .Select(sales => (Id: sales.Key, sales.First().Detail.DocumentNumber, LastOn: sales.Max(sale => sale.On), Size: Round(sales.Sum(Size), 1_000_000)))
            .Where(document => document.Size > 0);
        foreach (var document in documents.OrderByDescending(document => document.LastOn).ThenByDescending(document => document.DocumentNumber, StringComparer.Ordinal))
        {
            var kept = document.Size - back;
            back = Math.Max(0, -kept);
            if (kept > 0)
            {
                yield return document.Id;
            }
        }
    }

    private static decimal Round(decimal value, int scale) => Math.Sign(value) * decimal.Floor((Math.Abs(value) * scale) + 0.5m + OracleSale.Hair) / scale;
}
