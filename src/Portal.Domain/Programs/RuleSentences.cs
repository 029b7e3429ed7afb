using Portal.Domain.Shared;

namespace Portal.Domain.Programs;

/// <summary>The sentences of rules that most programmes do not use.</summary>
internal static class RuleSentences
{
    /// <summary>What else decides the tier.</summary>
    public static void AddQualifier(ProgramLine line, ProgramNames names, List<Sentence> sentences)
    {
        if (line.Qualifier.Unit is { } unit)
        {
            sentences.Add(new Sentence("programs.say.unit", unit));
        }

        if (line.Qualifier.CountsNotForRebate == true)
        {
            sentences.Add(new Sentence("programs.say.countsNotForRebate"));
        }

        if (line.Qualifier.Compare is { } compare)
        {
            sentences.Add(Comparison(line.Qualifier.Measure, compare, names));
            if (compare.WithoutBase is { } without)
            {
                sentences.Add(new Sentence($"programs.say.withoutBase.{ProgramSentences.Name(without)}"));
            }
        }

        if (line.Mix is { } mix)
        {
            var conditions = new SentenceList([.. mix.Conditions.Select(condition => new Sentence(
                "programs.say.mixCondition",
                new SettingWord(condition.Measure),
                ProgramSentences.Scope(condition.Scope, names),
                ProgramSentences.Bound(condition.Measure, condition.AtLeast)))]);
            sentences.Add(mix.Enough is { } enough ? new Sentence("programs.say.mixEnough", conditions, enough) : new Sentence("programs.say.mixAll", conditions));
        }
    }

    /// <summary>What else decides how much is paid.</summary>
    public static void AddPayment(ProgramDefinition definition, ProgramLine line, ProgramNames names, List<Sentence> sentences)
    {
        var isCumulative = definition.PeriodMode == PeriodMode.Cumulative;
        if (line.Base.Unit is { } unit && line.Qualifier.Unit is null)
        {
            sentences.Add(new Sentence("programs.say.unit", unit));
        }

        if (line.Base.Part is { } part and not BasePart.All)
        {
            sentences.Add(new Sentence($"programs.say.part.{ProgramSentences.Name(part)}", ProgramSentences.Bound(line.Base.Measure, line.Base.Threshold ?? 0)));
        }

        if (line.SlabPricing is { } pricing)
        {
            sentences.Add(new Sentence($"programs.say.slabPricing.{ProgramSentences.Name(pricing)}"));
        }

        if (line.ProRata == true)
        {
            sentences.Add(new Sentence("programs.say.proRata"));
        }

        if (line.ReducedByLines is { } lines)
        {
            sentences.Add(new Sentence("programs.say.reducedByLines", new SentenceList([.. lines]), lines.Count));
        }

        if (line.Cap is { } cap)
        {
            sentences.Add(new Sentence(isCumulative ? "programs.say.capCumulative" : "programs.say.cap", ProgramSentences.Amount(cap)));
        }

        if (line.BestOfGroup is { } group)
        {
            sentences.Add(new Sentence("programs.say.bestOfLines", group));
        }

        if (line.Provisional is { } provisional)
        {
            sentences.Add(provisional switch
            {
                { RatePercent: { } rate } => new Sentence("programs.say.provisional.rate", Rate.FromPercent(rate)),
                { AmountPerUnit: { } amount } => new Sentence("programs.say.provisional.perUnit", amount),
                _ => new Sentence("programs.say.provisional.share", Rate.FromPercent(provisional.PercentOfRebate ?? 0)),
            });
        }

        if (line.Guarantee is { } guarantee)
        {
            sentences.Add(new Sentence(isCumulative ? "programs.say.guaranteeCumulative" : "programs.say.guarantee", ProgramSentences.Amount(guarantee)));
        }

        if (line.Advance is { } advance)
        {
            sentences.Add(advance.List is { } list ? new Sentence("programs.say.advance.list", list) : new Sentence("programs.say.advance.amount", ProgramSentences.Amount(advance.Amount ?? 0)));
        }
    }

    /// <summary>What limits the whole programme, and what counts for it.</summary>
    public static void AddLimits(ProgramDefinition definition, List<Sentence> sentences)
    {
        if (definition.CapPerCustomer is { } cap)
        {
            sentences.Add(new Sentence(definition.PeriodMode == PeriodMode.Cumulative ? "programs.say.capOfCustomerCumulative" : "programs.say.capOfCustomer", ProgramSentences.Amount(cap)));
        }

        if (definition.Budget is { } budget)
        {
            sentences.Add(new Sentence("programs.say.budget", ProgramSentences.Amount(budget)));
        }

        if (definition.Documents is { } documents)
        {
            sentences.Add(new Sentence($"programs.say.documents.{ProgramSentences.Name(documents.Count)}", new SettingWord(documents.Date ?? DocumentDate.Document)));
            if (documents.WithinDays is { } days)
            {
                sentences.Add(new Sentence("programs.say.withinDays", days));
            }
        }

        if (definition.RollUp is { } rollUp)
        {
            sentences.Add(new Sentence($"programs.say.rollUp.{ProgramSentences.Name(rollUp.PayTo)}"));
        }

        if (definition.BestOfGroup is { } group)
        {
            sentences.Add(new Sentence("programs.say.bestOf", group));
        }

        if (definition.Stacking is { } stacking)
        {
            sentences.Add(new Sentence("programs.say.stacking", stacking.Group, stacking.Order));
        }
    }

    /// <summary>Who gets it, and as what.</summary>
    public static void AddPayout(ProgramDefinition definition, List<Sentence> sentences)
    {
        var key = $"programs.say.payTo.{ProgramSentences.Name(definition.PayTo)}";
        sentences.Add(definition switch
        {
            { Goods: { } goods } => new Sentence(key, goods.Product, ProgramSentences.Amount(goods.UnitValue)),
            { PointsPerUnit: { } points } => new Sentence(key, points),
            _ => new Sentence(key),
        });
        if (definition.Payee is { } payee and not Payee.Customer)
        {
            sentences.Add(new Sentence("programs.say.payee", new SettingWord(payee)));
            sentences.Add(new Sentence(definition.TellCustomer == true ? "programs.say.customerTold" : "programs.say.customerNotTold"));
        }
    }

    /// <summary>A scope with the sales it is limited to.</summary>
    public static Sentence OfSales(Sentence products, SalesScope sales, ProgramNames names)
    {
        SentenceList List(IReadOnlyList<SalesSelector> selectors) => new([.. selectors.Select(selector => new Sentence("programs.say.sales", new SettingWord(selector.Kind), new SentenceList([.. selector.Codes.Select(code => names.OfSales(selector.Kind, code))])))]);
        return (sales.Include.Count, sales.Exclude.Count) switch
        {
            (0, 0) => products,
            (0, _) => new Sentence("programs.say.scopeSalesOnlyWithout", products, List(sales.Exclude)),
            (_, 0) => new Sentence("programs.say.scopeSales", products, List(sales.Include)),
            _ => new Sentence("programs.say.scopeSalesWithout", products, List(sales.Include), List(sales.Exclude)),
        };
    }

    private static Sentence Comparison(Measure measure, Comparison compare, ProgramNames names)
    {
        var how = new SettingWord(compare.As);
        return compare.Against switch
        {
            ComparisonAgainst.YearBefore => new Sentence("programs.say.compare.yearBefore", how),
            ComparisonAgainst.Days => new Sentence("programs.say.compare.days", how, compare.From, compare.To),
            ComparisonAgainst.Value => new Sentence("programs.say.compare.value", how, ProgramSentences.Bound(measure, compare.Value ?? 0)),
            ComparisonAgainst.Total => new Sentence("programs.say.compare.total", how, ProgramSentences.Scope(compare.Scope ?? ProductScope.Everything, names)),
            _ => compare.List is { } list
                ? new Sentence("programs.say.compare.list", how, list)
                : new Sentence("programs.say.compare.figures", how, compare.Figures?.Count ?? 0),
        };
    }
}
