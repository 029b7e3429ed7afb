using System.Globalization;
using Portal.Domain.Programs;
using Portal.Ui.Explanations;

namespace Portal.Web.Tests.Programs;

public sealed class ProgramTemplateTests
{
    public static TheoryData<string> Whole => [.. ProgramTemplates.Names.Where(name => name != ProgramTemplates.Blank)];

    [Fact]
    public void There_are_twelve_and_a_blank_one() => Assert.Equal(13, ProgramTemplates.Names.Distinct().Count());

    [Theory]
    [MemberData(nameof(Whole))]
    public void A_template_is_valid_has_an_example_that_passes_and_survives_being_written(string template)
    {
        var definition = Of(template) with { Code = "T" };
        Assert.Empty(ProgramValidation.Check(definition));
        Assert.All(ProgramExamples.Run(definition), result => Assert.True(result.IsPassed, result.Name + ": " + string.Join(", ", result.Differences)));
        Assert.NotEmpty(definition.Examples);
        var read = ProgramDocument.Read(ProgramDocument.Write(definition));
        Assert.True(read.IsDone);
        Assert.Equal(ProgramDocument.Write(definition), ProgramDocument.Write(read.Value));
    }

    /// <summary>The figures that a person starts from: an example alone would not notice a tier that it does not reach.</summary>
    [Theory]
    [InlineData("quarterly", "Quarter WholeVolume 200000:1.5 500000:2.2 1000000:3")]
    [InlineData("annualLadder", "Year Slab 0:1 1000000:2 3000000:3")]
    [InlineData("growth", "Year WholeVolume 5:0.5 10:1 20:2")]
    [InlineData("target", "Quarter WholeVolume 90:0.5 100:1.5 110:2")]
    [InlineData("mix", "Quarter WholeVolume 5:1 10:2")]
    [InlineData("newProduct", "Month WholeVolume 0:5")]
    [InlineData("perUnit", "Quarter PerUnit 0:5 500:8")]
    [InlineData("perPallet", "Quarter PerFullMultiple 0:120")]
    [InlineData("share", "Quarter WholeVolume 30:1 50:2")]
    [InlineData("loyalty", "Quarter WholeVolume 6:0.5 12:1")]
    [InlineData("earlyPayment", "Month WholeVolume 0:1")]
    [InlineData("display", "Quarter FixedAmount 50000:1000 150000:2500")]
    public void A_template_starts_with_these_figures(string template, string figures)
    {
        var definition = Of(template);
        var line = Assert.Single(definition.Lines);
        var tiers = line.Tiers.Select(tier => FormattableString.Invariant($"{tier.From:0.##}:{tier.RatePercent ?? tier.AmountPerUnit ?? tier.Amount:0.##}"));
        Assert.Equal(figures, $"{definition.Period.Kind} {line.TierMode} {string.Join(' ', tiers)}");
    }

    [Theory]
    [MemberData(nameof(Whole))]
    public void An_example_notices_another_rate(string template)
    {
        var definition = Of(template) with { Code = "T" };
        var line = definition.Lines[0];
        var other = definition with { Lines = [line with { Tiers = [.. line.Tiers.Select(tier => tier with { RatePercent = tier.RatePercent * 2, Amount = tier.Amount * 2, AmountPerUnit = tier.AmountPerUnit * 2 })] }] };
        Assert.NotEmpty(ProgramExamples.Check(other));
    }

    [Theory]
    [MemberData(nameof(Whole))]
    public void A_template_says_itself_in_both_languages(string template)
    {
        foreach (var language in new[] { Ui.Texts.Chinese, Ui.Texts.English })
        {
            var texts = new Ui.Texts(TimeZoneInfo.Utc, CultureInfo.GetCultureInfo(language));
            foreach (var prefix in new[] { "template", "templateName", "templateText" })
            {
                Assert.True(texts.Has($"programPage.{prefix}.{template}"));
            }

            Assert.All(ProgramSentences.Of(Of(template)), sentence => Assert.DoesNotContain("programs.", texts.Say(sentence), StringComparison.Ordinal));
        }
    }

    private static ProgramDefinition Of(string template) => ProgramTemplates.Of(template, new DateOnly(2026, 11, 22), new ProgramName("模板", "Template"), "example");
}
