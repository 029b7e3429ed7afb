using Microsoft.Extensions.DependencyInjection;
using Portal.Domain.Programs;
using Portal.Domain.Shared;
using Portal.Domain.Suggestions;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Suggestions;
using Portal.Infrastructure.Tests.Settlements;
using DatabaseList = Portal.Infrastructure.Tests.Databases.Databases;

namespace Portal.Infrastructure.Tests.Suggestions;

public sealed class SuggestTests
{
    [SkippableTheory]
    [MemberData(nameof(DatabaseList.All), MemberType = typeof(DatabaseList))]
    public async Task Tries_running_programmes_on_what_a_customer_bought_with_the_reason_and_the_cost(DatabaseProvider provider)
    {
        await using var world = await SettlementWorld.CreateAsync(provider);
        var mine = await world.ApproveAsync(SettlementWorld.Monthly());
        var others = new ProgramParticipants { Include = [new CustomerSelector(CustomerSelectorKind.Customer) { Codes = ["C2"] }] };
        var parts = await world.ApproveAsync(Of("PARTS") with { Participants = others });
        var close = await world.ApproveAsync(SettlementWorld.Monthly("CLOSE") with { Participants = others, Lines = [SettlementWorld.Line(TierMode.WholeVolume, (7000, 1))] });
        await world.ApproveAsync(SettlementWorld.Monthly("OLD") with { ValidFrom = new DateOnly(2025, 1, 1), ValidTo = new DateOnly(2025, 12, 31) });
        await world.SellAsync(world.Customers[0], new DateOnly(2025, 7, 3), (world.Products[0], 1, 2000), (world.Products[1], 1, 4000));

        var found = (await SuggestAsync(world, RolePermissions.RebateManager)).Value;
        Assert.Equal(600_000, found.SalesMinor);
        Assert.Equal(
            [(parts, false, FitReason.ReachesTier, 4_000L, 400_000L), (close, false, FitReason.CloseToTier, 0L, 600_000L), (mine, true, FitReason.ReachesTier, 12_000L, 600_000L)],
            found.Rows.Select(row => (row.ProgramId, row.TakesPart, row.Fit.Reason, row.CostMinor, row.CountedMinor)));
        Assert.Equal(Refusal.NotFound, (await SuggestAsync(world, RolePermissions.SalesRepresentative)).Refusal.Code);
    }

    [SkippableTheory]
    [MemberData(nameof(DatabaseList.All), MemberType = typeof(DatabaseList))]
    public async Task Finds_tiers_that_cost_what_they_may(DatabaseProvider provider)
    {
        await using var world = await SettlementWorld.CreateAsync(provider, customers: 10);
        for (var index = 0; index < 10; index++)
        {
            await world.SellAsync(world.Customers[index], new DateOnly(2025, 5, 3), (world.Products[0], 1, (index + 1) * 10_000), (world.Products[1], 1, 99));
        }

        await using var scope = world.Portal.AsSystem();
        var suggest = scope.ServiceProvider.GetRequiredService<SuggestTiers>();
        var order = new TierOrder("BIKES", null, PeriodKind.Quarter, 2, "自行车", "Bikes");
        var found = (await suggest.RunAsync(order, null, CancellationToken.None)).Value;
        Assert.Equal((55_000_000L, 1_100_000L, 10), (found.SalesMinor, found.TargetMinor, found.Customers));
        Assert.Equal([50_000m, 80_000m], found.Tiers.Select(tier => tier.From).Take(2));
        Assert.InRange(found.CostMinor, found.TargetMinor * 0.99, found.TargetMinor * 1.01);
        Assert.Equal(found.CostMinor, found.Tiers.Sum(tier => tier.CostMinor));
        Assert.Equal((2027, "BIKES"), (found.Definition.ValidFrom.Year, found.Definition.Lines[0].Qualifier.Scope.Include[0].Codes[0]));
        Assert.Empty(ProgramValidation.Check(found.Definition with { Code = "X" }));
        Assert.Equal("suggestion_target", (await suggest.RunAsync(order with { TargetPercent = 0 }, null, CancellationToken.None)).Refusal.Code);
        Assert.Equal("suggestion_no_sales", (await suggest.RunAsync(order with { GroupCode = "nobody" }, null, CancellationToken.None)).Refusal.Code);
    }

    private static ProgramDefinition Of(string category) => SettlementWorld.Monthly(category) with { Lines = [SettlementWorld.OfCategory(SettlementWorld.Line(TierMode.WholeVolume, (1000, 1)), category)] };

    private static async Task<Outcome<ProgramSuggestions>> SuggestAsync(SettlementWorld world, string role)
    {
        await using var scope = world.Portal.AsStaff(role, 5, employeeId: 77);
        return await scope.ServiceProvider.GetRequiredService<SuggestPrograms>().RunAsync(world.Customers[0], CancellationToken.None);
    }
}
