using Portal.Domain.Payouts;
using Portal.Infrastructure.Payouts;
using Portal.Ui;
using Portal.Ui.Pieces;

namespace Portal.Admin.Payouts;

/// <summary>How payouts are worded and coloured.</summary>
internal static class PayoutTones
{
    public static Tone Of(PayoutState state) => state switch
    {
        PayoutState.Open => Tone.Warn,
        PayoutState.Exported => Tone.Info,
        _ => Tone.Good,
    };

    public static Tone Of(PayoutItemState state) => state switch
    {
        PayoutItemState.Pending => Tone.Neutral,
        PayoutItemState.Exported => Tone.Info,
        PayoutItemState.Paid => Tone.Good,
        _ => Tone.Bad,
    };

    /// <summary>Why a payment failed: words of finance or the bank, or the text of our own code.</summary>
    public static string? Reason(Texts texts, PayoutItemRow item) =>
        item.FailureReason is { } reason && texts.Has("refusal." + reason) ? texts["refusal." + reason] : item.FailureReason;

    /// <summary>The bank account, masked; null where there is none.</summary>
    public static string? Account(Texts texts, PayoutItemRow item) =>
        item.NumberLast4 is null ? null : texts["payouts.masked", item.BankName, item.NumberLast4];

    /// <summary>The words of a bank file in the person's language.</summary>
    public static BankFileWords Words(Texts texts) =>
        new([.. BankFileColumns.All.Select(column => texts["payouts.bank." + column])], texts["payouts.bank.paid"], texts["payouts.bank.failed"]);
}
