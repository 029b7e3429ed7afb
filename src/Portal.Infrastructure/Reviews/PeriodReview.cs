using Portal.Domain.Reviews;

namespace Portal.Infrastructure.Reviews;

/// <summary>A settled period computed anew.</summary>
public sealed record PeriodReview
{
    /// <summary>First day of the period.</summary>
    public required DateOnly PeriodFrom { get; init; }

    /// <summary>Last day of the period.</summary>
    public required DateOnly PeriodTo { get; init; }

    /// <summary>When the last run that settled it was asked for.</summary>
    public required DateTime SettledAtUtc { get; init; }

    /// <summary>Lines compared: every customer and line that was settled or earns something.</summary>
    public required int Compared { get; init; }

    /// <summary>What was settled, in minor units.</summary>
    public required long SettledMinor { get; init; }

    /// <summary>What comes out now, in minor units.</summary>
    public required long RecomputedMinor { get; init; }

    /// <summary>The lines that differ, the greatest difference first.</summary>
    public required IReadOnlyList<ReviewedLine> Differences { get; init; }

    /// <summary>Customers who were not paid, and why: those to whom something is owed first.</summary>
    public required IReadOnlyList<UnpaidCustomer> Unpaid { get; init; }

    /// <summary>Customers who were paid.</summary>
    public required int Paid { get; init; }

    /// <summary>Sales lines read.</summary>
    public required long LinesRead { get; init; }
}

/// <summary>A line that comes out otherwise than it was settled.</summary>
/// <param name="CustomerId">The customer.</param>
/// <param name="Number">Its number.</param>
/// <param name="Name">Its name.</param>
/// <param name="LineNumber">The programme's line.</param>
/// <param name="SettledMinor">What was settled, in minor units.</param>
/// <param name="RecomputedMinor">What comes out now, in minor units.</param>
public sealed record ReviewedLine(long CustomerId, string Number, string Name, int LineNumber, long SettledMinor, long RecomputedMinor)
{
    /// <summary>What comes out more.</summary>
    public long DifferenceMinor => RecomputedMinor - SettledMinor;
}

/// <summary>A customer who was not paid.</summary>
/// <param name="CustomerId">The customer.</param>
/// <param name="Number">Its number.</param>
/// <param name="Name">Its name.</param>
/// <param name="Reason">Why.</param>
/// <param name="SalesMinor">Its net purchases in the period, in minor units.</param>
/// <param name="EarnedMinor">What they earn, in minor units.</param>
public sealed record UnpaidCustomer(long CustomerId, string Number, string Name, UnpaidReason Reason, long SalesMinor, long EarnedMinor);
