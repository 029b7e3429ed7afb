using Bunit;
using Portal.Ui.Pieces;

namespace Portal.Web.Tests.Pieces;

/// <summary>What cannot be read is never saved as if it were empty.</summary>
public sealed class UnreadInputsTests : UiContext
{
    [Fact]
    public void Nothing_is_saved_while_an_amount_cannot_be_read()
    {
        var saves = 0;
        var amount = Render<AmountInput>();
        var button = Render<BusyButton>(parameters => parameters.Add(part => part.DataKey, "save").Add(part => part.OnClick, () => saves++));

        amount.Find("input").Change("abc");
        button.Find("button").Click();
        Assert.Equal(0, saves);

        amount.Find("input").Change("12.50");
        button.Find("button").Click();
        Assert.Equal(1, saves);
    }

    [Theory]
    [InlineData(false, 0)]
    [InlineData(true, 1)]
    public void Nothing_is_saved_while_a_day_cannot_be_read_but_one_that_narrows_a_list_holds_nothing_up(bool isFilter, int expected)
    {
        var saves = 0;
        var day = Render<DayInput>(parameters => parameters.Add(part => part.Value, new DateOnly(2026, 2, 1)).Add(part => part.IsFilter, isFilter));
        var button = Render<BusyButton>(parameters => parameters.Add(part => part.DataKey, "save").Add(part => part.OnClick, () => saves++));

        day.Find("input").Change("2026-02-30");

        // The page around it is drawn again; the day that was there before does not come back by itself.
        day.Render(parameters => parameters.Add(part => part.Value, new DateOnly(2026, 2, 1)));
        Assert.Equal("2026-02-30", day.Find("input").GetAttribute("value"));
        button.Find("button").Click();
        Assert.Equal(expected, saves);

        day.Find("input").Change("2026-02-28");
        button.Find("button").Click();
        Assert.Equal(expected + 1, saves);
    }

    [Fact]
    public void An_amount_that_is_gone_holds_nothing_up()
    {
        var unread = new UnreadInputs();
        var input = new object();
        unread.Note(input, () => ValueTask.CompletedTask);
        unread.Forget(input);
        Assert.True(unread.ShowAsync() is { IsCompletedSuccessfully: true, Result: false });
    }
}
