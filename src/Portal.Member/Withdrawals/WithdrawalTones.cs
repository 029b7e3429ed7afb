using Portal.Domain.Withdrawals;
using Portal.Ui.Pieces;

namespace Portal.Member.Withdrawals;

/// <summary>How withdrawals are coloured.</summary>
internal static class WithdrawalTones
{
    public static Tone Of(WithdrawalState state) => state switch
    {
        WithdrawalState.Requested => Tone.Warn,
        WithdrawalState.Approved => Tone.Info,
        WithdrawalState.Paid => Tone.Good,
        _ => Tone.Bad,
    };
}
