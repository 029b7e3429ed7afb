using System.Globalization;
using System.Text.Json;
using Portal.Domain.Programs;
using Portal.Domain.Shared;
using Portal.Infrastructure.Shared;

namespace Portal.Cli;

/// <summary>Refusals in English, from the same resources as the screens.</summary>
internal static class RefusalTexts
{
    private static readonly Lazy<Dictionary<string, string>> Texts = new(Load);
    private static readonly TextFormatter Formatter = new(Format);

    /// <summary>The refusal as a sentence; its code and arguments where no sentence is known.</summary>
    public static string Describe(Refusal refusal)
    {
        var text = Texts.Value.TryGetValue("refusal." + refusal.Code, out var sentence)
            ? string.Format(Formatter, sentence, refusal.Arguments)
            : refusal.Code + (refusal.Arguments.Length == 0 ? "" : ": " + string.Join(", ", refusal.Arguments.Select(Format)));
        return refusal.Field is null ? text : refusal.Field + ": " + text;
    }

    private static string Format(object? argument) => argument switch
    {
        null => "",
        Money money => money.Format(),
        CurrencyMoney money => money.Format(),
        Quantity quantity => quantity.Format(),
        Rate rate => rate.Format(),
        DateOnly day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        SettingWord word => Texts.Value.GetValueOrDefault(word.Key, word.ToString()),
        Refusal refusal => Describe(refusal),
        IFormattable other => other.ToString(null, CultureInfo.InvariantCulture),
        _ => argument.ToString() ?? "",
    };

    private static Dictionary<string, string> Load()
    {
        var texts = new Dictionary<string, string>();
        var assembly = typeof(RefusalTexts).Assembly;
        foreach (var name in assembly.GetManifestResourceNames().Where(name => name.EndsWith(".en.json", StringComparison.Ordinal)))
        {
            using var stream = assembly.GetManifestResourceStream(name)!;
            foreach (var (key, text) in JsonSerializer.Deserialize<Dictionary<string, string>>(stream)!)
            {
                texts[key] = text;
            }
        }

        return texts;
    }
}
