using Microsoft.Extensions.DependencyInjection;
using Portal.Domain.Programs;
using Portal.Domain.Shared;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Programs;
using Portal.Infrastructure.Simulations;
using Portal.Infrastructure.Tests.Databases;
using Portal.Infrastructure.Tests.Programs;
using DatabaseList = Portal.Infrastructure.Tests.Databases.Databases;

namespace Portal.Infrastructure.Tests.Simulations;

public sealed class CompareSimulationsTests
{
    [SkippableTheory]
    [MemberData(nameof(DatabaseList.All), MemberType = typeof(DatabaseList))]
    public async Task Shows_both_sides_by_customer_and_period_and_writes_nothing(DatabaseProvider provider)
    {
        await using var portal = await WorldAsync(provider);
        var id = await portal.ApprovedAsync(ProgramWorld.Quarterly());
        await AmendAsync(portal, id, 3, new DateOnly(2026, 4, 1));
        var before = await CountsAsync(portal);
        var report = (await CompareAsync(portal, new SimulationOrder(id, null, 2025, SimulationAgainst.Version))).Value;

        // 1 % below 1,000, from there 2 % (approved) or 3 % (amendment), quarter by quarter.
        Assert.Equal((5_500L, 4_000L, 1_500L), (report.CostMinor, report.AgainstMinor, report.DifferenceMinor));
        Assert.Equal([("C-1", 5_000L, 3_500L, 200_000L), ("C-2", 500L, 500L, 50_000L)], report.Customers.Select(row => (row.Number, row.CostMinor, row.AgainstMinor, row.SalesMinor)));
        Assert.Equal((1, 0, 2, 3), (report.Winners, report.Losers, report.Paid, report.Participants));
        Assert.Equal([("C-1", new DateOnly(2025, 1, 1), 1_500L)], report.Differences.Select(row => (row.Number, row.PeriodFrom, row.DifferenceMinor)));
        Assert.Equal([(2, 1), (1, 1)], report.Tiers.OrderByDescending(tier => tier.TierNumber).Select(tier => (tier.TierNumber, tier.Customers)));
        Assert.Equal(before, await CountsAsync(portal));

        var alone = (await CompareAsync(portal, new SimulationOrder(id, 1, 2025, SimulationAgainst.Nothing))).Value;
        Assert.Equal((4_000L, (long?)null, 0), (alone.CostMinor, alone.AgainstMinor, alone.Winners));
        var other = await portal.ApprovedAsync(ProgramWorld.Quarterly("Q-2") with { Lines = [Line(5, 5)] });
        Assert.Equal(12_500L, (await CompareAsync(portal, new SimulationOrder(id, 1, 2025, SimulationAgainst.Program, other))).Value.AgainstMinor);
    }

    [SkippableTheory]
    [MemberData(nameof(DatabaseList.All), MemberType = typeof(DatabaseList))]
    public async Task Approving_an_amendment_keeps_what_it_changes_in_money(DatabaseProvider provider)
    {
        await using var portal = await WorldAsync(provider);
        var id = await portal.ApprovedAsync(ProgramWorld.Quarterly());
        await portal.SellAsync("C-1", "P-1", new DateOnly(2026, 2, 1), 400_000);
        await AmendAsync(portal, id, 3, new DateOnly(2026, 1, 1));
        Assert.True((await portal.SubmitAsync(id)).IsDone);

        var preview = (await portal.ActAsync<PreviewAmendment, Outcome<AmendmentPreview>>(use => use.RunAsync(id, null, CancellationToken.None))).Value;
        Assert.Equal((2025, 1_500L, 4_000L), (preview.Year, preview.Typical!.DifferenceMinor, preview.Begun!.DifferenceMinor));
        Assert.Equal((new DateOnly(2026, 1, 1), 12_000L, 8_000L), preview.Begun.Differences.Select(row => (row.PeriodFrom, row.CostMinor, row.AgainstMinor)).Single());

        Assert.True((await portal.ApproveAsync(id)).IsDone);
        var versions = (await portal.FindAsync(id))!.Versions;
        Assert.Equal(preview.Totals, versions[0].Preview);
        Assert.Null(versions[1].Preview);
    }

    [SkippableFact]
    public async Task Whoever_may_not_write_programmes_may_not_simulate()
    {
        await using var portal = await WorldAsync(DatabaseProvider.Sqlite);
        var id = await portal.ApprovedAsync(ProgramWorld.Quarterly());
        await using var scope = portal.AsStaff(RolePermissions.SalesRepresentative, 5);
        var refused = await scope.ServiceProvider.GetRequiredService<CompareSimulations>()
            .RunAsync(new SimulationOrder(id, null, 2025, SimulationAgainst.Nothing), null, CancellationToken.None);
        Assert.Equal(Refusal.NotPermitted, refused.Refusal.Code);
        Assert.Equal(Refusal.NotFound, (await CompareAsync(portal, new SimulationOrder(999, null, 2025, SimulationAgainst.Nothing))).Refusal.Code);
    }

    private static async Task<TestPortal> WorldAsync(DatabaseProvider provider)
    {
        var portal = await TestPortal.CreateAsync(provider);
        await portal.SeedAsync();
        await portal.SellAsync("C-1", "P-1", new DateOnly(2025, 2, 1), 150_000);
        await portal.SellAsync("C-1", "P-1", new DateOnly(2025, 5, 1), 50_000);
        await portal.SellAsync("C-2", "P-2", new DateOnly(2025, 5, 1), 50_000);
        return portal;
    }

    private static ProgramLine Line(decimal low, decimal high) => ProgramWorld.Quarterly().Lines[0] with { Tiers = [new Tier(0) { RatePercent = low }, new Tier(1000) { RatePercent = high }] };

    private static async Task AmendAsync(TestPortal portal, long id, decimal percent, DateOnly from)
    {
        Assert.True((await portal.ActAsync<AmendProgram, Outcome<int>>(use => use.RunAsync(id, from, CancellationToken.None))).IsDone);
        var saved = await portal.DraftAsync(ProgramWorld.Quarterly() with { Lines = [Line(1, percent)] }, id, effectiveFrom: from);
        Assert.True(saved.IsDone, saved.IsDone ? null : saved.Refusal.ToString());
    }

    private static Task<Outcome<SimulationReport>> CompareAsync(TestPortal portal, SimulationOrder order) =>
        portal.ActAsync<CompareSimulations, Outcome<SimulationReport>>(use => use.RunAsync(order, null, CancellationToken.None));

    private static async Task<(int, int, int)> CountsAsync(TestPortal portal)
    {
        await using var context = portal.NewContext();
        return (context.Settlements.Count(), context.Accruals.Count(), context.LedgerEntries.Count());
    }
}
