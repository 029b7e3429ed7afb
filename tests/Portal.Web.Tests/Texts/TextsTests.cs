using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Portal.Domain.Shared;
using Portal.Infrastructure.Messages;
using PortalTexts = Portal.Ui.Texts;

namespace Portal.Web.Tests.Texts;

public sealed partial class TextsTests
{
    private static readonly IReadOnlyDictionary<string, string> Chinese = PortalTexts.All(PortalTexts.Chinese);
    private static readonly IReadOnlyDictionary<string, string> English = PortalTexts.All(PortalTexts.English);

    [Fact]
    public void Both_languages_have_the_same_keys()
    {
        Assert.Empty(Chinese.Keys.Except(English.Keys).Select(key => key + " lacks English"));
        Assert.Empty(English.Keys.Except(Chinese.Keys).Select(key => key + " lacks Chinese"));
    }

    [Fact]
    public void Both_languages_use_the_same_places() =>
        Assert.Empty(English.Where(text => !Places(text.Value).SetEquals(Places(Chinese[text.Key]))).Select(text => text.Key));

    [Fact]
    public void No_key_stands_in_two_files()
    {
        foreach (var language in new[] { PortalTexts.Chinese, PortalTexts.English })
        {
            var keys = Sources.Files($"*Texts.{language}.json").SelectMany(file =>
                JsonDocument.Parse(File.ReadAllText(file)).RootElement.EnumerateObject().Select(text => text.Name));
            Assert.Empty(keys.GroupBy(key => key).Where(key => key.Count() > 1).Select(key => $"{key.Key} ({language})"));
        }
    }

    [Fact]
    public void Every_refusal_has_a_text()
    {
        var codes = Sources.Files("*.cs").Concat(Sources.Files("*.razor")).SelectMany(file => RefusalCode().Matches(File.ReadAllText(file))).Select(match => match.Groups[1].Value).Distinct().ToList();
        Assert.True(codes.Count > 10);
        Assert.Empty(codes.Where(code => !English.ContainsKey("refusal." + code)).Order());
    }

    /// <summary>Where a message has no name of its own, lists tell only what kind it is.</summary>
    [Fact]
    public void Every_message_has_a_name() =>
        Assert.Empty(MessageTemplates.Codes.Where(code => !English.ContainsKey("messages.template." + code)).Order());

    [Fact]
    public void Every_text_that_a_page_names_exists()
    {
        var named = Sources.Files("*.razor").Concat(Sources.Files("*.cs"))
            .SelectMany(file => NamedText().Matches(WithoutComments(file)).Select(match => (Key: match.Groups[1].Value, File: Path.GetFileName(file))));
        Assert.Empty(named.Where(name => !English.ContainsKey(name.Key)).Select(name => $"{name.Key} in {name.File}").Distinct().Order());
    }

    [Fact]
    public void Chinese_stands_in_resources_only() =>
        Assert.Empty(Sources.Files("*.razor").Concat(Sources.Files("*.cs"))
            .Where(file => !file.Contains("/Portal.Infrastructure/", StringComparison.Ordinal)) // Reads words of people's files.
            .Where(file => Han().IsMatch(LanguageNames().Replace(WithoutComments(file), "")))
            .Select(Path.GetFileName));

    [Fact]
    public void Arguments_are_written_as_people_read_them()
    {
        var english = new PortalTexts(TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai"), CultureInfo.GetCultureInfo("en"));
        Assert.Equal("−¥300.00", english.Format(new Money(-30000)));
        Assert.Equal("2.20%", english.Format(Rate.FromPercent(2.2m)));
        Assert.Equal("1,204.5", english.Format(new Quantity(1204500)));
        Assert.Equal("2026-11-22", english.Format(new DateOnly(2026, 11, 22)));
        Assert.Equal("2026-11-23 00:14", english.Format(new DateTime(2026, 11, 22, 16, 14, 0, DateTimeKind.Utc)));
        Assert.Equal("121,253", english.Format(121253));
        Assert.Equal("1–25 of 413", english["common.pageOf", 1, 25, 413]);
        Assert.Equal("22 November 2026", english.LongDay(new DateOnly(2026, 11, 22)));
    }

    [Theory]
    [InlineData(0, "0 customers")]
    [InlineData(1, "1 customer")]
    [InlineData(2, "2 customers")]
    [InlineData(1001, "1,001 customers")]
    public void Words_go_with_their_number(int count, string said) =>
        Assert.Equal(said, new PortalTexts(TimeZoneInfo.Utc, CultureInfo.GetCultureInfo("en"))["accruals.customers", count]);

    [Fact]
    public void The_language_is_Chinese_for_every_kind_of_Chinese_and_English_for_the_rest()
    {
        Assert.Equal("zh-CN", new PortalTexts(TimeZoneInfo.Utc, CultureInfo.GetCultureInfo("zh-Hans-SG")).Language);
        Assert.Equal("en", new PortalTexts(TimeZoneInfo.Utc, CultureInfo.GetCultureInfo("de-DE")).Language);
    }

    [Fact]
    public void A_refusal_without_a_text_still_says_its_code() =>
        Assert.Contains("some_new_code", new PortalTexts(TimeZoneInfo.Utc, CultureInfo.GetCultureInfo("en")).Refusal(new Refusal("some_new_code")), StringComparison.Ordinal);

    private static string WithoutComments(string file) => Comment().Replace(File.ReadAllText(file), "");

    private static HashSet<string> Places(string text) => [.. Place().Matches(text).Select(match => match.Groups[1].Value)];

    [GeneratedRegex(@"\{(\d)")]
    private static partial Regex Place();

    [GeneratedRegex(@"(?:new Refusal|Refused)\(""([a-z]+(?:_[a-z0-9]+)+)""")]
    private static partial Regex RefusalCode();

    [GeneratedRegex(@"\bT\[""([a-z][A-Za-z]*(?:\.[A-Za-z0-9_]+)+)""\s*[\],]")]
    private static partial Regex NamedText();

    [GeneratedRegex(@"^\s*//[^\n]*$|@\*.*?\*@", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Comment();

    [GeneratedRegex(@"\p{IsCJKUnifiedIdeographs}")]
    private static partial Regex Han();

    [GeneratedRegex("简体中文|中文|返利")]
    private static partial Regex LanguageNames();
}
