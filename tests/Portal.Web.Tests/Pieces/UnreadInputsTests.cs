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
