using Bunit;
using Microsoft.AspNetCore.Components;
using Portal.Domain.Shared;
using Portal.Ui.Pieces;

namespace Portal.Web.Tests.Pieces;

public sealed class PieceTests : UiContext
{
    [Theory]
    [InlineData(1234560, "¥12,345.60", false)]
    [InlineData(-30000, "−¥300.00", true)]
    [InlineData(0, "¥0.00", false)]
    public void Money_has_sign_symbol_and_two_decimals(long minor, string text, bool negative)
    {
        var shown = Render<MoneyText>(money => money.Add(piece => piece.Minor, minor)).Find("span");
        Assert.Equal(text, shown.TextContent);
        Assert.Equal(negative, shown.ClassList.Contains("neg"));
    }

    [Fact]
    public void A_day_is_a_time_element() =>
        Assert.Equal("2026-11-22", Render<DateText>(date => date.Add(piece => piece.Day, new DateOnly(2026, 11, 22))).Find("time").TextContent);

    [Theory]
    [InlineData("2026-11-22")]
    [InlineData("20261122")]
    [InlineData("2026/11/22")]
    public void A_day_is_understood_in_its_usual_forms(string typed)
    {
        DateOnly? day = null;
        var input = Render<DayInput>(piece => piece.Add(box => box.ValueChanged, (DateOnly? value) => day = value));
        input.Find("input").Change(typed);
        Assert.Equal(new DateOnly(2026, 11, 22), day);
    }

    [Fact]
    public void What_is_no_day_is_kept_and_marked()
    {
        var input = Render<DayInput>();
        input.Find("input").Change("2026-02-30");
        Assert.Equal("2026-02-30", input.Find("input").GetAttribute("value"));
        Assert.True(input.Find("input").HasAttribute("aria-invalid"));
    }

    [Fact]
    public async Task A_double_click_confirms_once()
    {
        var runs = 0;
        var gate = new TaskCompletionSource();
        var button = Render<ConfirmButton>(piece => piece
            .Add(confirm => confirm.Text, "Pay")
            .Add(confirm => confirm.OnConfirm, EventCallback.Factory.Create(this, () =>
            {
                runs++;
                return gate.Task;
            })));
        button.Find("button").Click();
        var first = button.Find("button.confirm").ClickAsync(new());
        var second = button.FindAll("button.confirm").FirstOrDefault()?.ClickAsync(new()) ?? Task.CompletedTask;
        Assert.True(button.Find("button.confirm").HasAttribute("disabled"));
        gate.SetResult();
        await Task.WhenAll(first, second);
        Assert.Equal(1, runs);
        Assert.Empty(button.FindAll("button.confirm"));
    }

    [Fact]
    public async Task A_busy_button_runs_once_at_a_time()
    {
        var runs = 0;
        var gate = new TaskCompletionSource();
        var button = Render<BusyButton>(piece => piece.Add(busy => busy.Text, "Save").Add(busy => busy.OnClick, EventCallback.Factory.Create(this, () =>
        {
            runs++;
            return gate.Task;
        })));
        var first = button.Find("button").ClickAsync(new());
        var second = button.Find("button").ClickAsync(new());
        gate.SetResult();
        await Task.WhenAll(first, second);
        Assert.Equal(1, runs);
        Assert.False(button.Find("button").HasAttribute("disabled"));
    }

    [Fact]
    public void An_unexpected_error_shows_an_id_and_not_the_exception()
    {
        var button = Render<BusyButton>(piece => piece.Add(busy => busy.Text, "Save").Add(busy => busy.OnClick, EventCallback.Factory.Create(this, () => throw new InvalidOperationException("secret"))));
        button.Find("button").Click();
        var notice = Assert.Single(Notices.Shown);
        Assert.Matches("^[0-9A-F]{8}$", notice.ErrorId!);
        Assert.Null(notice.Text);
    }

    [Fact]
    public async Task A_write_tells_what_was_done_or_why_not()
    {
        Assert.True(await Guard.WriteAsync(() => Task.FromResult(Outcome.Done), "Saved."));
        Assert.False(await Guard.WriteAsync(() => Task.FromResult(Outcome.Refused(Refusal.ChangedByOther)), "Saved."));
        Assert.Equal("Saved.", Notices.Shown[0].Text);
        Assert.Equal(Refusal.ChangedByOther, Notices.Shown[1].Refusals[0].Code);
    }

    [Fact]
    public void A_refusal_that_names_a_field_stands_beside_it()
    {
        var field = Render<Field>(piece => piece
            .Add(box => box.Label, "Name")
            .Add(box => box.Name, "Name")
            .Add(box => box.Refusals, [new Refusal(Refusal.ChangedByOther) { Field = "name" }, new Refusal(Refusal.NotFound) { Field = "Other" }]));
        Assert.Single(field.FindAll(".field-error"));
        Assert.Contains("invalid", field.Find(".field").ClassList);
    }
}
