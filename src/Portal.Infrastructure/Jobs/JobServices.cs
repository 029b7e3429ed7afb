using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Portal.Infrastructure.Points;
using Portal.Infrastructure.Settlements;
using Portal.Infrastructure.Shared;
using Quartz;

namespace Portal.Infrastructure.Jobs;

/// <summary>Registers scheduled jobs.</summary>
public static class JobServices
{
    private static readonly JobDefinition[] Definitions =
    [
        new(SettleDuePeriodsJob.Name, "0 30 1 * * ?", typeof(SettleDuePeriodsJob)),
        new(ExpireCardsJob.Name, "0 10 0 * * ?", typeof(ExpireCardsJob)),
        new(VerifyLedgerJob.Name, "0 0 3 * * ?", typeof(VerifyLedgerJob)),
        new(CheckSalesSummariesJob.Name, "0 30 3 * * ?", typeof(CheckSalesSummariesJob)),
        new(WorkOffPointsDaysJob.Name, "0 5 0 * * ?", typeof(WorkOffPointsDaysJob)),
        new(CountSalesJob.Name, "0 10 * * * ?", typeof(CountSalesJob)),
        new(VerifyPointsJob.Name, "0 15 3 * * ?", typeof(VerifyPointsJob)),
        new(EndOverdueRewardsJob.Name, "0 10 0/1 * * ?", typeof(EndOverdueRewardsJob)),
        new(RefreshAccrualsJob.Name, "0 5/15 * * * ?", typeof(RefreshAccrualsJob)),
    ];

    /// <summary>Registers what keeps and shows the record of jobs.</summary>
    public static IServiceCollection AddJobs(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<JobOptions>().Bind(configuration.GetSection(JobOptions.Section));
        foreach (var definition in Definitions)
        {
            services.AddSingleton(definition);
            services.AddScoped(definition.JobType);
        }

        services.AddSingleton<JobCalendar>().AddSingleton<RunMissedJobs>();
        return services.AddScoped<JobRecorder>().AddScoped<JobQueries>().AddScoped<RunJobNow>();
    }

    /// <summary>
    /// Hosts the schedule and the settlement worker; one of the two apps does. The schedule is kept in memory on every
    /// database (docs/decisions/0006): its definition stands in the code and the configuration, a run is claimed by a row, so
    /// that of several processes one executes it, and what was due while none ran is made up for at the next start.
    /// </summary>
    public static IServiceCollection AddJobHosting(this IServiceCollection services, IConfiguration configuration)
    {
        services.Configure<SettlementOptions>(settlements => settlements.ServesPeople = true);
        services.AddHostedService<SettlementWorker>();
        services.AddHostedService<PointsWorker>();
        var options = configuration.GetSection(JobOptions.Section).Get<JobOptions>() ?? new JobOptions();
        if (!options.IsEnabled)
        {
            return services;
        }

        var business = configuration.GetSection(BusinessOptions.Section).Get<BusinessOptions>() ?? new BusinessOptions();
        var zone = TimeZoneInfo.FindSystemTimeZoneById(business.TimeZone);
        services.AddQuartz(quartz =>
        {
            foreach (var definition in Definitions)
            {
                var key = new JobKey(definition.Name);
                quartz.AddJob(definition.JobType, job => job.WithIdentity(key).StoreDurably());
                quartz.AddTrigger(trigger => trigger
                    .ForJob(key)
                    .WithIdentity(definition.Name)
                    .WithCronSchedule(options.CronOf(definition), schedule => schedule.InTimeZone(zone)));
            }
        });
        services.AddQuartzHostedService(hosted => hosted.WaitForJobsToComplete = true);
        services.AddHostedService<MissedJobsAtStart>();
        return services;
    }
}
