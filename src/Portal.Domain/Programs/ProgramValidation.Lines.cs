using Portal.Domain.Programs.Documents;

namespace Portal.Domain.Programs;

/// <content>Lines and their tiers.</content>
public static partial class ProgramValidation
{
    private static void CheckLine(ProgramDefinition definition, int lineIndex, Findings found)
    {
        var line = definition.Lines[lineIndex];
        var at = At("lines", lineIndex);
        if (line.Number is < 1 or > 9999)
        {
            found.Add(at + ".number", "program_line_number_wrong", line.Number);
        }
        else if (definition.Lines.Take(lineIndex).Any(other => other.Number == line.Number))
        {
            found.Add(at + ".number", "program_line_number_twice", line.Number);
        }

        CheckScope(line.Qualifier.Scope, at + ".qualifier.scope", found);
        CheckScope(line.Base.Scope, at + ".base.scope", found);
        CheckAmount(line.Minimum, at + ".minimum", "program_minimum_negative", found);
        CheckAmount(line.CapPerCustomer, at + ".capPerCustomer", "program_cap_negative", found);
        CheckAmount(line.Cap, at + ".cap", "program_cap_negative", found);
        CheckLineRules(definition, lineIndex, at, found);
        var wanted = TierRule.For(line.TierMode).Wanted(line);
        if (TierRule.For(line.TierMode).Wanted(line.Base.Measure) == TierValues.None)
        {
            found.Add(at + ".base.measure", "program_measure_not_for_mode", new SettingWord(line.Base.Measure), new SettingWord(line.TierMode));
        }

        if (line.Tiers.Count == 0)
        {
            found.Add(at + ".tiers", "program_no_tiers");
        }

        for (var index = 0; index < line.Tiers.Count; index++)
        {
            CheckTier(line, index, wanted, At(at + ".tiers", index), found);
        }
    }

    private static void CheckTier(ProgramLine line, int index, TierValues wanted, string at, Findings found)
    {
        var tier = line.Tiers[index];
        // A percentage has at most four decimals.
        var scale = line.Qualifier.Compare is { As: not ComparisonAs.Difference } ? 10_000 : line.Qualifier.Measure.Scale();
        if (tier.From < 0)
        {
            found.Add(at + ".from", "program_tier_from_negative", tier.From);
        }
        else if (tier.From > NumberShape.Largest)
        {
            found.Add(at + ".from", "program_number_too_large", at + ".from");
        }
        else if (tier.From * scale != decimal.Truncate(tier.From * scale))
        {
            found.Add(at + ".from", "program_tier_from_too_fine", tier.From);
        }
        else if (index > 0 && tier.From <= line.Tiers[index - 1].From)
        {
            found.Add(at + ".from", tier.From == line.Tiers[index - 1].From ? "program_tiers_overlap" : "program_tiers_not_rising", tier.From, line.Tiers[index - 1].From);
        }

        CheckTierValue(tier.RatePercent, TierValues.RatePercent, wanted, at + ".ratePercent", line, found);
        CheckTierValue(tier.Amount, TierValues.Amount, wanted, at + ".amount", line, found);
        CheckTierValue(tier.AmountPerUnit, TierValues.AmountPerUnit, wanted, at + ".amountPerUnit", line, found);
        CheckTierValue(tier.MultipleOf, TierValues.MultipleOf, wanted, at + ".multipleOf", line, found);
    }

    private static void CheckTierValue(decimal? value, TierValues kind, TierValues wanted, string at, ProgramLine line, Findings found)
    {
        // Where the base cannot be used with the mode at all, that is said once, on the base.
        var isWanted = wanted == TierValues.None || wanted.HasFlag(kind);
        if (value is null)
        {
            if (wanted.HasFlag(kind) && wanted != TierValues.None)
            {
                found.Add(at, "program_tier_value_missing", new SettingWord(line.TierMode));
            }
        }
        else if (!isWanted)
        {
            found.Add(at, "program_tier_value_not_wanted", new SettingWord(line.TierMode));
        }
        else if (value < 0)
        {
            found.Add(at, kind == TierValues.RatePercent ? "program_rate_negative" : "program_amount_negative", value);
        }
        else if (kind == TierValues.RatePercent && value > 100)
        {
            found.Add(at, "program_rate_over_100", value);
        }
        else if (kind == TierValues.MultipleOf && value == 0)
        {
            found.Add(at, "program_multiple_zero");
        }
        else if (value > NumberShape.Largest)
        {
            found.Add(at, "program_number_too_large", at);
        }
    }
}
