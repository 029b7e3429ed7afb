using System.Text.Json;
using Portal.Domain.Programs;
using Portal.Domain.Settlements;

namespace Portal.Infrastructure.Settlements;

/// <summary>Makes the rows of settlement lines.</summary>
internal static class SettlementLineMaking
{
    private static readonly JsonSerializerOptions ProvisionalOptions = new() { IncludeFields = true };

    /// <summary>The row that takes back what was given for a period that an amendment abolished.</summary>
    public static SettlementLine TakenBack(long runId, long settlementId, long customerId, SettledKey key, long givenMinor, NegativePolicy policy)
    {
        var carried = policy == NegativePolicy.CarryForward ? -givenMinor : 0;
        var due = policy == NegativePolicy.ChargeBack ? -givenMinor : 0;
        return new SettlementLine(settlementId, runId, key.ProgramId, key.LineNumber, customerId)
        {
            PeriodFrom = key.Period.From,
            PeriodTo = key.Period.To,
            AlreadySettledMinor = givenMinor,
            DeltaMinor = -givenMinor,
            CarriedOutMinor = carried,
            DueMinor = due,
            Reason = SettlementReason.Amendment,
            FactsJson = new SettlementFacts
            {
                LineNumber = key.LineNumber,
                PeriodFrom = key.Period.From,
                PeriodTo = key.Period.To,
                MeasuredFrom = key.Period.From,
                SettledThisPeriodMinor = givenMinor,
                DeltaMinor = -givenMinor,
                CarriedOutMinor = carried,
                DueMinor = due,
                Negative = policy,
                Reason = SettlementReason.Amendment,
            }.ToJson(),
        };
    }

    /// <summary>The row of what was earned before the programme's cap; kept only until the caps are applied.</summary>
    public static SettlementLine Provisional(long runId, long settlementId, long customerId, PlannedVersion version, EarnedLine line) =>
        new(settlementId, runId, version.Program.Id, version.Definition.Lines[line.LineIndex].Number, customerId)
        {
            PeriodFrom = line.Period.From,
            PeriodTo = line.Period.To,
            RoundedMinor = line.RoundedMinor,
            Reason = SettlementReason.NewPeriod,
            FactsJson = JsonSerializer.Serialize(line, ProvisionalOptions),
        };

    /// <summary>What <see cref="Provisional"/> kept.</summary>
    public static EarnedLine EarnedOf(SettlementLine provisional) => JsonSerializer.Deserialize<EarnedLine>(provisional.FactsJson, ProvisionalOptions)!;
}
