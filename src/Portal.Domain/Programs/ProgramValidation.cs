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

        CheckProgramRules(definition, found);
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

        CheckWord(definition.ExclusiveGroup, "exclusiveGroup", "program_exclusive_group_wrong", found);

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

    /// <summary>A word or code that something is named by.</summary>
    private static void CheckWord(string? word, string field, string code, Findings found)
    {
        if (word is not null && (string.IsNullOrWhiteSpace(word) || word.Length > MaxCodeLength))
        {
            found.Add(field, code);
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

    private sealed class Findings
    {
        public List<Refusal> Refusals { get; } = [];

        public void Add(string field, string code, params object?[] arguments) => Refusals.Add(new Refusal(code, arguments) { Field = field });
    }
}
