namespace Portal.Infrastructure.Jobs;

/// <summary>A job and when it runs, in the company's time zone.</summary>
/// <param name="Name">The name, as in the configuration and the texts: "settle-due-periods".</param>
/// <param name="Cron">The schedule, unless the configuration names another.</param>
/// <param name="JobType">The class that Quartz starts.</param>
public sealed record JobDefinition(string Name, string Cron, Type JobType);

/// <summary>The configuration section <c>Jobs</c>.</summary>
public sealed class JobOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Jobs";

    /// <summary>Whether this process hosts the schedule; "run now" works only there.</summary>
    public bool IsEnabled { get; set; } = true;

    /// <summary>Other schedules by job name, as Quartz cron expressions.</summary>
    public Dictionary<string, string> Schedules { get; set; } = [];

    internal string CronOf(JobDefinition job) => Schedules.TryGetValue(job.Name, out var cron) && cron.Length > 0 ? cron : job.Cron;
}
