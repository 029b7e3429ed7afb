using Bunit;
using Microsoft.AspNetCore.Components;
using Portal.Domain.Shared;
using Portal.Infrastructure.Shared;
using Portal.Ui.Frames;
using Portal.Ui.Grids;

namespace Portal.Web.Tests.Grids;

public sealed class PortalGridTests : UiContext
{
    private readonly List<GridQuery> _queries = [];
    private int _total = 60;

    [Fact]
    public void The_address_says_which_page_order_words_and_filters()
    {
        Navigation.NavigateTo("/rows?page=2&sort=amount&desc=1&q=bike&state=open&size=10");
        Show();
        var query = Assert.Single(_queries);
        Assert.Equal((10, 10, "amount", true, "bike", "open"), (query.Skip, query.Take, query.Sort, query.Descending, query.Search, query.Filter("state")));
    }

    [Fact]
    public void Ordering_and_paging_change_the_address_and_read_again()
    {
        var page = Show();
        page.Find("th button.sort").Click();
        page.WaitForAssertion(() => Assert.Equal(("amount", false), (_queries[^1].Sort, _queries[^1].Descending)));
        page.Find("th button.sort").Click();
        page.WaitForAssertion(() => Assert.True(_queries[^1].Descending));
        page.Find("button[aria-label='Next page']").Click();
        page.WaitForAssertion(() => Assert.Equal(25, _queries[^1].Skip));
        Assert.EndsWith("?sort=amount&desc=1&page=2", Navigation.Uri, StringComparison.Ordinal);
        page.Find("th button.sort").Click();
        page.WaitForAssertion(() => Assert.Null(_queries[^1].Sort));
        Assert.Equal(0, _queries[^1].Skip);
    }

    [Fact]
    public void A_search_goes_back_to_the_first_page()
    {
        Navigation.NavigateTo("/rows?page=2");
        var page = Show();
        page.Find("input[type=search]").Change(" bike ");
        page.WaitForAssertion(() => Assert.Equal(("bike", 0), (_queries[^1].Search, _queries[^1].Skip)));
    }

    [Fact]
    public void Numbers_stand_right_and_the_title_counts()
    {
        var page = Show();
        Assert.Contains("num", page.Find("thead th:nth-child(2)").ClassList);
        Assert.Equal("60", page.Find(".count").TextContent);
        Assert.Contains("1–25 of 60", page.Find(".pager").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void An_empty_list_says_whether_it_is_filtered()
    {
        _total = 0;
        Assert.Contains("Nothing here yet", Show().Markup, StringComparison.Ordinal);
        Navigation.NavigateTo("/rows?q=zzz");
        Assert.Contains("Nothing matches", Show().Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void A_failing_query_shows_an_id_and_tries_again()
    {
        var fails = true;
        var page = Render(builder =>
        {
            builder.OpenComponent<PortalGrid<Row>>(0);
            builder.AddAttribute(1, "Load", (Func<GridQuery, CancellationToken, Task<GridPage<Row>>>)((query, _) => fails ? throw new InvalidOperationException("secret") : Task.FromResult(Page(query))));
            builder.AddAttribute(2, "Columns", Columns);
            builder.CloseComponent();
        });
        Assert.DoesNotContain("secret", page.Markup, StringComparison.Ordinal);
        fails = false;
        page.FindAll(".notice button")[^1].Click();
        page.WaitForAssertion(() => Assert.Equal(25, page.FindAll("tbody tr").Count));
    }

    [Fact]
    public void A_row_opens_by_click_and_by_Enter()
    {
        var page = Show();
        page.Find("tbody tr").KeyDown("Enter");
        Assert.EndsWith("/rows/1", Navigation.Uri, StringComparison.Ordinal);
    }

    [Fact]
    public void A_hidden_column_is_shown_by_the_address()
    {
        Assert.Equal(2, Show().FindAll("thead th").Count);
        Navigation.NavigateTo("/rows?show=on&hide=amount");
        Assert.Equal(["Name", "Day"], Show().FindAll("thead th").Select(head => head.TextContent.Trim()));
    }

    private static RenderFragment Columns => builder =>
    {
        Column(builder, "name", "Name", row => row.Name, false, false);
        Column(builder, "amount", "Amount", row => row.Amount, true, false);
        Column(builder, "on", "Day", row => row.On, false, true);
    };

    private static void Column(Microsoft.AspNetCore.Components.Rendering.RenderTreeBuilder builder, string name, string title, Func<Row, object?> value, bool sortable, bool hidden)
    {
        builder.OpenRegion(0);
        builder.OpenComponent<PortalColumn<Row>>(0);
        builder.AddAttribute(1, "Name", name);
        builder.AddAttribute(2, "Title", title);
        builder.AddAttribute(3, "Value", value);
        builder.AddAttribute(4, "Sortable", sortable);
        builder.AddAttribute(5, "Hidden", hidden);
        builder.CloseComponent();
        builder.CloseRegion();
    }

    private IRenderedComponent<ListPage> Show() => Render<ListPage>(list => list
        .Add(page => page.Title, "Rows")
        .AddChildContent<PortalGrid<Row>>(grid => grid
            .Add(table => table.Load, (query, _) =>
            {
                _queries.Add(query);
                return Task.FromResult(Page(query));
            })
            .Add(table => table.RowHref, row => $"/rows/{row.Id}")
            .Add(table => table.Columns, Columns)));

    private GridPage<Row> Page(GridQuery query) => new(
        [.. Enumerable.Range(query.Skip + 1, Math.Max(0, Math.Min(query.Take, _total - query.Skip))).Select(id => new Row(id, $"Row {id}", new Money(id * 100), new DateOnly(2026, 11, 22)))], _total);

    public sealed record Row(int Id, string Name, Money Amount, DateOnly On);
}
