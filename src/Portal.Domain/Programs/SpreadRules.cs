using Portal.Domain.Shared;

namespace Portal.Domain.Programs;

/// <summary>A mode in which every tier reached pays on a part of the base; the modes differ in which part.</summary>
internal abstract class SpreadRule : TierRule
{
    public override TierValues Wanted(Measure baseMeasure) => RateOf(baseMeasure);

    /// <summary>From where to where of the qualifier a tier pays.</summary>
    /// <param name="from">The tier's lower bound.</param>
    /// <param name="to">Where it ends: the next tier's lower bound, or how far the qualifier reaches.</param>
    /// <param name="reached">How far the qualifier reaches.</param>
    protected abstract (decimal From, decimal To) PartOf(decimal from, decimal to, decimal reached);

    internal override decimal RawMinor(TierReached reached, List<SlabPart> parts)
    {
        var total = 0m;
        for (var index = 0; index <= reached.Index; index++)
        {
            var tier = reached.Line.Tiers[index];
            var end = index < reached.Index ? reached.Bounds[index + 1] : reached.Actual;
            var (from, to) = PartOf(reached.Bounds[index], end, reached.Actual);
            from = Math.Max(from, reached.Start);
            if (to <= from)
            {
                continue;
            }

            var share = reached.Between(from, to);
            var raw = OnPart(reached.Line, tier.RatePercent, tier.AmountPerUnit, share);
            parts.Add(new SlabPart(from, to, share, tier.RatePercent, tier.AmountPerUnit, raw));
            total += raw;
        }

        return total;
    }
}

internal sealed class SlabRule : SpreadRule
{
    public override TierMode Mode => TierMode.Slab;

    protected override (decimal From, decimal To) PartOf(decimal from, decimal to, decimal reached) => (from, to);
}

internal sealed class RollingRule : SpreadRule
{
    public override TierMode Mode => TierMode.Rolling;

    protected override (decimal From, decimal To) PartOf(decimal from, decimal to, decimal reached) => (0, to);
}

internal sealed class SumOfReachedRule : SpreadRule
{
    public override TierMode Mode => TierMode.SumOfReached;

    public override TierValues Instead(Measure baseMeasure) => TierValues.Amount;

    internal override bool NeedsBase(ProgramLine line) => line.Tiers[0].Amount is null;

    internal override decimal RawMinor(TierReached reached, List<SlabPart> parts) => reached.Tier.Amount is null
        ? base.RawMinor(reached, parts)
        : reached.Line.Tiers.Take(reached.Index + 1).Sum(tier => tier.Amount ?? 0) * Money.MinorPerUnit;

    protected override (decimal From, decimal To) PartOf(decimal from, decimal to, decimal reached) => (0, reached);
}

/// <summary>What a tier gave on its part of the base.</summary>
/// <param name="From">Where the part begins, in minor units or thousandths of the qualifier.</param>
/// <param name="To">Where it ends, or how far the qualifier reaches.</param>
/// <param name="BaseValue">That part of the base, exact.</param>
/// <param name="RatePercent">Its rate.</param>
/// <param name="AmountPerUnit">Its amount per unit.</param>
/// <param name="RawMinor">What it earned, exact.</param>
public sealed record SlabPart(decimal From, decimal To, decimal BaseValue, decimal? RatePercent, decimal? AmountPerUnit, decimal RawMinor);
