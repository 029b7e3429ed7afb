using Portal.Domain.Programs;
using Portal.Domain.Shared;

namespace Portal.Domain.Settlements;

/// <summary>What is due to one customer from one line of a programme for one period, with all that explains it. Never edited.</summary>
public sealed class SettlementLine
{
    /// <summary>Decimals that <see cref="RawMinor"/> keeps.</summary>
    public const int RawDecimals = 8;

    /// <summary>Records a line; the rest comes by object initialiser from the calculation.</summary>
    public SettlementLine(long settlementId, long runId, long programId, int programLineNumber, long customerId)
    {
        SettlementId = settlementId;
        RunId = runId;
        ProgramId = programId;
        ProgramLineNumber = programLineNumber;
        CustomerId = customerId;
    }

    /// <summary>The row's key.</summary>
    public long Id { get; private set; }

    /// <summary>The settlement.</summary>
    public long SettlementId { get; private set; }

    /// <summary>The run.</summary>
    public long RunId { get; private set; }

    /// <summary>The programme.</summary>
    public long ProgramId { get; private set; }

    /// <summary>The number of the programme's line.</summary>
    public int ProgramLineNumber { get; private set; }

    /// <summary>The customer.</summary>
    public long CustomerId { get; private set; }

    /// <summary>First day of the period.</summary>
    public DateOnly PeriodFrom { get; init; }

    /// <summary>Last day of the period.</summary>
    public DateOnly PeriodTo { get; init; }

    /// <summary>What decided the tier: minor units for an amount, thousandths for a quantity.</summary>
    public long QualifierValue { get; init; }

    /// <summary>Whether <see cref="QualifierValue"/> is a quantity.</summary>
    public bool IsQualifierQuantity { get; init; }

    /// <summary>The tier reached, from 1; 0 below the first.</summary>
    public int TierNumber { get; init; }

    /// <summary>The tier's lower bound, in the unit of the qualifier; null below the first.</summary>
    public long? TierFrom { get; init; }

    /// <summary>What the rate applied to: minor units for an amount, thousandths for a quantity.</summary>
    public long BaseValue { get; init; }

    /// <summary>Whether <see cref="BaseValue"/> is a quantity.</summary>
    public bool IsBaseQuantity { get; init; }

    /// <summary>The tier's rate in percent, or null where it has none.</summary>
    public decimal? RatePercent { get; init; }

    /// <summary>The tier's fixed amount or amount per unit in units of money (not minor), or null.</summary>
    public decimal? RateAmount { get; init; }

    /// <summary>The rebate of the whole period before rounding and caps, in minor units, exact to eight decimals.</summary>
    public decimal RawMinor { get; init; }

    /// <summary>The rebate of the whole period, rounded and capped, in minor units.</summary>
    public long RoundedMinor { get; init; }

    /// <summary>What earlier settlements gave for the same period, in minor units.</summary>
    public long AlreadySettledMinor { get; init; }

    /// <summary>Rounded minus already settled, in minor units.</summary>
    public long DeltaMinor { get; init; }

    /// <summary>A negative rest of earlier periods set off here, in minor units; zero or negative.</summary>
    public long CarriedInMinor { get; init; }

    /// <summary>A negative rest left for later periods, in minor units; zero or negative.</summary>
    public long CarriedOutMinor { get; init; }

    /// <summary>What approval posts, in minor units; negative for a charge-back.</summary>
    public long DueMinor { get; init; }

    /// <summary>Why there is something to post.</summary>
    public SettlementReason Reason { get; init; }

    /// <summary>The numbers that explain the line and stand nowhere else, as JSON; read by <see cref="SettlementFactsReading"/>.</summary>
    public string FactsJson { get; init; } = "{}";

    /// <summary>The row of an adjustment that was entered by hand. It comes on top of what the rules give, so it settles nothing of it.</summary>
    /// <param name="runId">The run, made by <see cref="SettlementRun.ByHand"/>.</param>
    /// <param name="settlementId">The settlement.</param>
    /// <param name="adjusted">The line it is about.</param>
    /// <param name="dueMinor">What is given, in minor units; negative for what is taken back.</param>
    public static SettlementLine ByHand(long runId, long settlementId, SettlementLine adjusted, long dueMinor)
    {
        ArgumentNullException.ThrowIfNull(adjusted);
        return new SettlementLine(settlementId, runId, adjusted.ProgramId, adjusted.ProgramLineNumber, adjusted.CustomerId)
        {
            PeriodFrom = adjusted.PeriodFrom,
            PeriodTo = adjusted.PeriodTo,
            DueMinor = dueMinor,
            Reason = SettlementReason.Manual,
            FactsJson = new SettlementFacts
            {
                LineNumber = adjusted.ProgramLineNumber,
                PeriodFrom = adjusted.PeriodFrom,
                PeriodTo = adjusted.PeriodTo,
                MeasuredFrom = adjusted.PeriodFrom,
                DueMinor = dueMinor,
                Reason = SettlementReason.Manual,
            }.ToJson(),
        };
    }

    /// <summary>The row of a calculated line.</summary>
    public static SettlementLine Of(long runId, long settlementId, long customerId, CalculatedLine line)
    {
        ArgumentNullException.ThrowIfNull(line);
        return new SettlementLine(settlementId, runId, line.Version.Program.Id, line.LineNumber, customerId)
        {
            PeriodFrom = line.Earned.Period.From,
            PeriodTo = line.Earned.Period.To,
            QualifierValue = line.Earned.QualifierValue,
            IsQualifierQuantity = line.Line?.Qualifier.Measure.IsMoney() == false,
            TierNumber = line.Earned.TierNumber,
            TierFrom = line.Earned.TierFrom,
            BaseValue = line.Earned.BaseValue,
            IsBaseQuantity = line.Line?.Base.Measure.IsMoney() == false,
            RatePercent = line.RatePercent,
            RateAmount = line.RateAmount,
            RawMinor = Rounding.HalfAwayFromZero(line.Earned.RawMinor, RawDecimals),
            RoundedMinor = line.Earned.RoundedMinor,
            AlreadySettledMinor = line.AlreadySettledMinor,
            DeltaMinor = line.DeltaMinor,
            CarriedInMinor = line.CarriedInMinor,
            CarriedOutMinor = line.CarriedOutMinor,
            DueMinor = line.DueMinor,
            Reason = line.Reason,
            FactsJson = SettlementFacts.ShortJson(line),
        };
    }
}

/// <summary>Why a settlement line has something to post.</summary>
public enum SettlementReason
{
    /// <summary>The period is settled for the first time.</summary>
    NewPeriod = 1,

    /// <summary>A document of the period arrived after it was settled.</summary>
    LateDocument = 2,

    /// <summary>Goods of the period came back after it was settled.</summary>
    Return = 3,

    /// <summary>Later documents moved the customer to another tier.</summary>
    TierCrossed = 4,

    /// <summary>The programme was amended.</summary>
    Amendment = 5,

    /// <summary>A cap was reached or freed.</summary>
    Cap = 6,

    /// <summary>Master data (product, customer) changed.</summary>
    MasterData = 7,

    /// <summary>Entered by hand.</summary>
    Manual = 8,
}
