using Microsoft.Extensions.DependencyInjection;
using Portal.Domain.Programs;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Accruals;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Programs;
using Portal.Infrastructure.Settlements;
using Portal.Infrastructure.Simulations;
using Portal.Infrastructure.Tests.Settlements;
using DatabaseList = Portal.Infrastructure.Tests.Databases.Databases;

namespace Portal.Infrastructure.Tests.Simulations;

/// <summary>Companies that reach tiers together do so in every tool: none of them reaches the second tier by itself.</summary>
public sealed class FamilyToolsTests
{
    [SkippableTheory]
    [MemberData(nameof(DatabaseList.All), MemberType = typeof(DatabaseList))]
    public async Task Preview_comparison_settlement_explanation_and_forecast_agree_on_a_family(DatabaseProvider provider)
    {
        await using var world = await SettlementWorld.CreateAsync(provider);
        var (head, branch) = (world.Customers[0], world.Customers[1]);
        await using (var context = world.Portal.NewContext())
        {
            (await context.Customers.FindAsync(branch))!.PlaceUnder(head);
            await context.SaveChangesAsync();
        }

        foreach (var month in new[] { 1, 3 })
        {
            await world.SellAsync(head, new DateOnly(2026, month, 3), (world.Products[0], 1, 4000));
            await world.SellAsync(branch, new DateOnly(2026, month, 4), (world.Products[0], 1, 2000));
        }

        // 2 % of 6,000 together; by themselves 1 % of 4,000 and of 2,000.
        var family = SettlementWorld.Monthly("FAMILY") with { RollUp = new RollUpRule(RollUpPayTo.Children) };
        var id = await world.ApproveAsync(family);
        await using var scope = world.Portal.AsStaff(RolePermissions.RebateManager, 31);
        T Use<T>()
            where T : notnull => scope.ServiceProvider.GetRequiredService<T>();
        var preview = (await Use<SimulateProgram>().RunAsync(family, 2026, null, CancellationToken.None)).Value;
        Assert.Equal((24_000L, 2), (preview.CostMinor, preview.CustomersPaid));
        var alone = (await Use<SimulateProgram>().RunAsync(family with { RollUp = null }, 2026, null, CancellationToken.None)).Value;
        Assert.Equal(12_000L, alone.CostMinor);

        var report = (await Use<CompareSimulations>().RunAsync(new SimulationOrder(id, null, 2026, SimulationAgainst.Nothing), null, CancellationToken.None)).Value;
        Assert.Equal([(head, 16_000L), (branch, 8_000L)], report.Customers.Select(row => (row.CustomerId, row.CostMinor)));
        Assert.Empty(report.LeftOut);

        var run = await world.SettleAsync();
        foreach (var line in (await world.LinesAsync(run.RunId)).Where(line => line.PeriodFrom == new DateOnly(2026, 1, 1)))
        {
            var why = (await Use<SettlementQueries>().LineAsync(line.Id, CancellationToken.None))!;
            Assert.Equal(line.CustomerId == head ? 8_000 : 4_000, line.DueMinor);
            Assert.Equal(600_000, line.QualifierValue);
            Assert.Equal(2, line.TierNumber);
            Assert.Equal(line.CustomerId, why.Row.CustomerId);
        }

        var forecast = (await Use<ForecastAccruals>().RunAsync(null, null, CancellationToken.None)).Value;
        Assert.Equal([(head, 8_000L), (branch, 4_000L)], forecast.Rows.OrderBy(row => row.CustomerId).Select(row => (row.CustomerId, row.AccruedMinor)));
    }

    [SkippableTheory]
    [MemberData(nameof(DatabaseList.All), MemberType = typeof(DatabaseList))]
    public async Task Sales_without_a_cost_are_counted_and_not_left_out_in_silence(DatabaseProvider provider)
    {
        await using var world = await SettlementWorld.CreateAsync(provider);
        await world.SellAsync(world.Customers[0], new DateOnly(2026, 1, 3), (world.Products[0], 1, 4000), (world.Products[1], 1, 500));
        await world.SellAsync(world.Customers[1], new DateOnly(2026, 1, 4), (world.Products[0], 1, 250));
        var monthly = SettlementWorld.Monthly("MARGIN");
        var margin = monthly with { Lines = [monthly.Lines[0] with { Qualifier = new Qualifier(Measure.Margin), Base = new PayerBase(Measure.Margin) }] };
        var id = await world.ApproveAsync(margin);
        await using var scope = world.Portal.AsStaff(RolePermissions.RebateManager, 31);
        var preview = (await scope.ServiceProvider.GetRequiredService<SimulateProgram>().RunAsync(margin, 2026, null, CancellationToken.None)).Value;
        var report = (await scope.ServiceProvider.GetRequiredService<CompareSimulations>().RunAsync(new SimulationOrder(id, null, 2026, SimulationAgainst.Nothing), null, CancellationToken.None)).Value;
        foreach (var leftOut in new[] { preview.LeftOut, report.LeftOut })
        {
            var left = Assert.Single(leftOut);
            Assert.Equal(("calculation_cost_missing", 3L, 475_000L), (left.Code, left.Lines, left.NetMinor));
        }
    }
}
