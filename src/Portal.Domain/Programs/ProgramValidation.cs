using System.Globalization;
using System.Text.RegularExpressions;
using Portal.Domain.Programs.Documents;
using Portal.Domain.Shared;

namespace Portal.Domain.Programs;

/// <summary>Everything that is wrong with what a definition says, each with the path of its field.</summary>
public static partial class ProgramValidation
{
    private const int MaxCodeLength = 50;
    private const int MaxNameLength = 200;

    /// <summary>Checks a definition; empty where nothing is wrong.</summary>
    public static IReadOnlyList<Refusal> Check(ProgramDefinition definition)
    {
        ArgumentNullException.ThrowIfNull(definition);
        var found = new Findings();
        CheckHead(definition, found);
        CheckPeriods(definition, found);
        CheckCustomerSelectors(definition.Participants, found);
        if (definition.Lines.Count == 0)
        {
            found.Add("lines", "program_no_lines");
        }

        for (var index = 0; index < definition.Lines.Count; index++)
        {
            CheckLine(definition, index, found);
        }

        CheckAmount(definition.CapPerProgram, "capPerProgram", "program_cap_negative", found);
        CheckExamples(definition, found);
        return found.Refusals;
    }

    [GeneratedRegex("^[A-Za-z0-9][A-Za-z0-9._-]*$")]
    private static partial Regex CodePattern();

    [GeneratedRegex("^[A-Z]{3}$")]
    private static partial Regex CurrencyPattern();

    private static string At(string list, int index) => string.Create(CultureInfo.InvariantCulture, $"{list}[{index}]");

    private static void CheckHead(ProgramDefinition definition, Findings found)
    {
        if (definition.Code.Length == 0)
        {
            found.Add("code", "program_code_missing");
        }
        else if (definition.Code.Length > MaxCodeLength || !CodePattern().IsMatch(definition.Code))
        {
            found.Add("code", "program_code_wrong", definition.Code);
        }

        CheckText(definition.Name.ZhCN, "name.zhCN", "program_name_missing", found);
        CheckText(definition.Name.En, "name.en", "program_name_missing", found);
        if (definition.ValidTo < definition.ValidFrom)
        {
            found.Add("validTo", "program_valid_to_before_from", definition.ValidFrom, definition.ValidTo);
        }

        if (!CurrencyPattern().IsMatch(definition.Currency))
        {
            found.Add("currency", "program_currency_wrong", definition.Currency);
        }

        if (definition.Priority is < 1 or > 9999)
        {
            found.Add("priority", "program_priority_wrong");
        }

        if (definition.ExclusiveGroup is { } group && (string.IsNullOrWhiteSpace(group) || group.Length > MaxCodeLength))
        {
            found.Add("exclusiveGroup", "program_exclusive_group_wrong");
        }

        var unit = definition.Rounding.Unit;
        if (unit < 0.01m || unit > 1_000_000 || unit * Money.MinorPerUnit != decimal.Truncate(unit * Money.MinorPerUnit))
        {
            found.Add("rounding.unit", "program_rounding_wrong", unit);
        }
    }

    private static void CheckText(string text, string field, string code, Findings found)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            found.Add(field, code);
        }
        else if (text.Length > MaxNameLength)
        {
            found.Add(field, "program_text_too_long", MaxNameLength);
        }
    }

    private static void CheckPeriods(ProgramDefinition definition, Findings found)
    {
        var periods = definition.Period.Custom;
        if (definition.Period.Kind != PeriodKind.Custom)
        {
            if (periods.Count > 0)
            {
                found.Add("period.custom", "program_periods_not_custom");
            }

            if (definition.ValidTo >= definition.ValidFrom && ProgramPeriods.Of(definition).Count >= ProgramPeriods.MaxCount)
            {
                found.Add("validTo", "program_too_many_periods", ProgramPeriods.MaxCount);
            }

            return;
        }

        if (periods.Count == 0)
        {
            found.Add("period.custom", "program_periods_missing");
        }

        for (var index = 0; index < periods.Count; index++)
        {
            var at = At("period.custom", index);
            var period = periods[index];
            if (period.To < period.From)
            {
                found.Add(at + ".to", "program_period_end_before_start", period.From, period.To);
            }
            else if (period.From < definition.ValidFrom || period.To > definition.ValidTo)
            {
                found.Add(at, "program_period_outside_validity", period.From, period.To);
            }

            if (index > 0 && period.From <= periods[index - 1].To)
            {
                found.Add(at + ".from", "program_periods_overlap", period.From, periods[index - 1].To);
            }
        }
    }

    private static void CheckCustomerSelectors(ProgramParticipants participants, Findings found)
    {
        if (participants.Include.Count == 0)
        {
            found.Add("participants.include", "program_no_participants");
        }

        foreach (var (list, name) in new[] { (participants.Include, "include"), (participants.Exclude, "exclude") })
        {
            for (var index = 0; index < list.Count; index++)
            {
                CheckCodes(list[index].Codes, list[index].Kind == CustomerSelectorKind.All, At("participants." + name, index), found);
            }
        }
    }

    private static void CheckScope(ProductScope scope, string at, Findings found)
    {
        if (scope.Include.Count == 0)
        {
            found.Add(at + ".include", "program_scope_empty");
        }

        foreach (var (list, name) in new[] { (scope.Include, "include"), (scope.Exclude, "exclude") })
        {
            for (var index = 0; index < list.Count; index++)
            {
                CheckCodes(list[index].Codes, list[index].Kind == ProductSelectorKind.All, At($"{at}.{name}", index), found);
            }
        }
    }

    private static void CheckCodes(IReadOnlyList<string> codes, bool isAll, string at, Findings found)
    {
        if (isAll ? codes.Count > 0 : codes.Count == 0)
        {
            found.Add(at + ".codes", isAll ? "program_codes_not_wanted" : "program_codes_missing");
        }

        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        for (var index = 0; index < codes.Count; index++)
        {
            if (string.IsNullOrWhiteSpace(codes[index]) || codes[index].Length > MaxCodeLength)
            {
                found.Add(At(at + ".codes", index), "program_code_empty");
            }
            else if (!seen.Add(codes[index]))
            {
                found.Add(At(at + ".codes", index), "program_code_twice", codes[index]);
            }
        }
    }

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
        var wanted = TierRule.For(line.TierMode).Wanted(line.Base.Measure);
        if (wanted == TierValues.None)
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
        var scale = line.Qualifier.Measure.Scale();
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

    private static void CheckAmount(decimal? amount, string field, string negativeCode, Findings found)
    {
        if (amount < 0)
        {
            found.Add(field, negativeCode, amount);
        }
        else if (amount > NumberShape.Largest)
        {
            found.Add(field, "program_number_too_large", field);
        }
    }

    private static void CheckExamples(ProgramDefinition definition, Findings found)
    {
        var numbers = definition.Lines.Select(line => line.Number).ToHashSet();
        for (var index = 0; index < definition.Examples.Count; index++)
        {
            var example = definition.Examples[index];
            var at = At("examples", index);
            CheckText(example.Name, at + ".name", "program_example_name_missing", found);
            for (var sale = 0; sale < example.Sales.Count; sale++)
            {
                if (example.Sales[sale].Line is { } line && !numbers.Contains(line))
                {
                    found.Add(At(at + ".sales", sale) + ".line", "program_example_line_unknown", line);
                }
            }

            if (example.Expected.Count == 0)
            {
                found.Add(at + ".expected", "program_example_expects_nothing");
            }

            for (var expected = 0; expected < example.Expected.Count; expected++)
            {
                var (line, on) = (example.Expected[expected].Line, example.Expected[expected].PeriodOn);
                if (!numbers.Contains(line))
                {
                    found.Add(At(at + ".expected", expected) + ".line", "program_example_line_unknown", line);
                }

                if (ProgramPeriods.Containing(definition, on) is null)
                {
                    found.Add(At(at + ".expected", expected) + ".periodOn", "program_example_outside_periods", on);
                }
            }
        }
    }

    private sealed class Findings
    {
        public List<Refusal> Refusals { get; } = [];

        public void Add(string field, string code, params object?[] arguments) => Refusals.Add(new Refusal(code, arguments) { Field = field });
    }
}
