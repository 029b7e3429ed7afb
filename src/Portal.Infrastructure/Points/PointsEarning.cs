using Portal.Domain.Points.Earning;
using Portal.Domain.Points.Engine;

namespace Portal.Infrastructure.Points;

/// <summary>How an earning came about, as it is stored and shown.</summary>
/// <param name="Units">Units in all.</param>
/// <param name="Sentence">In one line.</param>
/// <param name="Steps">Step by step.</param>
/// <param name="Shares">By rule and line, in units.</param>
/// <param name="Lines">The lines' numbers.</param>
public sealed record PointsEarning(long Units, string Sentence, IReadOnlyList<EarningStep> Steps, IReadOnlyList<PointsEarningShare> Shares, IReadOnlyList<int> Lines)
{
    internal static PointsEarning Of(Booked booked) => new(
        booked.Result.Units, booked.Result.Sentence, booked.Result.Steps, [.. booked.Result.Shares.Select(share => new PointsEarningShare(share.Id, share.Units))], booked.Lines);
}

/// <summary>What a rule gave by line.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Units">Units by line.</param>
public sealed record PointsEarningShare(string Rule, IReadOnlyList<long> Units);
