using Portal.Domain.Programs;
using Portal.Domain.Settlements;
using Portal.Domain.Shared;

namespace Portal.Infrastructure.Accruals;

/// <summary>The open periods of what a customer's sales lines add up to.</summary>
internal static class OpenPeriods
{
    /// <summary>The periods that are asked for and hold sales.</summary>
    public static IEnumerable<OpenPeriod> Of(ProgramPlan plan, CustomerMeasures measures)
    {
        foreach (var line in measures.Lines)
        {
            var version = plan.Versions[line.VersionIndex];
            var isCumulative = version.Definition.PeriodMode == PeriodMode.Cumulative;
            var before = default(PeriodMeasure);
            for (var index = 0; index < line.Periods.Length; index++)
            {
                var period = version.Periods[index];
                var measure = isCumulative ? before + line.Periods[index] : line.Periods[index];
                if (period.IsWanted && measure.HasLines)
                {
                    yield return new OpenPeriod(version, line.LineIndex, period.Range, measure, isCumulative ? before : default);
                }

                before = measure;
            }
        }
    }
}

/// <summary>An open period of a programme's line.</summary>
/// <param name="Version">The version in force.</param>
/// <param name="LineIndex">The line, by its index in the definition.</param>
/// <param name="Period">The period's days.</param>
/// <param name="Measure">What was measured so far: in the period, or in cumulative mode since the start of the validity.</param>
/// <param name="Before">In cumulative mode: what the periods before measured.</param>
internal readonly record struct OpenPeriod(PlannedVersion Version, int LineIndex, DateRange Period, PeriodMeasure Measure, PeriodMeasure Before);
