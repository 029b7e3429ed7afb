using Portal.Domain.Shared;

namespace Portal.Domain.Programs;

/// <summary>A mode in which every tier reached pays on a part of the base; the modes differ in which part.</summary>
internal abstract class SpreadRule : TierRule
{
    public override TierValues Wanted(Measure baseMeasure) => baseMeasure == Measure.NetAmount ? TierValues.RatePercent : TierValues.AmountPerUnit;

    /// <summary>From where to where of the qualifier a tier pays.</summary>
    /// <param name="from">The tier's lower bound.</param>
    /// <param name="to">Where it ends: the next tier's lower bound, or how far the qualifier reaches.</param>
    /// <param name="reached">How far the qualifier reaches.</param>
    protected abstract (decimal From, decimal To) PartOf(decimal from, decimal to, decimal reached);

    internal override decimal RawMinor(ProgramLine line, int tierIndex, long qualifierValue, long baseValue, List<SlabPart> parts)
    {
        var isSame = line.IsBaseTheQualifier();
        var total = 0m;
        for (var index = 0; index <= tierIndex; index++)
        {
            var tier = line.Tiers[index];
            var end = index < tierIndex ? line.Tiers[index + 1].From * line.Qualifier.Measure.Scale() : qualifierValue;
            var (from, to) = PartOf(tier.From * line.Qualifier.Measure.Scale(), end, qualifierValue);
            if (to <= from)
            {
                continue;
            }

            // A base other than the qualifier is spread over the tiers as the qualifier is.
            var share = isSame ? to - from : baseValue * (to - from) / qualifierValue;
            var raw = line.Base.Measure == Measure.NetAmount
                ? Rate.FromPercent(tier.RatePercent ?? 0).OfMinor(share)
                : (tier.AmountPerUnit ?? 0) * Money.MinorPerUnit * share / Quantity.MilliPerUnit;
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
