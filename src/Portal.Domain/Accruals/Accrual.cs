namespace Portal.Domain.Accruals;

/// <summary>What a customer has earned so far in the open period of a programme's line; rebuilt as a whole, never the source of a payment.</summary>
public sealed class Accrual
{
    /// <summary>Records a figure; the rest comes by object initialiser from the calculation.</summary>
    public Accrual(long programId, int programLineNumber, long customerId)
    {
        ProgramId = programId;
        ProgramLineNumber = programLineNumber;
        CustomerId = customerId;
    }

    /// <summary>The row's key.</summary>
    public long Id { get; private set; }

    /// <summary>The programme.</summary>
    public long ProgramId { get; private set; }

    /// <summary>The number of the programme's line.</summary>
    public int ProgramLineNumber { get; private set; }

    /// <summary>The customer.</summary>
    public long CustomerId { get; private set; }

    /// <summary>The version in force.</summary>
    public long ProgramVersionId { get; init; }

    /// <summary>First day of the period.</summary>
    public DateOnly PeriodFrom { get; init; }

    /// <summary>Last day of the period.</summary>
    public DateOnly PeriodTo { get; init; }

    /// <summary>The day up to which sales count.</summary>
    public DateOnly AsOfOn { get; init; }

    /// <summary>What decides the tier so far: minor units for an amount, thousandths for a quantity.</summary>
    public long QualifierValue { get; init; }

    /// <summary>Whether <see cref="QualifierValue"/> is a quantity.</summary>
    public bool IsQualifierQuantity { get; init; }

    /// <summary>The tier reached so far, from 1; 0 below the first.</summary>
    public int TierNumber { get; init; }

    /// <summary>The rebate at the tier reached so far, in minor units.</summary>
    public long AccruedMinor { get; init; }

    /// <summary>What decides the tier at the period's end if buying goes on at today's pace.</summary>
    public long ForecastValue { get; init; }

    /// <summary>The rebate at the period's end at today's pace, in minor units.</summary>
    public long ForecastMinor { get; init; }

    /// <summary>The lower bound of the next tier in the unit of the qualifier; null at the highest.</summary>
    public long? NextTierFrom { get; init; }

    /// <summary>What is missing to the next tier, in the unit of the qualifier; null at the highest.</summary>
    public long? MissingValue { get; init; }

    /// <summary>What the next tier would add to the rebate at its lower bound, in minor units; null at the highest.</summary>
    public long? NextTierGainMinor { get; init; }

    /// <summary>How far the customer is on the way to the next tier, in thousandths of its lower bound; 1000 at the highest.</summary>
    public int ProgressMilli { get; init; }

    /// <summary>Days left in the period after <see cref="AsOfOn"/>.</summary>
    public int DaysLeft { get; init; }

    /// <summary>Whether today's pace reaches the next tier.</summary>
    public bool WouldReachNextTier { get; init; }
}
