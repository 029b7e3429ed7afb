using System.Collections.Frozen;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using Portal.Domain.Programs;
using Portal.Domain.Shared;
using Portal.Infrastructure.Shared;

namespace Portal.Ui;

/// <summary>The words of the interface in the language of the person looking at it: <c>T["programs.title"]</c>.</summary>
/// <remarks>The language is fixed when the request or circuit begins, so that work reported from another thread keeps it.</remarks>
public sealed class Texts
{
    /// <summary>Simplified Chinese.</summary>
    public const string Chinese = "zh-CN";

    /// <summary>English.</summary>
    public const string English = "en";

    private static readonly FrozenDictionary<string, FrozenDictionary<string, string>> Resources = new[] { Chinese, English }
        .ToFrozenDictionary(language => language, Read);

    private readonly FrozenDictionary<string, string> _texts;
    private readonly TimeZoneInfo _zone;

    /// <summary>Takes the language of the running request.</summary>
    public Texts(TimeZoneInfo zone)
        : this(zone, CultureInfo.CurrentUICulture)
    {
    }

    /// <summary>Takes a language; what is not Chinese is English.</summary>
    public Texts(TimeZoneInfo zone, CultureInfo culture)
    {
        ArgumentNullException.ThrowIfNull(culture);
        _zone = zone;
        Language = culture.Name.StartsWith("zh", StringComparison.OrdinalIgnoreCase) ? Chinese : English;
        Culture = CultureInfo.GetCultureInfo(Language);
        _texts = Resources[Language];
    }

    /// <summary>zh-CN or en.</summary>
    public string Language { get; }

    /// <summary>The culture of the language.</summary>
    public CultureInfo Culture { get; }

    /// <summary>Whether the language is Chinese.</summary>
    public bool IsChinese => Language == Chinese;

    /// <summary>The text of a key, with its places filled; the key itself where there is no text.</summary>
    public string this[string key, params object?[] arguments] =>
        _texts.TryGetValue(key, out var text) ? Fill(text, arguments) : key;

    /// <summary>All texts of a language, by key.</summary>
    public static IReadOnlyDictionary<string, string> All(string language) => Resources[language];

    /// <summary>Whether there is a text for the key.</summary>
    public bool Has(string key) => _texts.ContainsKey(key);

    /// <summary>Why something was not done, as a sentence.</summary>
    public string Refusal(Refusal refusal)
    {
        ArgumentNullException.ThrowIfNull(refusal);
        var key = "refusal." + refusal.Code;
        return Has(key) ? this[key, refusal.Arguments] : this["common.refused", refusal.Code];
    }

    /// <summary>The text of a member of an enumeration: <c>T.Choice("programs.state", ProgramState.Draft)</c> is <c>programs.state.draft</c>.</summary>
    public string Choice<TEnum>(string prefix, TEnum value)
        where TEnum : struct, Enum
    {
        var name = value.ToString();
        return this[$"{prefix}.{char.ToLowerInvariant(name[0])}{name[1..]}"];
    }

    /// <summary>The one of two names that fits the language; the other where it is empty.</summary>
    public string Pick(string? chinese, string? english)
    {
        var (first, second) = IsChinese ? (chinese, english) : (english, chinese);
        return string.IsNullOrWhiteSpace(first) ? second ?? "" : first;
    }

    /// <summary>A value as people read it: money with its sign, quantities, rates, days, instants in the business's time zone, counts.</summary>
    public string Format(object? value) => value switch
    {
        null => "",
        string text => text,
        Money money => money.Format(),
        CurrencyMoney money => money.Format(),
        Quantity quantity => quantity.Format(),
        Rate rate => rate.Format(),
        DateOnly day => Day(day),
        DateTime instant => Instant(instant),
        bool yes => this[yes ? "common.yes" : "common.no"],
        int or long or short => string.Format(CultureInfo.InvariantCulture, "{0:#,##0}", value).Replace('-', '−'),
        decimal or double => string.Format(CultureInfo.InvariantCulture, "{0:#,##0.####}", value).Replace('-', '−'),
        Refusal refusal => Refusal(refusal),
        Sentence sentence => this[sentence.Key, sentence.Arguments],
        SettingWord word => this[word.Key],
        SentenceList list => string.Join(this["programs.say.listSeparator"], list.Items.Select(Format)),
        IFormattable other => other.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };

    /// <summary>2026-11-22.</summary>
    public string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>2026年11月22日 or 22 November 2026, for running text.</summary>
    public string LongDay(DateOnly day) => day.ToString(this["common.longDay"], Culture);

    /// <summary>The last whole day before an instant at which something ends: midnight after the 7th ends the 7th.</summary>
    public DateOnly LastDay(DateTime endUtc) => DateOnly.FromDateTime(Local(endUtc).AddTicks(-1));

    /// <summary>2026-11-22 08:14 in the business's time zone.</summary>
    public string Instant(DateTime utc) => Local(utc).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    /// <summary>The instant in the business's time zone.</summary>
    public DateTime Local(DateTime utc) => TimeZoneInfo.ConvertTimeFromUtc(DateTime.SpecifyKind(utc, DateTimeKind.Utc), _zone);

    private string Fill(string text, object?[] arguments) =>
        arguments.Length == 0 ? text : string.Format(new TextFormatter(Format), text, arguments);

    private static FrozenDictionary<string, string> Read(string language)
    {
        var assembly = Assembly.GetExecutingAssembly();
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var name in assembly.GetManifestResourceNames().Where(name => name.EndsWith($".{language}.json", StringComparison.Ordinal)))
        {
            using var stream = assembly.GetManifestResourceStream(name)!;
            foreach (var (key, text) in JsonSerializer.Deserialize<Dictionary<string, string>>(stream)!)
            {
                texts[key] = text;
            }
        }

        return texts.ToFrozenDictionary(StringComparer.Ordinal);
    }
}
