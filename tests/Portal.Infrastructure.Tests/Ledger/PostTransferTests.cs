using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Domain.Ledger;
using Portal.Domain.Shared;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Ledger;
using Portal.Infrastructure.Tests.Databases;

namespace Portal.Infrastructure.Tests.Ledger;

public sealed class PostTransferTests
{
    [SkippableTheory]
    [MemberData(nameof(Databases.Databases.All), MemberType = typeof(Databases.Databases))]
    public async Task A_transfer_moves_balances_and_leaves_entries_that_sum_to_zero(DatabaseProvider provider)
    {
        await using var portal = await TestPortal.CreateAsync(provider);
        Assert.True((await portal.PostAsync(LedgerWorld.Grant("g1", 1, 10_000))).Value.IsNew);
        Assert.True((await portal.PostAsync(LedgerWorld.Take("t1", 1, 4_000))).IsDone);

        await using var context = portal.NewContext();
        Assert.Equal(0, await context.LedgerEntries.SumAsync(entry => entry.AmountMinor));
        Assert.Equal(6_000, await portal.BalanceOfAsync(LedgerWorld.Balance(1)));
        Assert.Equal(4_000, await portal.BalanceOfAsync(LedgerWorld.Held(1)));
        Assert.Equal(0, await portal.BalanceOfAsync(LedgerWorld.Expense));
        var afters = await (from entry in context.LedgerEntries
                            join account in context.LedgerAccounts on entry.AccountId equals account.Id
                            orderby entry.Id
                            where account.Kind == LedgerAccountKind.RebateBalance
                            select entry.BalanceAfterMinor).ToListAsync();
        Assert.Equal([10_000, 6_000], afters);
        var transfer = await context.LedgerTransfers.SingleAsync(row => row.OperationKey == "g1");
        Assert.Equal((LedgerTransferKind.SettlementPosted, "S-2026-0001", LedgerWorld.Today), (transfer.Kind, transfer.Source, transfer.EffectiveOn));
        Assert.Equal(portal.Clock.Now.UtcDateTime, transfer.PostedAtUtc);
        await portal.AssertProvenAsync();
    }

    [SkippableTheory]
    [MemberData(nameof(Databases.Databases.All), MemberType = typeof(Databases.Databases))]
    public async Task The_poster_is_written_down(DatabaseProvider provider)
    {
        await using var portal = await TestPortal.CreateAsync(provider);
        await using var scope = portal.AsStaff(RolePermissions.Finance, userId: 7);
        await scope.ServiceProvider.GetRequiredService<PostTransfer>().RunAsync(LedgerWorld.Grant("g1", 1, 10_000), CancellationToken.None);
        await using var context = portal.NewContext();
        Assert.Equal(7, (await context.LedgerTransfers.SingleAsync()).ByUserId);
    }

    [SkippableTheory]
    [MemberData(nameof(Databases.Databases.All), MemberType = typeof(Databases.Databases))]
    public async Task Below_the_floor_is_refused_and_leaves_nothing(DatabaseProvider provider)
    {
        await using var portal = await TestPortal.CreateAsync(provider);
        await portal.PostAsync(LedgerWorld.Grant("g1", 1, 100));
        var outcome = await portal.PostAsync(LedgerWorld.Take("t1", 1, 101));
        Assert.Equal(new Refusal("ledger_insufficient", new Money(100), new Money(101)), outcome.Refusal);
        Assert.Equal(1, await portal.CountTransfersAsync());
        Assert.Equal(100, await portal.BalanceOfAsync(LedgerWorld.Balance(1)));
        Assert.True((await portal.PostAsync(LedgerWorld.Take("t1", 1, 100))).IsDone);
        Assert.Equal(0, await portal.BalanceOfAsync(LedgerWorld.Balance(1)));
        await portal.AssertProvenAsync();
    }

    [SkippableTheory]
    [MemberData(nameof(Databases.Databases.All), MemberType = typeof(Databases.Databases))]
    public async Task A_known_key_gives_the_first_result(DatabaseProvider provider)
    {
        await using var portal = await TestPortal.CreateAsync(provider);
        var first = await portal.PostAsync(LedgerWorld.Grant("g1", 1, 100));
        var second = await portal.PostAsync(LedgerWorld.Grant("g1", 1, 100));
        Assert.Equal(first.Value with { IsNew = false }, second.Value);
        Assert.Equal(100, await portal.BalanceOfAsync(LedgerWorld.Balance(1)));
    }

    [SkippableTheory]
    [MemberData(nameof(Databases.Databases.All), MemberType = typeof(Databases.Databases))]
    public async Task A_known_key_with_another_request_is_refused(DatabaseProvider provider)
    {
        await using var portal = await TestPortal.CreateAsync(provider);
        await portal.PostAsync(LedgerWorld.Grant("g1", 1, 100));
        Assert.Equal(new Refusal("ledger_key_reused", "g1"), (await portal.PostAsync(LedgerWorld.Grant("g1", 1, 200))).Refusal);
        Assert.Equal(new Refusal("ledger_key_reused", "g2"), (await portal.PostAllAsync(LedgerWorld.Grant("g2", 1, 1), LedgerWorld.Grant("g2", 1, 2))).Refusal);
        Assert.Equal(100, await portal.BalanceOfAsync(LedgerWorld.Balance(1)));
    }

    [SkippableTheory]
    [MemberData(nameof(Databases.Databases.All), MemberType = typeof(Databases.Databases))]
    public async Task Twenty_identical_requests_at_once_have_one_effect(DatabaseProvider provider)
    {
        await using var portal = await TestPortal.CreateAsync(provider);
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => portal.PostAsync(LedgerWorld.Grant("g1", 1, 100)))));
        Assert.All(outcomes, outcome => Assert.True(outcome.IsDone));
        Assert.Single(outcomes, outcome => outcome.Value.IsNew);
        Assert.Single(outcomes.Select(outcome => outcome.Value.TransferId).Distinct());
        Assert.Equal(100, await portal.BalanceOfAsync(LedgerWorld.Balance(1)));
        await portal.AssertProvenAsync();
    }

    [SkippableTheory]
    [MemberData(nameof(Databases.Databases.All), MemberType = typeof(Databases.Databases))]
    public async Task Twenty_identical_requests_inside_callers_transactions_have_one_effect(DatabaseProvider provider)
    {
        await using var portal = await TestPortal.CreateAsync(provider);
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => portal.PostAllAsync(LedgerWorld.Grant("g1", 1, 100), LedgerWorld.Grant("g2", 2, 50)))));
        Assert.Single(outcomes, outcome => outcome.Value.All(posted => posted.IsNew));
        Assert.Equal(19, outcomes.Count(outcome => outcome.Value.All(posted => !posted.IsNew)));
        Assert.Equal(150, await portal.BalanceOfAsync(LedgerWorld.Balance(1)) + await portal.BalanceOfAsync(LedgerWorld.Balance(2)));
        await portal.AssertProvenAsync();
    }

    [SkippableTheory]
    [MemberData(nameof(Databases.Databases.All), MemberType = typeof(Databases.Databases))]
    public async Task Of_many_who_want_the_last_yuan_one_gets_it(DatabaseProvider provider)
    {
        await using var portal = await TestPortal.CreateAsync(provider);
        await portal.PostAsync(LedgerWorld.Grant("g1", 1, 100));
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 20).Select(number => Task.Run(() => portal.PostAsync(LedgerWorld.Take("t" + number, 1, 100)))));
        Assert.Single(outcomes, outcome => outcome.IsDone);
        Assert.All(outcomes.Where(outcome => !outcome.IsDone), outcome => Assert.Equal("ledger_insufficient", outcome.Refusal.Code));
        Assert.Equal(100, await portal.BalanceOfAsync(LedgerWorld.Held(1)));
        await portal.AssertProvenAsync();
    }

    [SkippableTheory]
    [MemberData(nameof(Databases.Databases.All), MemberType = typeof(Databases.Databases))]
    public async Task A_charge_back_may_go_below_the_floor_and_what_comes_later_fills_it_up(DatabaseProvider provider)
    {
        await using var portal = await TestPortal.CreateAsync(provider);
        await portal.PostAsync(LedgerWorld.Grant("g1", 1, 100));
        Assert.True((await portal.PostAsync(LedgerWorld.ChargeBack("c1", 1, 250))).IsDone);
        Assert.Equal(-150, await portal.BalanceOfAsync(LedgerWorld.Balance(1)));
        Assert.True((await portal.PostAsync(LedgerWorld.Grant("g2", 1, 40))).IsDone);
        Assert.Equal("ledger_insufficient", (await portal.PostAsync(LedgerWorld.Take("t1", 1, 1))).Refusal.Code);
        Assert.Equal(-110, await portal.BalanceOfAsync(LedgerWorld.Balance(1)));
        await portal.AssertProvenAsync();
    }

    [SkippableTheory]
    [MemberData(nameof(Databases.Databases.All), MemberType = typeof(Databases.Databases))]
    public async Task Many_are_posted_together_or_not_at_all(DatabaseProvider provider)
    {
        await using var portal = await TestPortal.CreateAsync(provider);
        var grants = Enumerable.Range(1, 700).Select(customer => LedgerWorld.Grant("g" + customer, customer, customer)).ToArray();
        var posted = await portal.PostAllAsync(grants);
        Assert.Equal(700, posted.Value.Count(row => row.IsNew));
        Assert.Equal(700, await portal.BalanceOfAsync(LedgerWorld.Balance(700)));

        var takes = Enumerable.Range(1, 700).Select(customer => LedgerWorld.Take("t" + customer, customer, customer == 350 ? 351 : 1)).ToArray();
        Assert.Equal("ledger_insufficient", (await portal.PostAllAsync(takes)).Refusal.Code);
        Assert.Equal(700, await portal.CountTransfersAsync());

        var more = await portal.PostAllAsync([.. grants, LedgerWorld.Grant("g701", 701, 5)]);
        Assert.Equal(1, more.Value.Count(row => row.IsNew));
        Assert.Equal(posted.Value.Select(row => row.TransferId), more.Value.SkipLast(1).Select(row => row.TransferId));
        await portal.AssertProvenAsync();
    }

    [SkippableTheory]
    [MemberData(nameof(Databases.Databases.All), MemberType = typeof(Databases.Databases))]
    public async Task Steps_of_one_account_in_one_posting_hold_the_floor_one_by_one(DatabaseProvider provider)
    {
        await using var portal = await TestPortal.CreateAsync(provider);
        Assert.Equal("ledger_insufficient", (await portal.PostAllAsync(LedgerWorld.Take("t1", 1, 50), LedgerWorld.Grant("g1", 1, 100))).Refusal.Code);
        Assert.True((await portal.PostAllAsync(LedgerWorld.Grant("g1", 1, 100), LedgerWorld.Take("t1", 1, 50), LedgerWorld.Grant("g2", 1, 7), LedgerWorld.Take("t2", 1, 57))).IsDone);
        Assert.Equal(0, await portal.BalanceOfAsync(LedgerWorld.Balance(1)));
        Assert.Equal(107, await portal.BalanceOfAsync(LedgerWorld.Held(1)));
        await portal.AssertProvenAsync();
    }

    [SkippableTheory]
    [MemberData(nameof(Databases.Databases.All), MemberType = typeof(Databases.Databases))]
    public async Task In_the_callers_transaction_a_refusal_leaves_the_callers_work_alone(DatabaseProvider provider)
    {
        await using var portal = await TestPortal.CreateAsync(provider);
        await using var scope = portal.AsSystem();
        var post = scope.ServiceProvider.GetRequiredService<PostTransfer>();
        await scope.ServiceProvider.GetRequiredService<WriteTransaction>().RunAsync<Outcome>(
            async (context, ct) =>
            {
                var number = await context.NextNumberAsync("W", 2026, ct);
                await context.SaveChangesAsync(ct);
                Assert.Equal("W-2026-0001", number);
                Assert.Equal("ledger_insufficient", (await post.RunAsync(LedgerWorld.Take("t1", 1, 1), context, ct)).Refusal.Code);
                Assert.True((await post.RunAsync(LedgerWorld.Grant("g1", 1, 100), context, ct)).IsDone);
                return Outcome.Done;
            },
            CancellationToken.None);
        Assert.Equal(1, await portal.CountTransfersAsync());
        await using var after = portal.NewContext();
        Assert.Equal("W-2026-0002", await after.NextNumberAsync("W", 2026, CancellationToken.None));
        await portal.AssertProvenAsync();
    }

    [SkippableTheory]
    [MemberData(nameof(Databases.Databases.All), MemberType = typeof(Databases.Databases))]
    public async Task A_transaction_that_is_not_committed_leaves_nothing_and_can_be_repeated(DatabaseProvider provider)
    {
        await using var portal = await TestPortal.CreateAsync(provider);
        await portal.PostAsync(LedgerWorld.Grant("g0", 1, 1));
        await using (var scope = portal.AsSystem())
        {
            var post = scope.ServiceProvider.GetRequiredService<PostTransfer>();
            await using var context = portal.NewContext();
            await using var transaction = await context.Database.BeginTransactionAsync();
            Assert.True((await post.RunAsync(LedgerWorld.Grant("g1", 1, 100), context, CancellationToken.None)).IsDone);
        }

        Assert.Equal(1, await portal.BalanceOfAsync(LedgerWorld.Balance(1)));
        Assert.True((await portal.PostAsync(LedgerWorld.Grant("g1", 1, 100))).Value.IsNew);
        Assert.Equal(101, await portal.BalanceOfAsync(LedgerWorld.Balance(1)));
        await portal.AssertProvenAsync();
    }

    [SkippableTheory]
    [MemberData(nameof(Databases.Databases.All), MemberType = typeof(Databases.Databases))]
    public async Task Work_that_throws_is_rolled_back(DatabaseProvider provider)
    {
        await using var portal = await TestPortal.CreateAsync(provider);
        await using var scope = portal.AsSystem();
        var post = scope.ServiceProvider.GetRequiredService<PostTransfer>();
        var writes = scope.ServiceProvider.GetRequiredService<WriteTransaction>();
        await Assert.ThrowsAsync<FormatException>(() => writes.RunAsync<Outcome>(
            async (context, ct) =>
            {
                await post.RunAsync(LedgerWorld.Grant("g1", 1, 100), context, ct);
                throw new FormatException();
            },
            CancellationToken.None));
        Assert.Equal(0, await portal.CountTransfersAsync());
        Assert.True((await portal.PostAsync(LedgerWorld.Grant("g1", 1, 100))).IsDone);
    }

    [SkippableTheory]
    [MemberData(nameof(Databases.Databases.All), MemberType = typeof(Databases.Databases))]
    public async Task Posting_without_a_transaction_or_with_unsaved_rows_is_a_bug(DatabaseProvider provider)
    {
        await using var portal = await TestPortal.CreateAsync(provider);
        await using var scope = portal.AsSystem();
        var transfers = scope.ServiceProvider.GetRequiredService<PostTransfers>();
        await using var context = portal.NewContext();
        await Assert.ThrowsAsync<InvalidOperationException>(() => transfers.RunAsync([LedgerWorld.Grant("g1", 1, 1)], context, CancellationToken.None));
        await using var transaction = await context.Database.BeginTransactionAsync();
        context.Add(new NumberSeries("X", 2026));
        await Assert.ThrowsAsync<InvalidOperationException>(() => transfers.RunAsync([LedgerWorld.Grant("g1", 1, 1)], context, CancellationToken.None));
    }

    [SkippableTheory]
    [MemberData(nameof(Databases.Databases.All), MemberType = typeof(Databases.Databases))]
    public async Task Document_numbers_have_no_gaps_and_no_doubles_under_contention(DatabaseProvider provider)
    {
        await using var portal = await TestPortal.CreateAsync(provider);
        await using var scope = portal.AsSystem();
        var writes = scope.ServiceProvider.GetRequiredService<WriteTransaction>();
        var numbers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => writes.RunAsync<Outcome<string>>(
            async (context, ct) =>
            {
                var number = await context.NextNumberAsync("W", 2026, ct);
                await context.SaveChangesAsync(ct);
                return number;
            },
            CancellationToken.None))));
        Assert.Equal(Enumerable.Range(1, 20).Select(number => $"W-2026-{number:0000}"), numbers.Select(number => number.Value).Order());
    }

    [SkippableTheory]
    [MemberData(nameof(Databases.Databases.All), MemberType = typeof(Databases.Databases))]
    public async Task Random_operations_at_once_keep_every_invariant(DatabaseProvider provider)
    {
        const int customers = 8;
        const int workers = 16;
        const int operationsPerWorker = 60;
        var seed = Environment.TickCount;
        await using var portal = await TestPortal.CreateAsync(provider);
        var expected = new long[customers + 1];
        var posted = new System.Collections.Concurrent.ConcurrentDictionary<string, long>();

        async Task WorkAsync(int worker)
        {
            var random = new Random(unchecked(seed - worker));
            for (var operation = 0; operation < operationsPerWorker; operation++)
            {
                // Keys are drawn from a small set, so that workers meet on the same ones.
                var number = random.Next(workers * operationsPerWorker / 2);
                var key = "k" + number;
                var of = new Random(unchecked(seed + (number * 7919)));
                var customer = of.Next(1, customers + 1);
                var amount = of.Next(1, 1000);
                var requests = of.Next(4) switch
                {
                    0 => new[] { LedgerWorld.Grant(key, customer, amount) },
                    1 => [LedgerWorld.Take(key, customer, amount)],
                    2 => [LedgerWorld.Grant(key, customer, amount), LedgerWorld.Take(key + "b", of.Next(1, customers + 1), of.Next(1, 300))],
                    _ => [LedgerWorld.ChargeBack(key, customer, of.Next(1, 50))],
                };
                var outcome = requests.Length == 1 ? await SingleAsync(requests[0]) : await portal.PostAllAsync(requests);
                if (!outcome.IsDone)
                {
                    Assert.Equal("ledger_insufficient", outcome.Refusal.Code);
                    continue;
                }

                foreach (var (request, result) in requests.Zip(outcome.Value))
                {
                    Assert.Equal(result.TransferId, posted.GetOrAdd(request.OperationKey, result.TransferId));
                    if (result.IsNew)
                    {
                        var side = request.Sides.Single(side => side.Account.Kind == LedgerAccountKind.RebateBalance);
                        Interlocked.Add(ref expected[side.Account.OwnerId], side.AmountMinor);
                    }
                }
            }
        }

        async Task<Outcome<IReadOnlyList<PostedTransfer>>> SingleAsync(TransferRequest request)
        {
            var outcome = await portal.PostAsync(request);
            return outcome.IsDone ? new[] { outcome.Value } : outcome.Refusal;
        }

        try
        {
            await Task.WhenAll(Enumerable.Range(0, workers).Select(worker => Task.Run(() => WorkAsync(worker))));
            await portal.AssertProvenAsync();
            Assert.Equal(posted.Count, await portal.CountTransfersAsync());
            for (var customer = 1; customer <= customers; customer++)
            {
                Assert.Equal(expected[customer], await portal.BalanceOfAsync(LedgerWorld.Balance(customer)));
            }
        }
        catch (Exception error)
        {
            throw new InvalidOperationException($"Failed with seed {seed}.", error);
        }
    }
}
