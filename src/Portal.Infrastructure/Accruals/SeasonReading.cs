using Microsoft.EntityFrameworkCore;
using Portal.Domain.Accruals;
using Portal.Domain.Settlements;
using Portal.Domain.Shared;
using Portal.Infrastructure.Data;

namespace Portal.Infrastructure.Accruals;

/// <summary>Reads the purchases of the year before from the monthly sums.</summary>
internal sealed class SeasonReading
{
    private readonly Dictionary<long, SeasonalPattern> _own = [];

    private SeasonReading()
    {
    }

    /// <summary>Everybody's season.</summary>
    public SeasonalPattern Common { get; } = new();

    /// <summary>A customer's season, or null where it bought nothing.</summary>
    public SeasonalPattern? Of(long customerId) => _own.GetValueOrDefault(customerId);

    /// <summary>Reads the year before the days that a plan measures.</summary>
    public static async Task<SeasonReading> ReadAsync(PortalDbContext context, ProgramPlan plan, CancellationToken cancellationToken)
    {
        var reading = new SeasonReading();
        if (Days(plan) is not { } days)
        {
            return reading;
        }

        var (from, to) = (days.From.AddYears(-1), days.To.AddYears(-1));
        var months = context.SalesSummaries
            .Where(summary => summary.Month >= from && summary.Month <= to)
            .GroupBy(summary => new { summary.CustomerId, summary.Month })
            .Select(group => new { group.Key.CustomerId, group.Key.Month, NetMinor = group.Sum(summary => summary.NetMinor) })
            .AsAsyncEnumerable();
        await foreach (var month in months.WithCancellation(cancellationToken))
        {
            if (!reading._own.TryGetValue(month.CustomerId, out var own))
            {
                reading._own.Add(month.CustomerId, own = new SeasonalPattern());
            }

            own.Add(month.Month, month.NetMinor);
            reading.Common.Add(month.Month, month.NetMinor);
        }

        return reading;
    }

    /// <summary>Whole months, so that a month in part is weighed by its days.</summary>
    private static DateRange? Days(ProgramPlan plan)
    {
        if (plan.Days is not { } days)
        {
            return null;
        }

        var last = new DateOnly(days.To.Year, days.To.Month, 1).AddMonths(1).AddDays(-1);
        return new DateRange(new DateOnly(days.From.Year, days.From.Month, 1), last);
    }
}
