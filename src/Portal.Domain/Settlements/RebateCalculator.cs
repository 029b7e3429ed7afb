using Portal.Domain.Programs;
using Portal.Domain.Settlements.Rules;
using Portal.Domain.Shared;

namespace Portal.Domain.Settlements;

/// <summary>
/// From measures to what is due, in two steps with the programme's cap between them: <see cref="Earn(ProgramPlan, CustomerMeasures, IReadOnlyList{CustomerMeasures}, CalculationProblems)"/>
/// for every customer, <see cref="ProgramCap"/> over all of them, then <see cref="Settle"/> for every customer. Pure.
/// </summary>
public static class RebateCalculator
{
    /// <summary>What a customer's measures earn, for every period that is in force, before the programme's cap.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="measures">The customer's sales.</param>
    /// <param name="relatives">The sales of the other companies of its family, where the plan <see cref="ProgramPlan.FamilyOf"/> names some.</param>
    /// <param name="problems">Takes what keeps sales lines from counting.</param>
    public static IReadOnlyList<EarnedLine> Earn(
        ProgramPlan plan, CustomerMeasures measures, IReadOnlyList<CustomerMeasures>? relatives = null, CalculationProblems? problems = null)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(measures);
        var earned = new List<EarnedLine>();
        foreach (var line in measures.Lines)
        {
            var version = plan.Versions[line.VersionIndex];
            var isCumulative = version.Definition.PeriodMode == PeriodMode.Cumulative;
            var running = default(PeriodMeasure);
            for (var period = 0; period < line.Periods.Length; period++)
            {
                running = isCumulative ? running + line.Periods[period] : line.Periods[period];
                if (version.Periods[period].IsInForce && running.HasLines)
                {
                    earned.Add(LineCalculator.Earn(version.Definition, line.LineIndex, running) with
                    {
                        VersionIndex = line.VersionIndex,
                        PeriodIndex = period,
                        Period = version.Periods[period].Range,
                    });
                }
            }
        }

        if (plan.AsksForDetails)
        {
            DetailedCalculator.Earn(plan, measures, relatives ?? [], problems ?? new CalculationProblems(), earned);
        }

        return earned;
    }

    /// <summary>What a measure earns on a line of a definition, before the programme's cap.</summary>
    public static EarnedLine Earn(ProgramDefinition definition, int lineIndex, in PeriodMeasure measure) => LineCalculator.Earn(definition, lineIndex, measure);

    /// <summary>What is due to a customer: what was earned less what was settled, period by period, with the negative policy applied in order.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="earned">What the customer earned, after the programme's cap.</param>
    /// <param name="settled">What counting settlements gave the customer before.</param>
    /// <param name="carriedIn">By programme and line: the negative rest of earlier settlements (the sum of carried out less carried in), zero or negative.</param>
    /// <returns>A line for every wanted period that earned something or was settled before; those without a difference too.</returns>
    public static IReadOnlyList<CalculatedLine> Settle(
        ProgramPlan plan,
        IReadOnlyList<EarnedLine> earned,
        IReadOnlyDictionary<SettledKey, SettledBefore> settled,
        IReadOnlyDictionary<(long ProgramId, int LineNumber), long>? carriedIn = null)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(earned);
        ArgumentNullException.ThrowIfNull(settled);
        var byKey = new Dictionary<SettledKey, EarnedLine>(earned.Count);
        var groups = new SortedSet<(long ProgramId, int LineNumber)>();
        foreach (var line in earned)
        {
            var key = KeyOf(plan, line);
            byKey.Add(key, line);
            groups.Add((key.ProgramId, key.LineNumber));
        }

        foreach (var key in settled.Keys)
        {
            groups.Add((key.ProgramId, key.LineNumber));
        }

        var lines = new List<CalculatedLine>(earned.Count);
        foreach (var group in groups)
        {
            SettleLine(plan, group, byKey, settled, carriedIn?.GetValueOrDefault(group) ?? 0, lines);
        }

        return lines;
    }

    private static SettledKey KeyOf(ProgramPlan plan, EarnedLine line)
    {
        var version = plan.Versions[line.VersionIndex];
        return new SettledKey(version.Program.Id, version.Definition.Lines[line.LineIndex].Number, line.Period);
    }

    private static void SettleLine(
        ProgramPlan plan,
        (long ProgramId, int LineNumber) group,
        Dictionary<SettledKey, EarnedLine> earned,
        IReadOnlyDictionary<SettledKey, SettledBefore> settled,
        long carriedIn,
        List<CalculatedLine> lines)
    {
        var carried = carriedIn;
        var before = 0L;
        var dropped = settled.Count == 0 ? 0 : settled.Where(entry => entry.Key.ProgramId == group.ProgramId && entry.Key.LineNumber == group.LineNumber).Sum(entry => entry.Value.DroppedMinor);
        foreach (var (versionIndex, periodIndex) in plan.InForce.GetValueOrDefault(group.ProgramId) ?? [])
        {
            var version = plan.Versions[versionIndex];
            var period = version.Periods[periodIndex];
            var key = new SettledKey(group.ProgramId, group.LineNumber, period.Range);
            var line = earned.GetValueOrDefault(key);
            var earlier = settled.GetValueOrDefault(key);
            var isCumulative = version.Definition.PeriodMode == PeriodMode.Cumulative;
            var paidBefore = isCumulative ? before : 0;
            before = line?.RoundedMinor ?? 0;
            if (!period.IsWanted || (line is null && earlier is null))
            {
                continue;
            }

            // A line whose customer left the programme, or whose documents all went away, earns nothing.
            var lineIndex = line?.LineIndex ?? version.Definition.Lines.ToList().FindIndex(candidate => candidate.Number == group.LineNumber);
            line ??= LineCalculator.Nothing(version, versionIndex, periodIndex, lineIndex);
            var delta = line.RoundedMinor - paidBefore - (earlier?.DeltaMinor ?? 0);
            // What was left with the customer is not paid again when it is earned again.
            var kept = Math.Clamp(delta, 0, Math.Max(0, isCumulative ? dropped : earlier?.DroppedMinor ?? 0));
            var (due, carriedOut) = Due(version.Definition.Negative, delta - kept, carried);
            var calculated = new CalculatedLine
            {
                Version = version,
                LineNumber = group.LineNumber,
                Line = lineIndex < 0 ? null : version.Definition.Lines[lineIndex],
                Earned = line,
                SettledEarlierPeriodsMinor = paidBefore,
                SettledThisPeriodMinor = earlier?.DeltaMinor ?? 0,
                DeltaMinor = delta,
                CarriedInMinor = delta == 0 ? 0 : carried,
                CarriedOutMinor = delta == 0 ? 0 : carriedOut,
                DueMinor = due,
                WasSettled = earlier is not null,
                Reason = ReasonOf(version, line, earlier),
            };
            lines.Add(calculated);
            carried = delta == 0 ? carried : carriedOut;
            dropped += calculated.DroppedMinor;
        }
    }

    private static (long Due, long CarriedOut) Due(NegativePolicy policy, long delta, long carriedIn)
    {
        if (delta == 0)
        {
            return (0, carriedIn);
        }

        var sum = delta + carriedIn;
        return policy switch
        {
            NegativePolicy.CarryForward => (Math.Max(0, sum), Math.Min(0, sum)),
            NegativePolicy.ChargeBack => (sum, 0),
            NegativePolicy.Drop => delta < 0 ? (0, carriedIn) : (Math.Max(0, sum), Math.Min(0, sum)),
            _ => throw new InvalidOperationException("Unknown policy " + policy),
        };
    }

    private static SettlementReason ReasonOf(PlannedVersion version, EarnedLine line, SettledBefore? earlier)
    {
        if (earlier is null)
        {
            return SettlementReason.NewPeriod;
        }

        if (earlier.VersionNumber is { } settledBy && settledBy != version.Version.Number)
        {
            return SettlementReason.Amendment;
        }

        var change = ChangeOf(version, line, earlier);
        if (change is null)
        {
            return line.CustomerCapMinor + line.ProgramCapMinor > 0 ? SettlementReason.Cap : SettlementReason.MasterData;
        }

        if (change == 0)
        {
            return SettlementReason.Amendment;
        }

        if (earlier.TierNumber is { } tier && tier != line.TierNumber)
        {
            return SettlementReason.TierCrossed;
        }

        return change < 0 ? SettlementReason.Return : SettlementReason.LateDocument;
    }

    /// <summary>Which way late documents moved the figures: −1 down, 1 up; 0 if the figures are the same; null if no document was late.</summary>
    private static int? ChangeOf(PlannedVersion version, EarnedLine line, SettledBefore earlier)
    {
        if (version.Periods[line.PeriodIndex].SettledUpToLineId is null)
        {
            return earlier.QualifierValue is { } before ? line.QualifierValue.CompareTo(before) : null;
        }

        return line.Measure.LateSaleLines + line.Measure.LateReturnLines == 0
            ? null
            : line.Measure.LateNetMinor < 0 || line.Measure.LateSaleLines == 0 ? -1 : 1;
    }
}

/// <summary>What a settlement line stands for, within a customer.</summary>
/// <param name="ProgramId">The programme.</param>
/// <param name="LineNumber">The number of the programme's line.</param>
/// <param name="Period">The period.</param>
public readonly record struct SettledKey(long ProgramId, int LineNumber, DateRange Period);

/// <summary>What counting settlements gave for it before.</summary>
/// <param name="DeltaMinor">The sum of their deltas.</param>
/// <param name="TierNumber">The tier of the last one, where known.</param>
/// <param name="VersionNumber">The version of the last one, where known.</param>
/// <param name="QualifierValue">What decided the tier then; asked only where the plan does not know which sales lines are late.</param>
/// <param name="DroppedMinor">What of negative results was left with the customer and not yet earned again.</param>
public sealed record SettledBefore(long DeltaMinor, int? TierNumber = null, int? VersionNumber = null, long? QualifierValue = null, long DroppedMinor = 0);
