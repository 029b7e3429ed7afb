using Microsoft.Extensions.Options;
using Portal.Infrastructure.Shared;
using Quartz;

namespace Portal.Infrastructure.Jobs;

/// <summary>When jobs are due, in the company's time zone.</summary>
public sealed class JobCalendar(IOptions<JobOptions> options, IOptions<BusinessOptions> business)
{
    private static readonly int[] DaysBack = [1, 8, 32, 366];
    private readonly TimeZoneInfo _zone = TimeZoneInfo.FindSystemTimeZoneById(business.Value.TimeZone);

    /// <summary>The schedule of a job, as a Quartz cron expression.</summary>
    public string CronOf(JobDefinition job) => options.Value.CronOf(job);

    /// <summary>The first instant after another at which a job is due, or null if never again.</summary>
    public DateTime? NextUtc(JobDefinition job, DateTime afterUtc) =>
        new CronExpression(CronOf(job), _zone).GetNextValidTimeAfter(new DateTimeOffset(afterUtc))?.UtcDateTime;

    /// <summary>The last instant of the past year, up to now, at which a job was due; null if there was none.</summary>
    public DateTime? LastUtc(JobDefinition job, DateTime nowUtc) =>
        DaysBack.Select(days => LastSince(job, nowUtc.AddDays(-days), nowUtc)).FirstOrDefault(due => due is not null);

    private DateTime? LastSince(JobDefinition job, DateTime fromUtc, DateTime nowUtc)
    {
        DateTime? last = null;
        for (var due = NextUtc(job, fromUtc); due <= nowUtc; due = NextUtc(job, due.Value))
        {
            last = due;
        }

        return last;
    }
}
