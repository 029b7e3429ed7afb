using Microsoft.EntityFrameworkCore;
using Portal.Domain.Jobs;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Shared;

namespace Portal.Infrastructure.Jobs;

/// <summary>Jobs and their runs.</summary>
public sealed class JobQueries(
    IDbContextFactory<PortalDbContext> contexts, CurrentUser user, BusinessClock clock, IEnumerable<JobDefinition> jobs, JobCalendar calendar)
{
    /// <summary>Every job with its schedule, its last run and its next time.</summary>
    public async Task<IReadOnlyList<JobRow>> ListAsync(CancellationToken cancellationToken)
    {
        if (!user.Can(Permissions.Jobs.View))
        {
            return [];
        }

        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var lastIds = await context.JobRuns.GroupBy(run => run.JobName).Select(group => group.Max(run => run.Id)).ToListAsync(cancellationToken);
        var last = await Rows(context, context.JobRuns.Where(run => lastIds.Contains(run.Id))).ToDictionaryAsync(run => run.JobName, cancellationToken);
        return [.. jobs.Select(job => new JobRow(job.Name, calendar.CronOf(job), calendar.NextUtc(job, clock.UtcNow), last.GetValueOrDefault(job.Name)))];
    }

    /// <summary>The last run of the nightly proof of the ledger, for whoever may see the ledger; null where it never ran.</summary>
    public async Task<JobRunRow?> LastLedgerProofAsync(CancellationToken cancellationToken)
    {
        if (!user.Can(Permissions.Ledger.View))
        {
            return null;
        }

        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var proofs = context.JobRuns.Where(run => run.JobName == VerifyLedgerJob.Name && run.EndedAtUtc != null).OrderByDescending(run => run.Id);
        return await Rows(context, proofs.Take(1)).FirstOrDefaultAsync(cancellationToken);
    }

    /// <summary>Runs, the latest first; filter "job".</summary>
    public async Task<GridPage<JobRunRow>> RunsAsync(GridQuery query, CancellationToken cancellationToken)
    {
        if (!user.Can(Permissions.Jobs.View))
        {
            return new GridPage<JobRunRow>([], 0);
        }

        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var runs = context.JobRuns.AsNoTracking();
        if (query.Filter("job") is { } job)
        {
            runs = runs.Where(run => run.JobName == job);
        }

        if (query.Choice<JobRunState>("state") is { } state)
        {
            runs = runs.Where(run => run.State == state);
        }

        var total = await runs.CountAsync(cancellationToken);
        var ordered = (query.Sort, query.Descending) switch
        {
            ("job", false) => runs.OrderBy(run => run.JobName).ThenByDescending(run => run.Id),
            ("job", true) => runs.OrderByDescending(run => run.JobName).ThenByDescending(run => run.Id),
            ("startedAt", false) => runs.OrderBy(run => run.Id),
            _ => runs.OrderByDescending(run => run.Id),
        };
        return new GridPage<JobRunRow>(await Rows(context, ordered.Skip(query.Skip).Take(query.Take)).ToListAsync(cancellationToken), total);
    }

    private static IQueryable<JobRunRow> Rows(PortalDbContext context, IQueryable<JobRun> runs) => runs.Select(run => new JobRunRow(
        run.Id, run.JobName, run.State, run.StartedAtUtc, run.EndedAtUtc, run.ResultCode, run.ResultArguments, run.ErrorId,
        context.Users.Where(person => person.Id == run.ByUserId).Select(person => person.DisplayName).FirstOrDefault()));
}

/// <summary>A job on the list.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Cron">Its schedule.</param>
/// <param name="NextAtUtc">When it runs next.</param>
/// <param name="Last">Its last run, or null.</param>
public sealed record JobRow(string Name, string Cron, DateTime? NextAtUtc, JobRunRow? Last);

/// <summary>A run of a job.</summary>
/// <param name="Id">The row.</param>
/// <param name="JobName">The job.</param>
/// <param name="State">Where it stands.</param>
/// <param name="StartedAtUtc">When it began.</param>
/// <param name="EndedAtUtc">When it ended, or null.</param>
/// <param name="ResultCode">What came of it, to be translated.</param>
/// <param name="ResultArguments">The values the result names, separated by a bar.</param>
/// <param name="ErrorId">The id of an unexpected error, or null.</param>
/// <param name="ByName">Who pressed "run now", or null for the schedule.</param>
public sealed record JobRunRow(
    long Id, string JobName, JobRunState State, DateTime StartedAtUtc, DateTime? EndedAtUtc, string? ResultCode, string? ResultArguments,
    string? ErrorId, string? ByName);
