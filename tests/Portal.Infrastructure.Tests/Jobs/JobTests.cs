using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Portal.Domain.Jobs;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Jobs;
using Portal.Infrastructure.Shared;
using Portal.Infrastructure.Tests.Databases;
using DatabaseList = Portal.Infrastructure.Tests.Databases.Databases;

namespace Portal.Infrastructure.Tests.Jobs;

public sealed class JobTests
{
    [SkippableTheory]
    [MemberData(nameof(DatabaseList.All), MemberType = typeof(DatabaseList))]
    public async Task Of_many_that_fire_at_the_same_instant_one_runs(DatabaseProvider provider)
    {
        await using var portal = await TestPortal.CreateAsync(provider);
        var calls = 0;
        await Task.WhenAll(Enumerable.Range(0, 20).Select(async _ =>
        {
            await using var own = portal.AsSystem();
            await own.ServiceProvider.GetRequiredService<JobRecorder>().RunAsync(
                "verify-ledger", "verify-ledger@20260315T030000", null, _ => Task.FromResult(JobResult.Done("x", Interlocked.Increment(ref calls))), CancellationToken.None);
        }));
        Assert.Equal(1, calls);
        await using var scope = portal.AsSystem();
        var queries = scope.ServiceProvider.GetRequiredService<JobQueries>();
        var run = Assert.Single((await queries.RunsAsync(new GridQuery(), CancellationToken.None)).Rows);
        Assert.Equal((JobRunState.Succeeded, "x", "1"), (run.State, run.ResultCode, run.ResultArguments));
        var job = (await queries.ListAsync(CancellationToken.None)).Single(row => row.Name == "verify-ledger");

        // 03:00 in Shanghai is 19:00 UTC of the day before.
        Assert.Equal(new DateTime(2026, 3, 15, 19, 0, 0, DateTimeKind.Utc), job.NextAtUtc);
        Assert.Equal(run.Id, job.Last!.Id);
    }

    [SkippableTheory]
    [MemberData(nameof(DatabaseList.All), MemberType = typeof(DatabaseList))]
    public async Task An_error_is_kept_under_an_id(DatabaseProvider provider)
    {
        await using var portal = await TestPortal.CreateAsync(provider);
        await using var scope = portal.AsSystem();
        await scope.ServiceProvider.GetRequiredService<JobRecorder>().RunAsync("x", "x@1", 7, _ => throw new InvalidOperationException("boom"), CancellationToken.None);
        var run = Assert.Single((await scope.ServiceProvider.GetRequiredService<JobQueries>().RunsAsync(new GridQuery(), CancellationToken.None)).Rows);
        Assert.Equal(JobRunState.Failed, run.State);
        Assert.Equal(12, run.ErrorId!.Length);
    }

    [Fact]
    public async Task Only_who_may_can_run_a_job_and_only_where_the_schedule_is_hosted()
    {
        await using var portal = await TestPortal.CreateAsync(DatabaseProvider.Sqlite);
        await using var auditor = portal.AsStaff(RolePermissions.Auditor);
        Assert.Equal("not_permitted", (await auditor.ServiceProvider.GetRequiredService<RunJobNow>().RunAsync("verify-ledger", "k", CancellationToken.None)).Refusal.Code);
        await using var admin = portal.AsStaff(RolePermissions.Administrator);
        var run = admin.ServiceProvider.GetRequiredService<RunJobNow>();
        Assert.Equal("not_found", (await run.RunAsync("nothing", "k", CancellationToken.None)).Refusal.Code);
        Assert.Equal("job_not_hosted_here", (await run.RunAsync("verify-ledger", "k", CancellationToken.None)).Refusal.Code);
    }

    [SkippableTheory]
    [MemberData(nameof(DatabaseList.All), MemberType = typeof(DatabaseList))]
    public async Task What_was_due_while_nothing_ran_is_made_up_for_once(DatabaseProvider provider)
    {
        await using var portal = await TestPortal.CreateAsync(provider);
        var missed = portal.Services.GetRequiredService<RunMissedJobs>();
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => missed.RunAsync(CancellationToken.None)));

        // It is noon in Shanghai: last due at 01:30, 03:00 and 03:30 there, and at the last quarter of an hour and five minutes.
        var jobs = portal.Services.GetServices<JobDefinition>().ToList();
        var claims = await ClaimsAsync(portal);
        Assert.Subset(
            claims.ToHashSet(),
            new HashSet<string> { "check-sales-summaries@20260314T193000", "refresh-accruals@20260315T035000", "settle-due-periods@20260314T173000", "verify-ledger@20260314T190000" });
        Assert.Equal(jobs.Select(job => job.Name).Order(StringComparer.Ordinal), claims.Select(claim => claim.Split('@')[0]).Order(StringComparer.Ordinal));
        Assert.Empty(await missed.RunAsync(CancellationToken.None));

        portal.Clock.Now += TimeSpan.FromDays(3);
        Assert.Equal(jobs.Count, (await missed.RunAsync(CancellationToken.None)).Count);
        Assert.Contains("settle-due-periods@20260317T173000", await ClaimsAsync(portal));
        Assert.Equal(2 * jobs.Count, (await ClaimsAsync(portal)).Count);
    }

    [Fact]
    public void The_last_instant_of_a_rare_schedule_is_found_and_of_none_is_not()
    {
        var options = new JobOptions { Schedules = { ["monthly"] = "0 0 2 1 * ?", ["past"] = "0 0 0 1 1 ? 2020" } };
        var calendar = new JobCalendar(Options.Create(options), Options.Create(new BusinessOptions()));
        var noon = new DateTime(2026, 3, 15, 4, 0, 0, DateTimeKind.Utc);
        Assert.Equal(new DateTime(2026, 2, 28, 18, 0, 0, DateTimeKind.Utc), calendar.LastUtc(new JobDefinition("monthly", "", typeof(object)), noon));
        Assert.Null(calendar.LastUtc(new JobDefinition("past", "", typeof(object)), noon));
    }

    private static async Task<List<string>> ClaimsAsync(TestPortal portal)
    {
        await using var context = portal.NewContext();
        return await context.JobRuns.OrderBy(run => run.ClaimKey).Select(run => run.ClaimKey).ToListAsync();
    }
}
