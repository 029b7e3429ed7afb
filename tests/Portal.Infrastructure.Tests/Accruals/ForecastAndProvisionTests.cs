using Microsoft.Extensions.DependencyInjection;
using Portal.Domain.Accruals;
using Portal.Domain.Programs;
using Portal.Domain.Sales;
using Portal.Domain.Shared;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Accruals;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Tests.Settlements;
using DatabaseList = Portal.Infrastructure.Tests.Databases.Databases;

namespace Portal.Infrastructure.Tests.Accruals;

public sealed class ForecastAndProvisionTests
{
    [SkippableTheory]
    [MemberData(nameof(DatabaseList.All), MemberType = typeof(DatabaseList))]
    public async Task Shows_settled_rate_reached_and_forecast_rate_side_by_side(DatabaseProvider provider)
    {
        await using var world = await SettlementWorld.CreateAsync(provider);
        await world.ApproveAsync(SettlementWorld.Monthly() with { Period = new ProgramPeriod(PeriodKind.Quarter), ValidFrom = new DateOnly(2025, 10, 1) });
        await world.SellAsync(world.Customers[0], new DateOnly(2025, 12, 3), (world.Products[0], 1, 2000));
        await world.ApproveSettlementAsync((await SettleAsync(world)).Id);
        await world.SellAsync(world.Customers[0], new DateOnly(2026, 3, 3), (world.Products[0], 1, 3000));
        await world.SellAsync(world.Customers[1], new DateOnly(2026, 3, 3), (world.Products[0], 1, 3000));
        await using (var context = world.Portal.NewContext())
        {
            // A year ago the first customer bought half of the quarter in January and the rest in the second half of March.
            context.AddRange(Summary(world.Customers[0], 1, 100), Summary(world.Customers[0], 2, 50), Summary(world.Customers[0], 3, 310));
            await context.SaveChangesAsync();
        }

        await using var scope = world.Portal.AsSystem();
        var report = (await scope.ServiceProvider.GetRequiredService<ForecastAccruals>().RunAsync(null, null, CancellationToken.None)).Value;
        var (first, second) = (report.Rows.Single(row => row.CustomerId == world.Customers[0]), report.Rows.Single(row => row.CustomerId == world.Customers[1]));

        // 300 of 460 were bought by 15 March: 3,000 become 4,600, still 1 %.
        Assert.Equal((2000L, 3000L, 3000L, 4600L, ForecastBasis.OwnSeason), (first.SettledMinor, first.AccruedMinor, first.AtForecastRateMinor, first.ForecastMinor, first.Basis));
        Assert.Equal((0L, 3000L, ForecastBasis.CommonSeason), (second.SettledMinor, second.AccruedMinor, second.Basis));
        var program = Assert.Single(report.Programs);
        Assert.Equal((2, 2000L, 6000L), (program.Customers, program.SettledMinor, program.AccruedMinor));

        await using var representative = world.Portal.AsStaff(RolePermissions.SalesRepresentative, 5, employeeId: 77);
        Assert.Empty((await representative.ServiceProvider.GetRequiredService<ForecastAccruals>().RunAsync(null, null, CancellationToken.None)).Value.Rows);
    }

    [SkippableTheory]
    [MemberData(nameof(DatabaseList.All), MemberType = typeof(DatabaseList))]
    public async Task Provisions_grow_with_the_sales_are_used_by_the_settlement_and_the_rest_is_released(DatabaseProvider provider)
    {
        await using var world = await SettlementWorld.CreateAsync(provider);
        await world.ApproveAsync(SettlementWorld.Monthly() with { Period = new ProgramPeriod(PeriodKind.Quarter), ValidFrom = new DateOnly(2025, 10, 1), Negative = NegativePolicy.ChargeBack });
        await world.SellAsync(world.Customers[0], new DateOnly(2025, 10, 3), (world.Products[0], 1, 2000));
        await world.SellAsync(world.Customers[0], new DateOnly(2025, 12, 3), (world.Products[0], 1, 4000));
        await world.ApproveSettlementAsync((await SettleAsync(world)).Id);
        await world.SellAsync(world.Customers[0], new DateOnly(2026, 1, 3), (world.Products[0], 1, 1000));

        await using var scope = world.Portal.AsSystem();
        var provisions = scope.ServiceProvider.GetRequiredService<ComputeProvisions>();
        var report = (await provisions.RunAsync(new DateOnly(2025, 10, 1), new DateOnly(2026, 12, 1), null, CancellationToken.None)).Value;
        var months = report.Months.ToDictionary(row => row.Month.Month, row => row.Movement);

        // 1 % of 2,000 in October, 2 % of 6,000 from December; settled in March, when January's quarter stands at 1 % of 1,000.
        Assert.Equal(new ProvisionMovement(0, 2000, 0, 0), months[10]);
        Assert.Equal(new ProvisionMovement(2000, 10000, 0, 0), months[12]);
        Assert.Equal(new ProvisionMovement(12000, 1000, 0, 0), months[1]);
        Assert.Equal(new ProvisionMovement(13000, 0, 12000, 0), months[3]);
        Assert.Equal(1000, months[3].ClosingMinor);
        Assert.Equal(report.LedgerLines.Sum(row => row.Line.DebitMinor), report.LedgerLines.Sum(row => row.Line.CreditMinor));
        Assert.Equal("provision_months", (await provisions.RunAsync(new DateOnly(2020, 1, 1), new DateOnly(2026, 3, 1), null, CancellationToken.None)).Refusal.Code);

        await using var representative = world.Portal.AsStaff(RolePermissions.SalesRepresentative, 5, employeeId: 77);
        var refused = await representative.ServiceProvider.GetRequiredService<ComputeProvisions>().RunAsync(new DateOnly(2026, 1, 1), new DateOnly(2026, 1, 1), null, CancellationToken.None);
        Assert.Equal(Refusal.NotPermitted, refused.Refusal.Code);
    }

    private static async Task<Portal.Domain.Settlements.Settlement> SettleAsync(SettlementWorld world)
    {
        await world.SettleAsync();
        return (await world.SettlementsAsync())[^1];
    }

    private static SalesSummary Summary(long customerId, int month, long amount) => new(customerId, new DateOnly(2025, month, 1), "CNY", 1, amount * 100);
}
