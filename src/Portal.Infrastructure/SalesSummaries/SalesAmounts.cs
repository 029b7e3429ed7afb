using Portal.Infrastructure.Data;

namespace Portal.Infrastructure.SalesSummaries;

/// <summary>Net sales of any days: whole months out of the monthly sums, the days before and after them out of the documents.</summary>
internal static class SalesAmounts
{
    /// <summary>What was sold from one day to another, in parts to be added up.</summary>
    public static IQueryable<SalesAmount> Between(PortalDbContext context, DateOnly from, DateOnly to)
    {
        var firstWhole = from.Day == 1 ? from : FirstOfMonth(from).AddMonths(1);
        var afterWhole = FirstOfMonth(to.AddDays(1));
        var isWithinMonth = firstWhole >= afterWhole;
        var documents = isWithinMonth
            ? context.SalesDocuments.Where(document => document.DocumentOn >= from && document.DocumentOn <= to)
            : context.SalesDocuments.Where(document =>
                (document.DocumentOn >= from && document.DocumentOn < firstWhole) || (document.DocumentOn >= afterWhole && document.DocumentOn <= to));
        var days = documents.Select(document => new SalesAmount
        {
            CustomerId = document.CustomerId,
            Year = document.DocumentOn.Year,
            Month = document.DocumentOn.Month,
            Currency = document.Currency,
            NetMinor = document.NetMinor,
        });
        var months = context.SalesSummaries
            .Where(part => part.Month >= firstWhole && part.Month < afterWhole)
            .Select(part => new SalesAmount { CustomerId = part.CustomerId, Year = part.Month.Year, Month = part.Month.Month, Currency = part.Currency, NetMinor = part.NetMinor });
        return isWithinMonth ? days : from == firstWhole && to.AddDays(1) == afterWhole ? months : months.Concat(days);
    }

    private static DateOnly FirstOfMonth(DateOnly day) => new(day.Year, day.Month, 1);
}

/// <summary>A part of what was sold.</summary>
internal sealed class SalesAmount
{
    /// <summary>The customer.</summary>
    public required long CustomerId { get; init; }

    /// <summary>The year.</summary>
    public required int Year { get; init; }

    /// <summary>The month, from 1.</summary>
    public required int Month { get; init; }

    /// <summary>ISO code of the currency: amounts of different ones must not be added.</summary>
    public required string Currency { get; init; }

    /// <summary>Net amount in minor units.</summary>
    public required long NetMinor { get; init; }
}
