using Portal.Domain.Payouts;

namespace Portal.Domain.Tests.Payouts;

public sealed class CreditNoteTests
{
    private static readonly DateOnly Issued = new(2026, 3, 1);

    [Theory]
    [InlineData(100, 0, false, CreditNoteState.Open)]
    [InlineData(100, 1, false, CreditNoteState.PartlyUsed)]
    [InlineData(100, 99, false, CreditNoteState.PartlyUsed)]
    [InlineData(100, 100, false, CreditNoteState.Used)]
    [InlineData(100, 0, true, CreditNoteState.Cancelled)]
    public void Its_state_follows_from_its_amounts(long amountMinor, long usedMinor, bool isCancelled, CreditNoteState state) =>
        Assert.Equal(state, CreditNote.StateOf(amountMinor, usedMinor, isCancelled));

    [Theory]
    [InlineData(100, 0, null)]
    [InlineData(101, 0, "credit_note_too_little")]
    [InlineData(1, -1, "credit_note_used_early")]
    public void What_may_be_used_is_asked_first(long amountMinor, int day, string? code) =>
        Assert.Equal(code, Note().CanUse(amountMinor, Issued.AddDays(day))?.Code);

    [Fact]
    public void Taking_what_may_not_be_taken_is_a_bug()
    {
        var note = Note();
        Assert.Throws<InvalidOperationException>(() => note.Use("INV", 101, Issued, null, DateTime.UnixEpoch));
        note.Use("INV", 100, Issued, null, DateTime.UnixEpoch);
        Assert.Throws<InvalidOperationException>(() => note.Cancel("late", null, DateTime.UnixEpoch));
        Assert.Equal(0, note.OpenMinor);
    }

    [Fact]
    public void A_cancelled_note_has_nothing_open()
    {
        var note = Note();
        note.Cancel("wrong", 1, DateTime.UnixEpoch);
        Assert.Equal((0, "credit_note_cancelled", "credit_note_cancelled"), (note.OpenMinor, note.CanUse(1, Issued)?.Code, note.CanCancel()?.Code));
    }

    private static CreditNote Note() => new("CN-2026-0001", 1, 1, 100, "CNY", Issued);
}
