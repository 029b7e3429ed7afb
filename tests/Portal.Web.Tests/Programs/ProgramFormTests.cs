using AngleSharp.Dom;
using Bunit;
using Microsoft.Extensions.DependencyInjection;
using Portal.Admin.Programs;
using Portal.Domain.Programs;
using Portal.Domain.Shared;
using Portal.Infrastructure.Programs;

namespace Portal.Web.Tests.Programs;

/// <summary>What is not changed on the page is not changed at all, whatever an imported document says.</summary>
public sealed class ProgramFormTests : UiContext
{
    private const int Seed = 20261122;

    private ProgramDefinition _definition = ProgramTemplates.Of("quarterly", new DateOnly(2026, 1, 1), new ProgramName("政策", "Programme"), "Example") with { Code = "P1" };

    public ProgramFormTests() => Services.AddScoped<ProgramPicks>();

    public static TheoryData<int> Documents => [.. Enumerable.Range(0, 20)];

    [Theory]
    [MemberData(nameof(Documents))]
    public void Every_field_gives_back_what_it_was_given(int document)
    {
        _definition = new RandomDocuments(Seed + document).Next();
        var before = ProgramDocument.Write(_definition);
        var form = ShowForm();
        var touched = Enumerable.Range(0, _definition.Lines.Count).Sum(line => TouchLine(form, line));
        Assert.True(touched > 20, $"only {touched} fields");
        Assert.Equal(before, ProgramDocument.Write(_definition));
    }

    [Theory]
    [MemberData(nameof(Documents))]
    public void Examples_give_back_what_they_were_given(int document)
    {
        _definition = new RandomDocuments(Seed - document).Next();
        var before = ProgramDocument.Write(_definition);
        var card = ShowExamples();
        for (var sale = 0; sale < card.FindAll("button[aria-label^='More about sale']").Count; sale++)
        {
            card.FindAll("button[aria-label^='More about sale']")[sale].Click();
            Touch(card);
        }

        Touch(card);
        Assert.Equal(before, ProgramDocument.Write(_definition));
    }

    [Fact]
    public void Chips_taken_out_and_put_back_give_the_same_scope_in_random_documents()
    {
        for (var document = 0; document < 200; document++)
        {
            var definition = new RandomDocuments(Seed + 1000 + document).Next();
            Assert.Equal(ProgramDocument.Write(definition), ProgramDocument.Write(definition with
            {
                Participants = SelectorEdits.Participants(SelectorEdits.Of(definition.Participants)),
                Lines = [.. definition.Lines.Select(line => line with
                {
                    Qualifier = line.Qualifier with { Scope = There(line.Qualifier.Scope) },
                    Base = line.Base with { Scope = There(line.Base.Scope) },
                    Mix = line.Mix is { } mix ? mix with { Conditions = [.. mix.Conditions.Select(condition => condition with { Scope = There(condition.Scope) })] } : null,
                })],
            }));
        }

        static ProductScope There(ProductScope scope)
        {
            var picked = SelectorEdits.Of(scope);
            var chip = new PickedCode("Brand", "not-there", true);
            return SelectorEdits.Scope(SelectorEdits.Toggle(SelectorEdits.Toggle(picked, chip), chip), scope.Sales is null ? null : SelectorEdits.Sales(SelectorEdits.Of(scope.Sales)) ?? scope.Sales);
        }
    }

    [Fact]
    public void A_setting_that_is_missing_is_said_once()
    {
        var line = _definition.Lines[0];
        _definition = _definition with { Lines = [line with { Qualifier = line.Qualifier with { Compare = new Comparison(ComparisonAgainst.Figures, ComparisonAs.RatioPercent) } }] };
        var refusals = ProgramValidation.Check(_definition);
        Assert.Equal(2, refusals.Count(refusal => refusal.Code == "program_setting_missing"));
        var form = ShowForm(refusals);
        Assert.Equal(2, form.FindAll(".field-error").Count(error => error.TextContent.Contains("needs this setting", StringComparison.Ordinal)));
    }

    [Fact]
    public void Advanced_choices_stay_folded_away_until_wanted()
    {
        var form = ShowForm();
        Assert.All(form.FindAll("details.advanced"), fold => Assert.False(fold.HasAttribute("open")));
        Assert.DoesNotContain(form.FindAll("span.label"), label => label.TextContent.Contains("Points for each", StringComparison.Ordinal));
    }

    [Fact]
    public void A_mix_a_guarantee_points_and_a_stacking_group_are_set_on_the_page()
    {
        var form = ShowForm();
        Open(form);
        form.FindAll("button").First(button => button.TextContent.Contains("Add a condition", StringComparison.Ordinal)).Click();
        Input(form, "At least").Change("5,000");
        Input(form, "Guarantee").Change("100");
        Input(form, "Stacking group").Change("trade");
        Select(form, "Paid to").Change(nameof(PayTo.Points));
        Input(form, "Points for each ¥1").Change("12.5");
        Select(form, "Parent companies").Change(nameof(RollUpPayTo.Children));
        Select(form, "Documents that count").Change(nameof(DocumentCount.Paid));
        Input(form, "Only payments within").Change("30");
        var line = _definition.Lines[0];
        Assert.Equal(5_000, Assert.Single(line.Mix!.Conditions).AtLeast);
        Assert.Equal(100, line.Guarantee);
        Assert.Equal((PayTo.Points, 12.5m), (_definition.PayTo, _definition.PointsPerUnit));
        Assert.Equal(("trade", 1), (_definition.Stacking!.Group, _definition.Stacking.Order));
        Assert.Equal(RollUpPayTo.Children, _definition.RollUp!.PayTo);
        Assert.Equal((DocumentCount.Paid, 30), (_definition.Documents!.Count, _definition.Documents.WithinDays));
    }

    [Fact]
    public void Rows_of_an_example_are_added_changed_and_removed_and_run_at_once()
    {
        var card = ShowExamples(canReckon: true);
        Assert.Contains("1 of 1 pass", card.Markup, StringComparison.Ordinal);
        card.FindAll("button").First(button => button.TextContent.Contains("Add a sale", StringComparison.Ordinal)).Click();
        Assert.Equal(2, _definition.Examples[0].Sales.Count);
        Assert.Contains("0 of 1 pass", card.Markup, StringComparison.Ordinal);
        Assert.NotEmpty(ProgramExamples.Check(_definition));
        card.Find("input[aria-label='Row 2, net amount']").Change("-600000");
        Assert.Equal(-600_000, _definition.Examples[0].Sales[1].NetAmount);
        card.Find("button[aria-label='More about sale 2']").Click();
        Input(card, "Product").Change("P-1");
        Input(card, "Attributes").Change("colour=red; size=L");
        Assert.Equal(["colour=red", "size=L"], _definition.Examples[0].Sales[1].Attributes!);
        card.FindAll("button[aria-label='Remove row 2']")[0].Click();
        Assert.Single(_definition.Examples[0].Sales);
        Assert.Contains("1 of 1 pass", card.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_no_number_or_no_day_is_said_beside_the_field()
    {
        var card = ShowExamples(canReckon: true);
        card.Find("input[aria-label='Row 1, net amount']").Change("much");
        card.Find("input[aria-label='Row 1, Sale']").Change("soon");
        var errors = card.FindAll(".field-error").Select(error => error.TextContent.Trim()).ToList();
        Assert.Contains("“much” is no number, or too large.", errors);
        Assert.Contains(errors, error => error.StartsWith("“soon” is no day", StringComparison.Ordinal));
        Assert.Equal(600_000, _definition.Examples[0].Sales[0].NetAmount);
    }

    [Fact]
    public void The_result_is_taken_as_expected_by_who_has_checked_it()
    {
        _definition = _definition with { Examples = [_definition.Examples[0] with { Expected = [_definition.Examples[0].Expected[0] with { Rebate = 1 }] }] };
        var card = ShowExamples(canReckon: true);
        card.FindAll("button").First(button => button.TextContent.Contains("expect it", StringComparison.Ordinal)).Click();
        Assert.Equal(13_200, _definition.Examples[0].Expected[0].Rebate);
    }

    [Fact]
    public void The_words_beside_the_form_say_what_must_hold_besides_and_which_sales_count()
    {
        var scope = new ProductScope
        {
            Include = [new ProductSelector(ProductSelectorKind.Category) { Codes = ["bikes"], And = [new ProductSelector(ProductSelectorKind.Attribute) { Codes = ["colour=red"] }] }],
            Sales = new SalesScope { Include = [new SalesSelector(SalesSelectorKind.Salesperson, ["S1"])] },
        };
        var line = _definition.Lines[0];
        var card = Render<SentencesCard>(part => part
            .Add(piece => piece.Definition, _definition with { Lines = [line with { Qualifier = line.Qualifier with { Scope = scope }, Base = line.Base with { Scope = scope } }] })
            .Add(piece => piece.Names, new Dictionary<CodeKey, string> { [new CodeKey(CodeKind.Category, "bikes")] = "Bicycles", [new CodeKey(CodeKind.Salesperson, "S1")] = "Ms Example" }));
        Assert.Contains("categories Bicycles that are also products with colour=red, sold by Ms Example", card.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_simulation_left_out_is_said_with_its_amount()
    {
        var notice = Render<LeftOutNotice>(part => part.Add(piece => piece.LeftOut, [new Portal.Domain.Settlements.Rules.LeftOutSales("calculation_cost_missing", 3, 475_000)]));
        Assert.Contains("3 sales lines with a net amount of ¥4,750.00 have no cost", notice.Markup, StringComparison.Ordinal);
        Assert.Empty(Render<LeftOutNotice>(part => part.Add(piece => piece.LeftOut, [])).Markup.Trim());
    }

    private static IElement Input(IRenderedComponent<Microsoft.AspNetCore.Components.IComponent> part, string label) => Labelled(part, label, "input");

    private static IElement Select(IRenderedComponent<Microsoft.AspNetCore.Components.IComponent> part, string label) => Labelled(part, label, "select");

    private static IElement Labelled(IRenderedComponent<Microsoft.AspNetCore.Components.IComponent> part, string label, string kind) =>
        part.FindAll("label").First(field => field.QuerySelector(".label")?.TextContent.Trim() == label && field.QuerySelector(kind) is not null).QuerySelector(kind)!;

    private static void Open(IRenderedComponent<Microsoft.AspNetCore.Components.IComponent> part)
    {
        for (var fold = 0; fold < part.FindAll("details.advanced").Count; fold++)
        {
            part.FindAll("details.advanced")[fold].TriggerEvent("ontoggle", EventArgs.Empty);
        }
    }

    private static int TouchLine(IRenderedComponent<ProgramForm> form, int line)
    {
        if (form.FindAll("[role=tab]") is { Count: > 0 } tabs)
        {
            tabs[line].Click();
        }

        Open(form);
        return Touch(form);
    }

    /// <summary>Fires a change of every field with the value it shows.</summary>
    private static int Touch(IRenderedComponent<Microsoft.AspNetCore.Components.IComponent> part)
    {
        var count = part.FindAll("select, input").Count;
        for (var place = 0; place < count; place++)
        {
            var field = part.FindAll("select, input")[place];
            if (field.GetAttribute("type") is "search" || field.HasAttribute("disabled"))
            {
                continue;
            }

            if (field.GetAttribute("type") == "checkbox")
            {
                field.Change(field.HasAttribute("checked"));
            }
            else
            {
                field.Change(field.GetAttribute("value") ?? "");
            }
        }

        return count;
    }

    private IRenderedComponent<ProgramForm> ShowForm(IReadOnlyList<Refusal>? refusals = null)
    {
        IRenderedComponent<ProgramForm>? form = null;
        form = Render<ProgramForm>(part => part
            .Add(piece => piece.Definition, _definition)
            .Add(piece => piece.Refusals, refusals ?? [])
            .Add(piece => piece.Names, new Dictionary<CodeKey, string>())
            .Add(piece => piece.DefinitionChanged, (ProgramDefinition definition) =>
            {
                _definition = definition;
                form?.Render(again => again.Add(piece => piece.Definition, definition));
            }));
        return form;
    }

    private IRenderedComponent<ExamplesCard> ShowExamples(bool canReckon = false)
    {
        IRenderedComponent<ExamplesCard>? card = null;
        card = Render<ExamplesCard>(part => part
            .Add(piece => piece.Definition, _definition)
            .Add(piece => piece.CanReckon, canReckon)
            .Add(piece => piece.ExamplesChanged, (IReadOnlyList<ProgramExample> examples) =>
            {
                _definition = _definition with { Examples = examples };
                card?.Render(again => again.Add(piece => piece.Definition, _definition));
            }));
        return card;
    }
}
