using Microsoft.Extensions.Options;

namespace Portal.Infrastructure.Shared;

/// <summary>Tells the instant and the business day in the company's time zone.</summary>
public sealed class BusinessClock(TimeProvider time, IOptions<BusinessOptions> options)
{
    private readonly TimeZoneInfo _zone = TimeZoneInfo.FindSystemTimeZoneById(options.Value.TimeZone);

    /// <summary>Now, in UTC.</summary>
    public DateTime UtcNow => time.GetUtcNow().UtcDateTime;

    /// <summary>Today in the company's time zone.</summary>
    public DateOnly Today => DayOf(UtcNow);

    /// <summary>The business day of an instant.</summary>
    public DateOnly DayOf(DateTime utc) => DateOnly.FromDateTime(ToLocal(utc));

    /// <summary>The instant at which a business day begins.</summary>
    public DateTime StartOfDayUtc(DateOnly day) => TimeZoneInfo.ConvertTimeToUtc(day.ToDateTime(TimeOnly.MinValue), _zone);

    /// <summary>An instant in the company's time zone, for showing.</summary>
    public DateTime ToLocal(DateTime utc) => TimeZoneInfo.ConvertTimeFromUtc(DateTime.SpecifyKind(utc, DateTimeKind.Utc), _zone);
}

/// <summary>The configuration section <c>Business</c>.</summary>
public sealed class BusinessOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Business";

    /// <summary>IANA name of the company's time zone.</summary>
    public string TimeZone { get; set; } = "Asia/Shanghai";

    /// <summary>The company's name on printed documents.</summary>
    public string CompanyName { get; set; } = "RebatePortal";
}
