using Portal.Domain.Programs;
using Portal.Domain.Settlements;

namespace Portal.Domain.Tests.Settlements;

/// <summary>The same result reckoned anew, slowly and plainly in decimals of whole units: no code is shared with the engine beyond the definitions.</summary>
internal static class Oracle
{
    /// <summary>What every period that ended by a day earns: by programme, customer, line and first day of the period.</summary>
    public static Dictionary<(string Program, string Customer, int Line, DateOnly From), decimal> Earned(
        IReadOnlyList<ProgramDefinition> programs,
        PlanMasterData master,
        IReadOnlyList<SalesFact> sales,
        DateOnly asOf)
    {
        var result = new Dictionary<(string, string, int, DateOnly), decimal>();
        foreach (var program in programs)
        {
            var customers = master.Customers.Where(customer => TakesPart(program, customer, master) && !IsExcluded(program, customer, programs, master)).ToList();
            var totals = new Dictionary<(string Customer, int Line), decimal>();
            foreach (var (from, to) in Periods(program).Where(period => period.To <= asOf))
            {
                var start = program.PeriodMode == PeriodMode.Cumulative ? program.ValidFrom : from;
                var rebates = new List<((string Customer, int Line) Key, decimal Rebate)>();
                foreach (var customer in customers.OrderBy(customer => customer.Id))
                {
                    var own = sales.Where(sale => sale.CustomerId == customer.Id && sale.On >= start && sale.On <= to && Periods(program).Any(period => period.From <= sale.On && sale.On <= period.To)).ToList();
                    rebates.AddRange(program.Lines.Select(line => ((customer.Number, line.Number), Rebate(program, line, own, master))));
                }

                if (program.CapPerProgram is { } cap && rebates.Sum(entry => entry.Rebate) > cap)
                {
                    rebates = Share(cap, rebates);
                }

                foreach (var (key, rebate) in rebates)
                {
                    var before = program.PeriodMode == PeriodMode.Cumulative ? totals.GetValueOrDefault(key) : 0;
                    result[(program.Code, key.Customer, key.Line, from)] = rebate - before;
                    totals[key] = rebate;
                }
            }
        }

        return result;
    }

    private static List<((string, int) Key, decimal Rebate)> Share(decimal cap, List<((string Customer, int Line) Key, decimal Rebate)> rebates)
    {
        var sum = rebates.Sum(entry => entry.Rebate);
        var exact = rebates.Select(entry => cap * entry.Rebate / sum).ToList();
        var floors = exact.Select(share => decimal.Floor(share * 100) / 100).ToList();
        var left = (int)((cap - floors.Sum()) * 100);
        foreach (var index in Enumerable.Range(0, floors.Count).OrderByDescending(index => exact[index] - floors[index]).ThenBy(index => index).Take(left))
        {
            floors[index] += 0.01m;
        }

        return [.. rebates.Select((entry, index) => (entry.Key, floors[index]))];
    }

    private static decimal Rebate(ProgramDefinition program, ProgramLine line, List<SalesFact> sales, PlanMasterData master)
    {
        decimal Sum(Measure measure, ProductScope scope) => sales
            .Where(sale => IsIn(scope, master.Products.Single(product => product.Id == sale.ProductId), master))
            .Sum(sale => measure == Measure.NetAmount ? sale.NetMinor / 100m : sale.QuantityMilli / 1000m);

        var qualifier = Sum(line.Qualifier.Measure, line.Qualifier.Scope);
        var payerBase = Sum(line.Base.Measure, line.Base.Scope);
        var reached = line.Tiers.LastOrDefault(tier => tier.From <= qualifier);
        if (qualifier <= 0 || reached is null || qualifier < (line.Minimum ?? 0) || (payerBase <= 0 && line.TierMode != TierMode.FixedAmount))
        {
            return 0;
        }

        var raw = line.TierMode switch
        {
            TierMode.WholeVolume => payerBase * reached.RatePercent!.Value / 100,
            TierMode.FixedAmount => reached.Amount!.Value,
            TierMode.PerUnit => payerBase * reached.AmountPerUnit!.Value,
            TierMode.PerFullMultiple => decimal.Truncate(payerBase / reached.MultipleOf!.Value) * reached.Amount!.Value,
            _ => line.Tiers.Where(tier => tier.From < qualifier || (tier.From == qualifier && line.TierMode != TierMode.Slab)).Select((tier, index) =>
            {
                var upper = Math.Min(qualifier, index + 1 < line.Tiers.Count ? line.Tiers[index + 1].From : decimal.MaxValue);
                var part = line.TierMode switch { TierMode.Rolling => upper, TierMode.SumOfReached => qualifier, _ => upper - tier.From };
                var share = line.Base.Measure == line.Qualifier.Measure && qualifier == payerBase ? part : payerBase * part / qualifier;
                return share * (tier.RatePercent / 100 ?? tier.AmountPerUnit!.Value);
            }).Sum(),
        };
        var unit = program.Rounding.Unit;
        var units = raw / unit;
        var rounded = decimal.Floor(units) + (units - decimal.Floor(units) >= 0.5m ? 1 : 0);
        return Math.Min(rounded * unit, line.CapPerCustomer ?? decimal.MaxValue);
    }

    private static bool TakesPart(ProgramDefinition program, PlanCustomer customer, PlanMasterData master) =>
        program.Participants.Include.Any(selector => Is(selector, customer, master)) && !program.Participants.Exclude.Any(selector => Is(selector, customer, master));

    private static bool IsExcluded(ProgramDefinition program, PlanCustomer customer, IReadOnlyList<ProgramDefinition> programs, PlanMasterData master) =>
        program.ExclusiveGroup is not null && programs.Any(other =>
            other.ExclusiveGroup == program.ExclusiveGroup
            && TakesPart(other, customer, master)
            && (other.Priority < program.Priority || (other.Priority == program.Priority && string.CompareOrdinal(other.Code, program.Code) < 0)));

    private static bool Is(CustomerSelector selector, PlanCustomer customer, PlanMasterData master) => selector.Kind switch
    {
        CustomerSelectorKind.All => true,
        CustomerSelectorKind.Customer => selector.Codes.Contains(customer.Number),
        CustomerSelectorKind.Group => selector.Codes.Contains(customer.GroupCode),
        CustomerSelectorKind.Level => selector.Codes.Contains(customer.LevelCode),
        CustomerSelectorKind.Region => selector.Codes.Contains(customer.RegionCode),
        _ => selector.Codes.Contains(customer.Number) || (customer.ParentId is { } parent && Is(selector, master.Customers.Single(other => other.Id == parent), master)),
    };

    private static bool IsIn(ProductScope scope, PlanProduct product, PlanMasterData master) =>
        scope.Include.Any(selector => Is(selector, product, master)) && !scope.Exclude.Any(selector => Is(selector, product, master));

    private static bool Is(ProductSelector selector, PlanProduct product, PlanMasterData master) => selector.Kind switch
    {
        ProductSelectorKind.All => true,
        ProductSelectorKind.Product => selector.Codes.Contains(product.Number),
        ProductSelectorKind.Brand => selector.Codes.Contains(product.BrandCode),
        _ => IsUnder(product.CategoryCode, selector.Codes, master),
    };

    private static bool IsUnder(string? category, IReadOnlyList<string> codes, PlanMasterData master) =>
        category is not null && (codes.Contains(category) || IsUnder(master.Categories.Single(row => row.Code == category).ParentCode, codes, master));

    private static IEnumerable<(DateOnly From, DateOnly To)> Periods(ProgramDefinition program)
    {
        if (program.Period.Kind == PeriodKind.Custom)
        {
            return program.Period.Custom.Select(period => (period.From, period.To));
        }

        // Day by day: a period ends where the next day has another name.
        string Name(DateOnly day) => program.Period.Kind switch
        {
            PeriodKind.Month => $"{day.Year} {day.Month}",
            PeriodKind.Quarter => $"{day.Year} {(day.Month - 1) / 3}",
            PeriodKind.HalfYear => $"{day.Year} {(day.Month - 1) / 6}",
            _ => $"{day.Year}",
        };
        return Enumerable.Range(0, program.ValidTo.DayNumber - program.ValidFrom.DayNumber + 1)
            .Select(program.ValidFrom.AddDays)
            .GroupBy(Name)
            .Select(days => (days.First(), days.Last()));
    }
}
