using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Domain.Customers;
using Portal.Domain.Shared;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Tests.Databases;

namespace Portal.Infrastructure.Tests.Data;

/// <summary>Units of work that share a commit do not share their fate.</summary>
public sealed class WriteTransactionTests
{
    [SkippableTheory]
    [MemberData(nameof(Databases.Databases.All), MemberType = typeof(Databases.Databases))]
    public async Task Refused_failed_and_cancelled_units_leave_nothing_and_harm_nobody(DatabaseProvider provider)
    {
        await using var portal = await TestPortal.CreateAsync(provider);
        var writes = portal.Services.GetRequiredService<WriteTransaction>();
        using var cancelled = new CancellationTokenSource();
        var tasks = Enumerable.Range(0, 40).Select(number => Task.Run(() => writes.RunAsync<Outcome>(
            async (context, ct) =>
            {
                context.Add(new Region("R" + number, "Region"));
                await context.SaveChangesAsync(ct);
                switch (number % 4)
                {
                    case 1:
                        return new Refusal(Refusal.NotFound);
                    case 2:
                        throw new FormatException();
                    case 3:
                        await cancelled.CancelAsync();
                        ct.ThrowIfCancellationRequested();
                        return Outcome.Done;
                    default:
                        return Outcome.Done;
                }
            },
            number % 4 == 3 ? cancelled.Token : CancellationToken.None))).ToList();
        for (var number = 0; number < tasks.Count; number++)
        {
            switch (number % 4)
            {
                case 0:
                    Assert.True((await tasks[number]).IsDone);
                    break;
                case 1:
                    Assert.False((await tasks[number]).IsDone);
                    break;
                case 2:
                    await Assert.ThrowsAsync<FormatException>(() => tasks[number]);
                    break;
                default:
                    await Assert.ThrowsAnyAsync<OperationCanceledException>(() => tasks[number]);
                    break;
            }
        }

        await using var context = portal.NewContext();
        Assert.Equal(
            Enumerable.Range(0, 10).Select(number => "R" + (number * 4)).Order(StringComparer.Ordinal),
            (await context.Regions.Select(row => row.Code).ToListAsync()).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task On_sqlite_nobody_hears_of_success_before_everybody_in_the_transaction_is_on_the_disk()
    {
        await using var portal = await TestPortal.CreateAsync(DatabaseProvider.Sqlite);
        var writes = portal.Services.GetRequiredService<WriteTransaction>();
        var hold = new TaskCompletionSource();
        var entered = new TaskCompletionSource();
        var first = Task.Run(() => AddAsync(writes, "A", async () =>
        {
            entered.SetResult();
            await hold.Task;
        }));
        await entered.Task;
        var second = AddAsync(writes, "B", () => Task.CompletedTask);
        Assert.False(first.IsCompleted);
        Assert.False(second.IsCompleted);
        hold.SetResult();
        await Task.WhenAll(first, second);
        await using var context = portal.NewContext();
        Assert.Equal(2, await context.Regions.CountAsync());
    }

    [Fact]
    public async Task On_sqlite_a_unit_keeps_the_callers_culture()
    {
        await using var portal = await TestPortal.CreateAsync(DatabaseProvider.Sqlite);
        var writes = portal.Services.GetRequiredService<WriteTransaction>();
        await Task.Run(async () =>
        {
            System.Globalization.CultureInfo.CurrentCulture = System.Globalization.CultureInfo.GetCultureInfo("tr-TR");
            var outcome = await writes.RunAsync<Outcome<string>>((_, _) => Task.FromResult<Outcome<string>>(System.Globalization.CultureInfo.CurrentCulture.Name), CancellationToken.None);
            Assert.Equal("tr-TR", outcome.Value);
        });
    }

    private static Task<Outcome> AddAsync(WriteTransaction writes, string code, Func<Task> then) => writes.RunAsync<Outcome>(
        async (context, ct) =>
        {
            context.Add(new Region(code, "Region"));
            await context.SaveChangesAsync(ct);
            await then();
            return Outcome.Done;
        },
        CancellationToken.None);

    [SkippableFact]
    public async Task On_PostgreSQL_a_process_that_stops_in_a_transaction_holds_its_locks_for_seconds_only()
    {
        await using var portal = await TestPortal.CreateAsync(DatabaseProvider.Postgres);
        await using var context = portal.NewContext();
        Assert.Equal("0", await LimitAsync());
        await using var transaction = await context.Database.BeginTransactionAsync();
        Assert.Equal("20s", await LimitAsync());

        Task<string> LimitAsync() => context.Database.SqlQueryRaw<string>("SELECT current_setting('idle_in_transaction_session_timeout') AS \"Value\"").SingleAsync();
    }
}
