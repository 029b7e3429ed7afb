using Bunit;
using Portal.Admin.Programs;
using Portal.Published;

namespace Portal.Web.Tests.Programs;

/// <summary>The editor's own preview computes published examples as they are published.</summary>
public sealed class PublishedPreviewTests : UiContext
{
    public static TheoryData<string> Published => [.. PublishedCases.All.Select(published => published.Source)];

    [Theory]
    [MemberData(nameof(Published))]
    public void The_example_passes_in_the_editor_and_its_worked_example_can_be_shown(string source)
    {
        var published = PublishedCases.All.Single(other => other.Source == source);
        var examples = Render<ExamplesCard>(card => card.Add(part => part.Definition, published.WithExample));
        Assert.Contains("1 of 1 pass", examples.Markup, StringComparison.Ordinal);
        Assert.Contains(source, examples.Markup, StringComparison.Ordinal);
        var worked = Render<WorkedExampleCard>(card => card.Add(part => part.Definition, published.Definition));
        Assert.NotEmpty(worked.FindAll("table.example tbody tr"));
    }

    [Fact]
    public void Another_result_fails_in_the_editor()
    {
        var published = PublishedCases.All[0];
        var wrong = published with { Expected = [published.Expected[0] with { Rebate = published.Expected[0].Rebate + 0.01m }] };
        var examples = Render<ExamplesCard>(card => card.Add(part => part.Definition, wrong.WithExample));
        Assert.Contains("0 of 1 pass", examples.Markup, StringComparison.Ordinal);
    }
}
