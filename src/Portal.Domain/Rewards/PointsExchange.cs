using Portal.Domain.Shared;

namespace Portal.Domain.Rewards;

/// <summary>At what rate points become vouchers: 1000 points, 10 CNY.</summary>
/// <param name="StepPoints">Only whole multiples of this are exchanged.</param>
/// <param name="StepValueMinor">What one step is worth, in minor units.</param>
/// <param name="MaxPoints">Points of one exchange at most.</param>
public sealed record PointsExchange(long StepPoints, long StepValueMinor, long MaxPoints)
{
    /// <summary>What points are worth as a voucher.</summary>
    public Outcome<long> ValueMinor(long points) =>
        points <= 0 || points % StepPoints != 0 ? new Refusal("voucher_points_step", StepPoints) { Field = "points" }
        : points > MaxPoints ? new Refusal("voucher_points_most", MaxPoints) { Field = "points" }
        : points / StepPoints * StepValueMinor;
}
