using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Domain.Programs;
using Portal.Domain.Reviews;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Reviews;
using Portal.Infrastructure.Tests.Settlements;
using DatabaseList = Portal.Infrastructure.Tests.Databases.Databases;

namespace Portal.Infrastructure.Tests.Reviews;

public sealed class ReviewPeriodTests
{
    private static readonly DateOnly January = new(2026, 1, 5);

    [SkippableTheory]
    [MemberData(nameof(DatabaseList.All), MemberType = typeof(DatabaseList))]
    public async Task What_was_settled_comes_out_again_and_what_came_later_shows_as_a_difference(DatabaseProvider provider)
    {
        await using var world = await SettlementWorld.CreateAsync(provider, customers: 4);
        await world.ApproveAsync(SettlementWorld.Monthly());
        await world.SellAsync(world.Customers[0], January, (world.Products[0], 1, 2000));
        await world.SellAsync(world.Customers[1], January, (world.Products[0], 1, 6000));
        await world.SellAsync(world.Customers[2], January, (world.Products[0], 1, 900));
        var settlement = await SettleAsync(world);
        await world.SellAsync(world.Customers[0], January, (world.Products[0], 1, 4000));

        var then = await ReviewAsync(world, settlement, false);
        Assert.Equal((2, 14_000L, 14_000L, 0), (then.Compared, then.SettledMinor, then.RecomputedMinor, then.Differences.Count));
        var now = await ReviewAsync(world, settlement, true);
        Assert.Equal([(world.Customers[0], 2_000L, 12_000L)], now.Differences.Select(line => (line.CustomerId, line.SettledMinor, line.RecomputedMinor)));

        // A line that was tampered with is found.
        await using (var context = world.Portal.NewContext())
        {
            await context.SettlementLines.Where(line => line.CustomerId == world.Customers[1]).ExecuteUpdateAsync(set => set.SetProperty(line => line.DeltaMinor, 12_001));
        }

        Assert.Equal([(world.Customers[1], -1L)], (await ReviewAsync(world, settlement, false)).Differences.Select(line => (line.CustomerId, line.DifferenceMinor)));
    }

    [SkippableTheory]
    [MemberData(nameof(DatabaseList.All), MemberType = typeof(DatabaseList))]
    public async Task Says_who_was_not_paid_and_why(DatabaseProvider provider)
    {
        await using var world = await SettlementWorld.CreateAsync(provider, customers: 6);
        await world.ApproveAsync(SettlementWorld.Monthly("FIRST") with { ExclusiveGroup = "G", Priority = 1, Participants = Only("C5") });
        await world.ApproveAsync(SettlementWorld.Monthly() with
        {
            ExclusiveGroup = "G",
            Participants = ProgramParticipants.Everybody with { Exclude = [new CustomerSelector(CustomerSelectorKind.Customer) { Codes = ["C4"] }] },
            Lines = [SettlementWorld.OfCategory(SettlementWorld.Line(TierMode.WholeVolume, (1000, 1)), "BIKES")],
        });
        await world.SellAsync(world.Customers[0], January, (world.Products[0], 1, 2000));
        await world.SellAsync(world.Customers[1], January, (world.Products[0], 1, 300));
        await world.SellAsync(world.Customers[2], January, (world.Products[1], 1, 5000));
        await world.SellAsync(world.Customers[3], January, (world.Products[0], 1, 5000));
        await world.SellAsync(world.Customers[4], January, (world.Products[0], 1, 5000));
        await world.SettleAsync();
        var settlement = (await world.SettlementsAsync()).Single(row => row.CustomerCount == 1 && row.DueMinor == 2_000);

        var waiting = (await ReviewAsync(world, settlement.Id, false)).Unpaid.ToDictionary(row => row.CustomerId, row => row.Reason);
        Assert.Equal(
            [UnpaidReason.NotApproved, UnpaidReason.BelowTier, UnpaidReason.NothingCounts, UnpaidReason.Excluded, UnpaidReason.ExclusiveGroup, UnpaidReason.NoSales],
            world.Customers.Select(customer => waiting[customer]));
        Assert.True((await world.ApproveSettlementAsync(settlement.Id)).IsDone);
        Assert.Equal(UnpaidReason.NoPayout, (await ReviewAsync(world, settlement.Id, false)).Unpaid.Single(row => row.CustomerId == world.Customers[0]).Reason);

        await using var representative = world.Portal.AsStaff(RolePermissions.SalesRepresentative, 5, employeeId: 77);
        var theirs = (await representative.ServiceProvider.GetRequiredService<ReviewPeriod>().RunAsync(settlement.Id, false, null, CancellationToken.None)).Value;
        Assert.Equal((0, 0), (theirs.Compared, theirs.Unpaid.Count));
        Assert.Null(await representative.ServiceProvider.GetRequiredService<TimelinessQueries>().FindAsync(new DateOnly(2026, 1, 1), new DateOnly(2026, 3, 1), CancellationToken.None));
    }

    [SkippableTheory]
    [MemberData(nameof(DatabaseList.All), MemberType = typeof(DatabaseList))]
    public async Task Counts_the_days_from_the_period_s_end(DatabaseProvider provider)
    {
        await using var world = await SettlementWorld.CreateAsync(provider);
        await world.ApproveAsync(SettlementWorld.Monthly());
        await world.SellAsync(world.Customers[0], January, (world.Products[0], 1, 2000));
        await SettleAsync(world);
        await using var scope = world.Portal.AsSystem();
        var times = (await scope.ServiceProvider.GetRequiredService<TimelinessQueries>().FindAsync(new DateOnly(2026, 1, 1), new DateOnly(2026, 3, 1), CancellationToken.None))!;
        Assert.Equal([(43, (DateOnly?)null, (DateOnly?)new DateOnly(2026, 3, 15))], times.Rows.Select(row => (row.Days, row.PaidOn, row.CalculatedOn)));
        Assert.Null(times.MedianDays);
    }

    private static ProgramParticipants Only(string number) => new() { Include = [new CustomerSelector(CustomerSelectorKind.Customer) { Codes = [number] }] };

    private static async Task<long> SettleAsync(SettlementWorld world)
    {
        await world.SettleAsync();
        return (await world.SettlementsAsync())[^1].Id;
    }

    private static async Task<PeriodReview> ReviewAsync(SettlementWorld world, long settlementId, bool withAllKnownNow)
    {
        await using var scope = world.Portal.AsSystem();
        var outcome = await scope.ServiceProvider.GetRequiredService<ReviewPeriod>().RunAsync(settlementId, withAllKnownNow, null, CancellationToken.None);
        Assert.True(outcome.IsDone, outcome.IsDone ? null : outcome.Refusal.ToString());
        return outcome.Value;
    }
}
