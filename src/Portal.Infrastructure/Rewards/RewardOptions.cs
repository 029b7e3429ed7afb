using Portal.Domain.Rewards;

namespace Portal.Infrastructure.Rewards;

/// <summary>The configuration section <c>Rewards</c>.</summary>
public sealed class RewardOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Rewards";

    /// <summary>Where pictures lie; by default "rewards" in the data folder. Several web nodes need a shared one.</summary>
    public string? Folder { get; set; }

    /// <summary>The largest picture that is taken.</summary>
    public int MaxPictureKilobytes { get; set; } = 2048;

    /// <summary>Points that are exchanged for one step of a voucher's value.</summary>
    public long ExchangePoints { get; set; } = 1000;

    /// <summary>What one step is worth, in minor units.</summary>
    public long ExchangeValueMinor { get; set; } = 1000;

    /// <summary>Points of one exchange at most.</summary>
    public long ExchangeMaxPoints { get; set; } = 1_000_000;

    /// <summary>Days that a voucher had for points is valid.</summary>
    public int ExchangeValidityDays { get; set; } = 180;

    /// <summary>At what rate points become vouchers.</summary>
    public PointsExchange Exchange => new(ExchangePoints, ExchangeValueMinor, ExchangeMaxPoints);
}
