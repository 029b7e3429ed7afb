using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Portal.Domain.Programs;
using Portal.Domain.Shared;
using Portal.Infrastructure.Shared;

namespace Portal.Ui.Explanations;

/// <summary>Puts sentences of the domain into the reader's language.</summary>
public static partial class SentenceTexts
{
    /// <summary>The sentence as plain text.</summary>
    public static string Say(this Texts texts, Sentence sentence)
    {
        var text = new StringBuilder();
        foreach (var (part, _) in texts.Parts(sentence))
        {
            text.Append(part);
        }

        return text.ToString();
    }

    /// <summary>The sentence in parts; values (money, quantities, rates) come with what they are.</summary>
    public static IEnumerable<(string Text, object? Value)> Parts(this Texts texts, Sentence sentence)
    {
        ArgumentNullException.ThrowIfNull(texts);
        ArgumentNullException.ThrowIfNull(sentence);
        if (!Texts.All(texts.Language).TryGetValue(sentence.Key, out var template))
        {
            yield return (sentence.ToString(), null);
            yield break;
        }

        var from = 0;
        foreach (Match place in Places().Matches(template))
        {
            if (place.Index > from)
            {
                yield return (template[from..place.Index], null);
            }

            var index = int.Parse(place.Groups[1].ValueSpan, CultureInfo.InvariantCulture);
            var argument = index < sentence.Arguments.Length ? sentence.Arguments[index] : null;
            foreach (var part in place.Groups[2].Success ? [(TextFormatter.Word(place.Groups[2].Value, argument), null)] : ArgumentParts(texts, argument))
            {
                yield return part;
            }

            from = place.Index + place.Length;
        }

        if (from < template.Length)
        {
            yield return (template[from..], null);
        }
    }

    /// <summary>A period by its usual name, "third quarter of 2026", or its days where it has none.</summary>
    public static string Period(this Texts texts, DateOnly from, DateOnly to)
    {
        ArgumentNullException.ThrowIfNull(texts);
        var months = ((to.Year - from.Year) * 12) + to.Month - from.Month + 1;
        var isWhole = from.Day == 1 && to == new DateOnly(to.Year, to.Month, 1).AddMonths(1).AddDays(-1) && (from.Month - 1) % Math.Max(1, months) == 0;
        var year = from.Year.ToString(CultureInfo.InvariantCulture);
        return (isWhole, months) switch
        {
            (true, 1) => texts["explain.period.month", year, texts["explain.month." + from.Month.ToString(CultureInfo.InvariantCulture)]],
            (true, 3) => texts["explain.period.quarter", year, texts["explain.quarter." + (((from.Month - 1) / 3) + 1).ToString(CultureInfo.InvariantCulture)]],
            (true, 6) => texts[from.Month == 1 ? "explain.period.firstHalf" : "explain.period.secondHalf", year],
            (true, 12) => texts["explain.period.year", year],
            _ => texts["explain.period.days", from, to],
        };
    }

    private static IEnumerable<(string Text, object? Value)> ArgumentParts(Texts texts, object? argument)
    {
        switch (argument)
        {
            case Sentence sentence:
                foreach (var part in texts.Parts(sentence))
                {
                    yield return part;
                }

                break;
            case SentenceList list:
                var separator = texts[list.Items is [Sentence { Key: var key }, ..] && key.StartsWith("programs.say.tier", StringComparison.Ordinal)
                    ? "programs.say.tierSeparator"
                    : "programs.say.listSeparator"];
                for (var index = 0; index < list.Items.Count; index++)
                {
                    if (index > 0)
                    {
                        yield return (separator, null);
                    }

                    foreach (var part in ArgumentParts(texts, list.Items[index]))
                    {
                        yield return part;
                    }
                }

                break;
            case SettingWord word:
                yield return (texts[word.Key], null);
                break;
            case Money or CurrencyMoney or Quantity or Rate:
                yield return (texts.Format(argument), argument);
                break;
            default:
                yield return (texts.Format(argument), null);
                break;
        }
    }

    [GeneratedRegex(@"\{(\d+)(?::([^}]+))?\}")]
    private static partial Regex Places();
}
