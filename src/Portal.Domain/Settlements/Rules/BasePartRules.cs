using Portal.Domain.Programs;

namespace Portal.Domain.Settlements.Rules;

/// <summary>Which part of the base is paid on.</summary>
internal static class BasePartRules
{
    /// <summary>From where on the qualifier is paid on, and how much of the base that is; in minor units or thousandths, exact.</summary>
    /// <param name="line">The line.</param>
    /// <param name="reach">What was measured.</param>
    /// <param name="bounds">The lower bounds of the tiers.</param>
    /// <param name="tier">The tier reached, from 0.</param>
    public static (decimal Start, decimal Base) Of(ProgramLine line, LineReach reach, IReadOnlyList<decimal> bounds, int tier)
    {
        switch (line.Base.Part ?? BasePart.All)
        {
            case BasePart.All:
                return (0, reach.Base);
            case BasePart.ExcessOverTier:
                return From(reach, bounds[tier]);
            case BasePart.ExcessOverFirstTier:
                return From(reach, bounds[0]);
            case BasePart.ExcessOverThreshold:
                var threshold = (line.Base.Threshold ?? 0) * line.Base.Measure.Scale();
                return (reach.Base == 0 ? 0 : Math.Max(0, reach.Actual * threshold / reach.Base), Math.Max(0, reach.Base - threshold));
            case BasePart.Growth:
                return (Math.Max(0, reach.Reference ?? 0), Math.Max(0, reach.Base - (reach.BaseReference ?? 0)));
            default:
                throw new InvalidOperationException("Unknown part " + line.Base.Part);
        }
    }

    private static (decimal Start, decimal Base) From(LineReach reach, decimal start) =>
        (Math.Max(0, start), reach.IsBaseTheQualifier ? reach.Base - Math.Max(0, start) : reach.Base * (reach.Actual - Math.Max(0, start)) / reach.Actual);
}
