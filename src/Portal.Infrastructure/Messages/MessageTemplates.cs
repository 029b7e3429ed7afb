using System.Collections.Frozen;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;
using Portal.Domain.Shared;
using Portal.Infrastructure.Shared;

namespace Portal.Infrastructure.Messages;

/// <summary>
/// What messages say, from <c>Messages/Templates/*.{language}.json</c>: a code, its subject and the lines of its body with
/// places such as <c>{name}</c>; <c>{company}</c> is always there. A feature adds a pair of files of its own.
/// </summary>
public sealed partial class MessageTemplates(BusinessClock clock, IOptions<BusinessOptions> business)
{
    /// <summary>The language of those who have chosen none.</summary>
    public const string Chinese = "zh-CN";

    /// <summary>The other language.</summary>
    public const string English = "en";

    private static readonly FrozenDictionary<string, FrozenDictionary<string, Template>> All =
        new[] { Chinese, English }.ToFrozenDictionary(language => language, Load);

    /// <summary>The codes of all templates.</summary>
    public static IReadOnlyCollection<string> Codes => All[Chinese].Keys;

    /// <summary>Whether there is a template.</summary>
    public static bool Has(string code) => All[Chinese].ContainsKey(code);

    /// <summary>The names of the places in a template.</summary>
    public static IReadOnlySet<string> PlacesOf(string code, string culture)
    {
        var template = All[culture][code];
        return Place().Matches(template.Subject + template.Body).Select(place => place.Groups[1].Value).ToHashSet();
    }

    /// <summary>One of our two languages.</summary>
    public static string LanguageOf(string? culture) => culture is { Length: > 0 } && !culture.StartsWith("zh", StringComparison.OrdinalIgnoreCase) ? English : Chinese;

    /// <summary>The filled message, or null where there is no such template or a place has no value.</summary>
    internal FilledMessage? Fill(string code, string culture, string argumentsJson)
    {
        if (!All[LanguageOf(culture)].TryGetValue(code, out var template))
        {
            return null;
        }

        var values = MessageArguments.Read(argumentsJson);
        values["company"] = business.Value.CompanyName;
        return PlacesOf(code, LanguageOf(culture)).All(values.ContainsKey)
            ? new FilledMessage(Fill(template.Subject, values, culture), Fill(template.Body, values, culture))
            : null;
    }

    private string Fill(string text, Dictionary<string, object?> values, string culture) =>
        Place().Replace(text, place => Format(values[place.Groups[1].Value], LanguageOf(culture)));

    private string Format(object? value, string language) => value switch
    {
        null => "",
        string text => text,
        Money money => money.Format(),
        DateOnly day => day.ToString(language == Chinese ? "yyyy'年'M'月'd'日'" : "d MMMM yyyy", CultureInfo.GetCultureInfo("en")),
        DateTime instant => clock.ToLocal(instant).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture),
        long count => count.ToString("#,##0", CultureInfo.InvariantCulture).Replace('-', '−'),
        _ => value.ToString() ?? "",
    };

    private static FrozenDictionary<string, Template> Load(string language)
    {
        var templates = new Dictionary<string, Template>(StringComparer.Ordinal);
        var assembly = Assembly.GetExecutingAssembly();
        foreach (var name in assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith("Messages.", StringComparison.Ordinal) && name.EndsWith($".{language}.json", StringComparison.Ordinal)))
        {
            using var stream = assembly.GetManifestResourceStream(name)!;
            foreach (var (code, template) in JsonSerializer.Deserialize<Dictionary<string, TemplateText>>(stream, JsonSerializerOptions.Web)!)
            {
                templates.Add(code, new Template(template.Subject, string.Join('\n', template.Body)));
            }
        }

        return templates.ToFrozenDictionary(StringComparer.Ordinal);
    }

    [GeneratedRegex(@"\{([a-zA-Z]+)\}")]
    private static partial Regex Place();

    private sealed record TemplateText(string Subject, IReadOnlyList<string> Body);

    private sealed record Template(string Subject, string Body);
}

/// <summary>A message as it is read.</summary>
/// <param name="Subject">The subject.</param>
/// <param name="Body">Plain text.</param>
internal sealed record FilledMessage(string Subject, string Body);
