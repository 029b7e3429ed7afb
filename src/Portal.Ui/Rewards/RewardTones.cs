using Portal.Domain.Rewards;
using Portal.Ui.Pieces;

namespace Portal.Ui.Rewards;

/// <summary>How orders, vouchers and kinds of rewards look.</summary>
public static class RewardTones
{
    /// <summary>The tone of an order.</summary>
    public static Tone Of(RewardOrderState state) => state switch
    {
        RewardOrderState.Reserved => Tone.Warn,
        RewardOrderState.Ready or RewardOrderState.Shipped => Tone.Info,
        RewardOrderState.HandedOver or RewardOrderState.Delivered => Tone.Good,
        RewardOrderState.TimedOut => Tone.Bad,
        _ => Tone.Neutral,
    };

    /// <summary>The tone of a voucher.</summary>
    public static Tone Of(VoucherState state) => state switch
    {
        VoucherState.Issued => Tone.Good,
        VoucherState.Expired => Tone.Bad,
        _ => Tone.Neutral,
    };

    /// <summary>The icon where there is no picture.</summary>
    public static string IconOf(RewardKind kind) => kind switch
    {
        RewardKind.Voucher => "tag",
        RewardKind.Service => "sparkles",
        _ => "gift",
    };
}
