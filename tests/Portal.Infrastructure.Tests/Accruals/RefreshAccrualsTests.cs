using Microsoft.Extensions.DependencyInjection;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Accruals;
using Portal.Infrastructure.Dashboard;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Shared;
using Portal.Infrastructure.Tests.Settlements;
using DatabaseList = Portal.Infrastructure.Tests.Databases.Databases;

namespace Portal.Infrastructure.Tests.Accruals;

public sealed class RefreshAccrualsTests
{
    [SkippableTheory]
    [MemberData(nameof(DatabaseList.All), MemberType = typeof(DatabaseList))]
    public async Task Shows_what_is_earned_so_far_and_what_is_missing(DatabaseProvider provider)
    {
        await using var world = await SettlementWorld.CreateAsync(provider);
        var program = await world.ApproveAsync(SettlementWorld.Monthly());
        await world.SellAsync(world.Customers[0], new DateOnly(2026, 3, 3), (world.Products[0], 1, 4000));
        await world.SellAsync(world.Customers[1], new DateOnly(2026, 3, 4), (world.Products[0], 1, 300));
        await world.SellAsync(world.Customers[2], new DateOnly(2026, 2, 4), (world.Products[0], 1, 9000));

        await using var scope = world.Portal.AsSystem();
        var refresh = scope.ServiceProvider.GetRequiredService<RefreshAccruals>();
        Assert.Equal((2, 2L), (await refresh.RunAsync(CancellationToken.None)) is var result ? (result.Rows, result.SalesLinesRead) : default);
        await refresh.RunAsync(CancellationToken.None);
        var rows = (await scope.ServiceProvider.GetRequiredService<AccrualQueries>().ListAsync(new GridQuery(), CancellationToken.None)).Rows;
        var near = rows[0];
        Assert.Equal((program, world.Customers[0], 4000L, 100000L, 800, 16, true), (near.ProgramId, near.CustomerId, near.AccruedMinor, near.MissingValue, near.ProgressMilli, near.DaysLeft, near.WouldReach));
        Assert.Equal(6000, near.GainMinor);
        Assert.Equal((2, 0L), (rows.Count, rows[1].AccruedMinor));

        var figures = (await scope.ServiceProvider.GetRequiredService<DashboardQueries>()
            .FiguresAsync(new DashboardFilter(new DateOnly(2026, 1, 1), new DateOnly(2026, 3, 31)), CancellationToken.None))!;
        Assert.Equal((1330000L, 4000L, 1), (figures.SalesMinor, figures.AccruedMinor, figures.NearMissCount));
        Assert.Equal([0L, 900000L, 430000L], figures.Months.Select(month => month.SalesMinor));

        await using var rep = world.Portal.AsStaff(RolePermissions.SalesRepresentative, 5, employeeId: 77);
        var theirs = (await rep.ServiceProvider.GetRequiredService<DashboardQueries>()
            .FiguresAsync(new DashboardFilter(new DateOnly(2026, 1, 1), new DateOnly(2026, 3, 31)), CancellationToken.None))!;
        Assert.Equal((0L, 0L, 0), (theirs.SalesMinor, theirs.AccruedMinor, theirs.NearMissCount));
    }
}
