using Portal.Domain.Programs;

namespace Portal.Domain.Tests.Settlements;

/// <summary>Adds rules to a random programme; whether they go together is for the validation to say.</summary>
internal static class RandomRules
{
    public static ProgramDefinition Add(ProgramDefinition program, Random random, Func<ProductScope> scope)
    {
        bool Chance(int oneIn) => random.Next(oneIn) == 0;
        var decorated = program with
        {
            Documents = Chance(3) ? new DocumentRule(Pick<DocumentCount>(random)) { Date = Chance(2) ? null : Pick<DocumentDate>(random), WithinDays = Chance(4) ? random.Next(90) : null } : null,
            RollUp = Chance(4) ? new RollUpRule(Pick<RollUpPayTo>(random)) : null,
            CapPerCustomer = Chance(6) ? random.Next(1, 200) : null,
            Budget = Chance(5) ? random.Next(1, 800) : null,
            BestOfGroup = Chance(5) ? "best" : null,
            Stacking = Chance(4) ? new StackingRule("stack", random.Next(1, 4)) : null,
        };
        return decorated with { Lines = [.. decorated.Lines.Select(line => Chance(4) ? line : Add(decorated, line, random, scope))] };
    }

    private static T Pick<T>(Random random)
        where T : struct, Enum => Enum.GetValues<T>()[random.Next(Enum.GetValues<T>().Length)];

    private static ProgramLine Add(ProgramDefinition program, ProgramLine line, Random random, Func<ProductScope> scope)
    {
        bool Chance(int oneIn) => random.Next(oneIn) == 0;
        Measure Other(Measure measure) => !Chance(2) ? measure : measure == Measure.NetAmount
            ? new[] { Measure.GrossAmount, Measure.Margin }[random.Next(2)]
            : new[] { Measure.OrderCount, Measure.ProductCount, Measure.Quantity }[random.Next(3)];
        var compare = Chance(2) ? Comparison(random, scope) : null;
        var qualifier = line.Qualifier with
        {
            Measure = Other(line.Qualifier.Measure),
            Scope = line.Qualifier.Scope with { Sales = Chance(4) ? Sales(random) : null },
            CountsNotForRebate = Chance(5) ? true : null,
            Compare = compare,
        };
        qualifier = qualifier with { Unit = qualifier.Measure == Measure.Quantity && Chance(4) ? "case" : null };
        var payerBase = Chance(3) && qualifier.Measure == line.Base.Measure ? new PayerBase(qualifier.Measure) { Scope = qualifier.Scope, Unit = qualifier.Unit } : line.Base with { Measure = Other(line.Base.Measure) };
        var part = Chance(3) ? Pick<BasePart>(random) : (BasePart?)null;
        // Bounds in percent are small numbers.
        var tiers = compare is { As: not ComparisonAs.Difference } ? line.Tiers.Select((tier, index) => tier with { From = (index * 20) + random.Next(1, 20) }) : line.Tiers;
        return line with
        {
            Qualifier = qualifier,
            Base = payerBase with { Part = part, Threshold = part == BasePart.ExcessOverThreshold ? random.Next(0, 500) : null },
            Tiers = [.. tiers],
            Minimum = compare is null ? line.Minimum : null,
            Cap = Chance(6) ? random.Next(1, 400) : null,
            Mix = Chance(5) ? Mix(random, scope) : null,
            SlabPricing = line.TierMode == TierMode.Slab && Chance(2) ? Pick<SlabPricing>(random) : null,
            ProRata = line.TierMode == TierMode.PerFullMultiple && Chance(2) ? true : null,
            ReducedByLines = line.Number > 1 && Chance(3) ? [line.Number - 1] : null,
            BestOfGroup = program.Lines.Count > 1 && Chance(4) ? "lines" : null,
            Provisional = program.PeriodMode == PeriodMode.Cumulative && Chance(4)
                ? Chance(2) ? new ProvisionalRule { PercentOfRebate = random.Next(0, 100) } : payerBase.Measure.IsMoney() ? new ProvisionalRule { RatePercent = 1.5m } : new ProvisionalRule { AmountPerUnit = 0.25m }
                : null,
            Guarantee = Chance(6) ? random.Next(1, 100) : null,
            Advance = Chance(6) ? Chance(2) ? new AdvanceRule { Amount = random.Next(1, 100) } : new AdvanceRule { List = "f1" } : null,
        };
    }

    private static Comparison Comparison(Random random, Func<ProductScope> scope)
    {
        var against = Pick<ComparisonAgainst>(random);
        var without = Pick<WithoutBase>(random);
        var compare = new Comparison(against, Pick<ComparisonAs>(random));
        return against switch
        {
            ComparisonAgainst.YearBefore => compare with { WithoutBase = without },
            ComparisonAgainst.Days => compare with { From = new DateOnly(2025, 1, 1), To = new DateOnly(2025, 12, 31), WithoutBase = without },
            ComparisonAgainst.Value => compare with { Value = random.Next(1, 5000) },
            ComparisonAgainst.Figures => random.Next(2) == 0
                ? compare with { List = "f1", WithoutBase = without }
                : compare with { Figures = [new NamedFigure("C1", random.Next(0, 4000)), new NamedFigure("C2", random.Next(0, 4000)) { From = new DateOnly(2026, 1, 1), To = new DateOnly(2026, 12, 31) }], WithoutBase = without },
            _ => compare with { Scope = scope() },
        };
    }

    private static SalesScope Sales(Random random) => new()
    {
        Include = random.Next(2) == 0
            ? [new SalesSelector(SalesSelectorKind.Channel, ["online"])]
            : [new SalesSelector(SalesSelectorKind.Region, ["east"]), new SalesSelector(SalesSelectorKind.CustomerLevel, ["gold", "silver"])],
        Exclude = random.Next(2) == 0 ? [new SalesSelector(SalesSelectorKind.Salesperson, ["S1"])] : [],
    };

    private static ProductMix Mix(Random random, Func<ProductScope> scope)
    {
        var conditions = Enumerable.Range(0, random.Next(1, 4)).Select(_ => new MixCondition(Pick<Measure>(random), random.Next(0, 300)) { Scope = scope() }).ToList();
        return new ProductMix(conditions) { Enough = random.Next(2) == 0 ? null : random.Next(1, conditions.Count + 1) };
    }
}
