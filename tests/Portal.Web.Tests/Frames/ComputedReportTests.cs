using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;
using Portal.Domain.Shared;
using Portal.Infrastructure.Shared;
using Portal.Ui.Frames;
using Portal.Ui.Grids;

namespace Portal.Web.Tests.Frames;

public sealed class ComputedReportTests : UiContext
{
    [Fact]
    public async Task Shows_how_far_it_is_and_then_the_result()
    {
        var page = Render<SlowReport>();
        await page.InvokeAsync(() => page.Instance.Told!.Report(new ScanProgress(40, 20_000)));
        page.WaitForAssertion(() => Assert.Equal("40", page.Find("[role=progressbar]").GetAttribute("aria-valuenow")));
        Assert.Contains("20,000", page.Markup, StringComparison.Ordinal);
        page.Instance.Work.SetResult("42 customers");
        page.WaitForAssertion(() => Assert.Contains("42 customers", page.Markup, StringComparison.Ordinal));
        Assert.Empty(page.FindAll("[role=progressbar]"));
    }

    [Fact]
    public void Is_stopped_by_the_person_and_started_again()
    {
        var page = Render<SlowReport>();
        page.Find(".progress-panel button").Click();
        Assert.True(page.Instance.Token.IsCancellationRequested);
        page.WaitForAssertion(() => Assert.Contains("Stopped", page.Markup, StringComparison.Ordinal));
        page.Find(".notice button").Click();
        Assert.Equal(2, page.Instance.Started);
    }

    [Fact]
    public void Computes_anew_when_a_filter_changes_but_not_for_paging_or_order()
    {
        var page = Render<SlowReport>();
        var state = new ListState(Navigation);
        page.Instance.Change(state);
        state.OrderBy("name");
        page.Instance.Change(new ListState(Navigation));
        Assert.Equal(1, page.Instance.Started);
        state.Narrow(("year", "2025"));
        page.Instance.Change(new ListState(Navigation));
        Assert.Equal(2, page.Instance.Started);
    }

    [Fact]
    public void Says_why_there_is_no_result()
    {
        var page = Render<SlowReport>();
        page.Instance.Work.SetResult(new Refusal(Refusal.NotPermitted));
        page.WaitForAssertion(() => Assert.Contains("do not have the right", page.Markup, StringComparison.Ordinal));
    }

    [Fact]
    public void Rows_in_memory_are_searched_ordered_and_paged()
    {
        var rows = Enumerable.Range(1, 30).Select(number => (Name: "Row " + number, Value: number % 7)).ToList();
        GridPage<(string Name, int Value)> Page(GridQuery query) => GridRows.Page(rows, query, row => row.Name, ("value", row => row.Value));
        Assert.Equal((30, "Row 26"), (Page(new GridQuery { Skip = 25 }).Total, Page(new GridQuery { Skip = 25 }).Rows[0].Name));
        Assert.Equal(["Row 6", "Row 13", "Row 20"], Page(new GridQuery { Sort = "value", Descending = true, Take = 3 }).Rows.Select(row => row.Name));
        Assert.Equal(["Row 3", "Row 13", "Row 23", "Row 30"], Page(new GridQuery { Search = "3" }).Rows.Select(row => row.Name));
    }

    private sealed class SlowReport : ComputedReport<string>
    {
        public TaskCompletionSource<Outcome<string>> Work { get; private set; } = new();

        public IProgress<ScanProgress>? Told { get; private set; }

        public CancellationToken Token { get; private set; }

        public int Started { get; private set; }

        public void Change(ListState state) => Follow(state);

        protected override Task<Outcome<string>>? ComputeAsync(GridQuery filters, IProgress<ScanProgress> progress, CancellationToken cancellationToken)
        {
            (Told, Token) = (progress, cancellationToken);
            Started++;
            return Work.Task;
        }

        protected override void BuildRenderTree(RenderTreeBuilder builder)
        {
            builder.OpenComponent<ReportWork>(0);
            builder.AddAttribute(1, nameof(ReportWork.Running), IsRunning);
            builder.AddAttribute(2, nameof(ReportWork.Stopped), IsStopped);
            builder.AddAttribute(3, nameof(ReportWork.Progress), Progress);
            builder.AddAttribute(4, nameof(ReportWork.Refusals), Refusals);
            builder.AddAttribute(5, nameof(ReportWork.OnStop), EventCallback.Factory.Create(this, Stop));
            builder.AddAttribute(6, nameof(ReportWork.OnAgain), EventCallback.Factory.Create(this, Again));
            builder.CloseComponent();
            builder.AddContent(7, Report);
        }
    }
}
