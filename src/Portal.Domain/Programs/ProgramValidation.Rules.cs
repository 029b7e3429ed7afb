namespace Portal.Domain.Programs;

/// <content>Rules of a line that may contradict each other.</content>
public static partial class ProgramValidation
{
    private static void CheckLineRules(ProgramDefinition definition, int lineIndex, string at, Findings found)
    {
        var line = definition.Lines[lineIndex];
        CheckUnit(line.Qualifier.Unit, line.Qualifier.Measure, at + ".qualifier.unit", found);
        CheckUnit(line.Base.Unit, line.Base.Measure, at + ".base.unit", found);
        CheckComparison(line.Qualifier, at + ".qualifier", found);
        CheckPart(line, at, found);
        CheckMix(line.Mix, at + ".mix", found);
        CheckModeSettings(line, at, found);
        CheckReducedBy(definition, lineIndex, at + ".reducedByLines", found);
        CheckProvisional(definition, line, at + ".provisional", found);
        CheckAmount(line.Guarantee, at + ".guarantee", "program_amount_negative", found);
        if (line.Guarantee > (line.CapPerCustomer ?? definition.CapPerCustomer))
        {
            found.Add(at + ".guarantee", "program_guarantee_over_cap", line.Guarantee, line.CapPerCustomer ?? definition.CapPerCustomer);
        }

        CheckAdvance(definition, line, at + ".advance", found);
        CheckWord(line.BestOfGroup, at + ".bestOfGroup", "program_group_wrong", found);
        if (line.BestOfGroup is { } group && definition.Lines.Count(other => string.Equals(other.BestOfGroup, group, StringComparison.OrdinalIgnoreCase)) < 2)
        {
            found.Add(at + ".bestOfGroup", "program_best_of_alone", group);
        }
    }

    private static void CheckUnit(string? unit, Measure measure, string field, Findings found)
    {
        CheckWord(unit, field, "program_group_wrong", found);
        if (unit is not null && measure != Measure.Quantity)
        {
            found.Add(field, "program_unit_not_for_measure", new SettingWord(measure));
        }
    }

    private static void CheckComparison(Qualifier qualifier, string at, Findings found)
    {
        if (qualifier.Compare is not { } compare)
        {
            return;
        }

        at += ".compare";
        var against = compare.Against;
        CheckWanted(compare.From is not null, against == ComparisonAgainst.Days, at + ".from", against, found);
        CheckWanted(compare.To is not null, against == ComparisonAgainst.Days, at + ".to", against, found);
        CheckWanted(compare.Value is not null, against == ComparisonAgainst.Value, at + ".value", against, found);
        CheckWanted(compare.WithoutBase is not null, against is not (ComparisonAgainst.Value or ComparisonAgainst.Total), at + ".withoutBase", against, found);
        CheckWanted(compare.Scope is not null, against == ComparisonAgainst.Total, at + ".scope", against, found, isRequired: false);
        CheckWanted(compare.List is not null, against == ComparisonAgainst.Figures, at + ".list", against, found, isRequired: compare.Figures is null);
        CheckWanted(compare.Figures is not null, against == ComparisonAgainst.Figures && compare.List is null, at + ".figures", against, found, isRequired: false);
        if (compare.To < compare.From)
        {
            found.Add(at + ".to", "program_period_end_before_start", compare.From, compare.To);
        }

        if (compare.Value <= 0)
        {
            found.Add(at + ".value", "program_figure_not_positive", compare.Value);
        }

        CheckWord(compare.List, at + ".list", "program_group_wrong", found);
        if (compare.Scope is { } scope)
        {
            CheckScope(scope, at + ".scope", found);
        }

        for (var index = 0; index < (compare.Figures?.Count ?? 0); index++)
        {
            CheckFigure(compare.Figures![index], At(at + ".figures", index), found);
        }
    }

    private static void CheckFigure(NamedFigure figure, string at, Findings found)
    {
        CheckWord(figure.Customer, at + ".customer", "program_code_empty", found);
        CheckAmount(figure.Value, at + ".value", "program_amount_negative", found);
        if (figure.From is null != figure.To is null)
        {
            found.Add(at, "program_figure_days_wrong");
        }
        else if (figure.To < figure.From)
        {
            found.Add(at + ".to", "program_period_end_before_start", figure.From, figure.To);
        }
    }

    /// <summary>A setting that one choice needs and the others have no use for.</summary>
    private static void CheckWanted(bool isGiven, bool isWanted, string field, Enum choice, Findings found, bool isRequired = true)
    {
        if (isGiven && !isWanted)
        {
            found.Add(field, "program_setting_not_wanted", new SettingWord(choice));
        }
        else if (!isGiven && isWanted && isRequired)
        {
            found.Add(field, "program_setting_missing", new SettingWord(choice));
        }
    }

    private static void CheckPart(ProgramLine line, string at, Findings found)
    {
        var part = line.Base.Part ?? BasePart.All;
        CheckWanted(line.Base.Threshold is not null, part == BasePart.ExcessOverThreshold, at + ".base.threshold", part, found);
        CheckAmount(line.Base.Threshold, at + ".base.threshold", "program_amount_negative", found);
        if (part == BasePart.All)
        {
            return;
        }

        var rule = TierRule.For(line.TierMode);
        if (line.TierMode == TierMode.FixedAmount || rule.Wanted(line) == TierValues.Amount)
        {
            found.Add(at + ".base.part", "program_part_not_for_mode", new SettingWord(part), new SettingWord(line.TierMode));
        }

        if (part != BasePart.Growth)
        {
            return;
        }

        if (line.Qualifier.Compare is not { } compare || compare.Against == ComparisonAgainst.Total)
        {
            found.Add(at + ".base.part", "program_growth_without_base");
        }
        else if (compare.Against is ComparisonAgainst.Value or ComparisonAgainst.Figures && line.Base.Measure != line.Qualifier.Measure)
        {
            // A figure of one measure says nothing about another.
            found.Add(at + ".base.measure", "program_growth_of_other_measure", new SettingWord(line.Base.Measure), new SettingWord(line.Qualifier.Measure));
        }
    }

    private static void CheckMix(ProductMix? mix, string at, Findings found)
    {
        if (mix is null)
        {
            return;
        }

        if (mix.Conditions.Count == 0)
        {
            found.Add(at + ".conditions", "program_mix_empty");
        }
        else if (mix.Enough is { } enough && (enough < 1 || enough > mix.Conditions.Count))
        {
            found.Add(at + ".enough", "program_mix_enough_wrong", enough, mix.Conditions.Count);
        }

        for (var index = 0; index < mix.Conditions.Count; index++)
        {
            var (condition, here) = (mix.Conditions[index], At(at + ".conditions", index));
            CheckScope(condition.Scope, here + ".scope", found);
            CheckUnit(condition.Unit, condition.Measure, here + ".unit", found);
            CheckAmount(condition.AtLeast, here + ".atLeast", "program_amount_negative", found);
        }
    }

    private static void CheckModeSettings(ProgramLine line, string at, Findings found)
    {
        if (line.SlabPricing is not null && (line.TierMode != TierMode.Slab || line.Qualifier.Measure != Measure.Quantity || !line.Base.Measure.IsMoney()))
        {
            found.Add(at + ".slabPricing", "program_slab_pricing_not_here");
        }

        if (line.ProRata is not null && line.TierMode != TierMode.PerFullMultiple)
        {
            found.Add(at + ".proRata", "program_setting_not_wanted", new SettingWord(line.TierMode));
        }

        if (line.TierMode == TierMode.Linear && line.Tiers.Count == 1)
        {
            found.Add(at + ".tiers", "program_linear_needs_two");
        }
    }

    private static void CheckReducedBy(ProgramDefinition definition, int lineIndex, string at, Findings found)
    {
        var line = definition.Lines[lineIndex];
        if (line.ReducedByLines is not { } numbers)
        {
            return;
        }

        if (!line.Base.Measure.IsMoney())
        {
            found.Add(at, "program_reduced_needs_money", new SettingWord(line.Base.Measure));
        }

        for (var index = 0; index < numbers.Count; index++)
        {
            if (!definition.Lines.Take(lineIndex).Any(other => other.Number == numbers[index]))
            {
                found.Add(At(at, index), "program_reduced_by_unknown", numbers[index]);
            }
            else if (numbers.Take(index).Contains(numbers[index]))
            {
                found.Add(At(at, index), "program_code_twice", numbers[index]);
            }
        }
    }

    private static void CheckProvisional(ProgramDefinition definition, ProgramLine line, string at, Findings found)
    {
        if (line.Provisional is not { } provisional)
        {
            return;
        }

        if (definition.PeriodMode != PeriodMode.Cumulative)
        {
            found.Add(at, "program_provisional_needs_cumulative");
        }

        if (new[] { provisional.RatePercent, provisional.AmountPerUnit, provisional.PercentOfRebate }.Count(value => value is not null) != 1)
        {
            found.Add(at, "program_one_value_wanted", "ratePercent, amountPerUnit, percentOfRebate");
        }

        CheckPercent(provisional.RatePercent, at + ".ratePercent", found);
        CheckPercent(provisional.PercentOfRebate, at + ".percentOfRebate", found);
        CheckAmount(provisional.AmountPerUnit, at + ".amountPerUnit", "program_amount_negative", found);
        if (line.Base.Measure.IsMoney() ? provisional.AmountPerUnit is not null : provisional.RatePercent is not null)
        {
            found.Add(at, "program_provisional_not_for_base", new SettingWord(line.Base.Measure));
        }
    }

    private static void CheckPercent(decimal? percent, string field, Findings found)
    {
        if (percent < 0)
        {
            found.Add(field, "program_rate_negative", percent);
        }
        else if (percent > 100)
        {
            found.Add(field, "program_rate_over_100", percent);
        }
    }

    private static void CheckAdvance(ProgramDefinition definition, ProgramLine line, string at, Findings found)
    {
        if (line.Advance is not { } advance)
        {
            return;
        }

        if (advance.Amount is null == advance.List is null)
        {
            found.Add(at, "program_one_value_wanted", "amount, list");
        }

        CheckAmount(advance.Amount, at + ".amount", "program_amount_negative", found);
        CheckWord(advance.List, at + ".list", "program_group_wrong", found);
        if ((line.Cap ?? definition.CapPerCustomer ?? definition.CapPerProgram ?? definition.Budget) is not null || line.BestOfGroup is not null || definition.BestOfGroup is not null || definition.RollUp is not null)
        {
            // What is set off may go below zero, and nothing below zero can be shared or compared.
            found.Add(at, "program_advance_with_limits");
        }
    }
}
