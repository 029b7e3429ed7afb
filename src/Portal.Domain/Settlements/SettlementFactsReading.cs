using Portal.Domain.Programs;
using Portal.Domain.Shared;

namespace Portal.Domain.Settlements;

/// <summary>
/// The facts of a written line. A row keeps only what neither its columns nor the version of its programme tell: a settlement
/// writes hundreds of thousands of them, and an approved version is never edited. Older rows keep everything.
/// </summary>
public static class SettlementFactsReading
{
    /// <summary>All facts of a line.</summary>
    /// <param name="row">The line.</param>
    /// <param name="definition">What the version of its settlement says.</param>
    /// <param name="versionNumber">The number of that version.</param>
    public static SettlementFacts Read(SettlementLine row, ProgramDefinition definition, int versionNumber)
    {
        ArgumentNullException.ThrowIfNull(row);
        ArgumentNullException.ThrowIfNull(definition);
        var kept = SettlementFacts.FromJson(row.FactsJson);
        if (kept.PeriodFrom != default)
        {
            return kept;
        }

        var rule = definition.Lines.FirstOrDefault(line => line.Number == row.ProgramLineNumber);
        return SettlementFacts.OfRule(kept, definition, versionNumber, rule, new DateRange(row.PeriodFrom, row.PeriodTo), row.TierNumber) with
        {
            LineNumber = row.ProgramLineNumber,
            QualifierValue = row.QualifierValue,
            BaseValue = row.BaseValue,
            TierNumber = row.TierNumber,
            TierFrom = row.TierFrom,
            NextTierFrom = kept.Details is { } details ? details.NextTierFrom : rule is null ? null : LineCalculator.NextTierFrom(rule, row.QualifierValue),
            RatePercent = row.RatePercent,
            RateAmount = row.RateAmount,
            RawMinor = kept.RawMinor == 0 ? row.RawMinor : kept.RawMinor,
            UncappedMinor = row.RoundedMinor + kept.CustomerCapMinor + kept.ProgramCapMinor + (kept.Details?.DeductedMinor ?? 0),
            RoundedMinor = row.RoundedMinor,
            SettledThisPeriodMinor = row.AlreadySettledMinor - kept.SettledEarlierPeriodsMinor,
            DeltaMinor = row.DeltaMinor,
            CarriedInMinor = row.CarriedInMinor,
            CarriedOutMinor = row.CarriedOutMinor,
            DueMinor = row.DueMinor,
            Reason = row.Reason,
        };
    }
}
