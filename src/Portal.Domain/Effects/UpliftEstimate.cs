using Portal.Domain.Shared;

namespace Portal.Domain.Effects;

/// <summary>
/// What a programme brought: the mean difference in differences of matched pairs, with an interval by Student's t over the pairs
/// (Imbens and Rubin, Causal Inference, 2015, chapter 10: paired comparison; the pair is the cluster). The estimate stands on
/// the assumption that both of a pair would have changed alike without the programme.
/// </summary>
public sealed record UpliftEstimate
{
    /// <summary>Fewer pairs than this say nothing.</summary>
    public const int LeastPairs = 5;

    /// <summary>Matched pairs.</summary>
    public required int Pairs { get; init; }

    /// <summary>The mean uplift for each participant, in minor units.</summary>
    public required long MeanMinor { get; init; }

    /// <summary>The standard error of the mean, in minor units.</summary>
    public required long StandardErrorMinor { get; init; }

    /// <summary>The lower end of the 95 % interval of the mean, in minor units.</summary>
    public required long LowerMinor { get; init; }

    /// <summary>The upper end of the 95 % interval of the mean, in minor units.</summary>
    public required long UpperMinor { get; init; }

    /// <summary>What a matched participant would have bought on the average without the programme, in minor units.</summary>
    public required long ExpectedMinor { get; init; }

    /// <summary>The uplift of all matched participants together.</summary>
    public long TotalMinor => MeanMinor * Pairs;

    /// <summary>Whether the interval leaves out zero.</summary>
    public bool IsSignificant => LowerMinor > 0 || UpperMinor < 0;

    /// <summary>The uplift in proportion to what would have been bought; null where that is nothing.</summary>
    public Rate? Relative => RateOf(MeanMinor);

    /// <summary>The lower end of the interval in proportion to what would have been bought.</summary>
    public Rate? RelativeLower => RateOf(LowerMinor);

    /// <summary>The upper end of the interval in proportion to what would have been bought.</summary>
    public Rate? RelativeUpper => RateOf(UpperMinor);

    /// <summary>Estimates; null where there are too few pairs.</summary>
    public static UpliftEstimate? Of(IReadOnlyList<MatchedPair> pairs)
    {
        ArgumentNullException.ThrowIfNull(pairs);
        if (pairs.Count < LeastPairs)
        {
            return null;
        }

        var mean = pairs.Average(pair => (double)pair.DifferenceMinor);
        var variance = pairs.Sum(pair => Math.Pow(pair.DifferenceMinor - mean, 2)) / (pairs.Count - 1);
        var error = Math.Sqrt(variance / pairs.Count);
        var reach = StudentDistribution.Factor95(pairs.Count - 1) * error;
        return new UpliftEstimate
        {
            Pairs = pairs.Count,
            MeanMinor = Whole(mean),
            StandardErrorMinor = Whole(error),
            LowerMinor = Whole(mean - reach),
            UpperMinor = Whole(mean + reach),
            ExpectedMinor = Whole(pairs.Average(pair => (double)pair.Participant.DuringMinor) - mean),
        };
    }

    private static long Whole(double minor) => Rounding.HalfAwayFromZero((decimal)minor);

    private Rate? RateOf(long minor) => ExpectedMinor > 0 ? new Rate((decimal)minor / ExpectedMinor) : null;
}
