using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Domain.Staff;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Accruals;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.NearMisses;
using Portal.Infrastructure.Shared;
using Portal.Infrastructure.Tests.Settlements;

namespace Portal.Infrastructure.Tests.NearMisses;

public sealed class NearMissQueriesTests
{
    [SkippableTheory]
    [MemberData(nameof(Databases.Databases.All), MemberType = typeof(Databases.Databases))]
    public async Task Each_representative_sees_its_own_customers_with_what_is_missing_and_how_likely_it_is(DatabaseProvider provider)
    {
        await using var world = await SettlementWorld.CreateAsync(provider);
        var (mine, colleague) = await StaffAsync(world);
        await world.ApproveAsync(SettlementWorld.Monthly());
        for (var week = 1; week <= 24; week++)
        {
            await world.SellAsync(world.Customers[0], new DateOnly(2026, 3, 15).AddDays(-7 * week), (world.Products[0], 1, 2000));
        }

        await world.SellAsync(world.Customers[0], new DateOnly(2026, 3, 3), (world.Products[0], 1, 600));
        await world.SellAsync(world.Customers[1], new DateOnly(2026, 3, 3), (world.Products[0], 1, 4900));
        await world.SellAsync(world.Customers[2], new DateOnly(2026, 3, 3), (world.Products[0], 1, 5000));
        await using (var system = world.Portal.AsSystem())
        {
            await system.ServiceProvider.GetRequiredService<RefreshAccruals>().RunAsync(CancellationToken.None);
        }

        var own = Assert.Single(await ListAsync(world, mine, RolePermissions.SalesRepresentative));
        Assert.Equal((world.Customers[0], 40_000L, 16), (own.CustomerId, own.MissingValue, own.DaysLeft));
        Assert.InRange(own.Probability!.Value, 0.8, 1);
        Assert.Equal((30_666L, 2_500L), (own.PacePerDay, own.NeededPerDay));

        Assert.Single(await ListAsync(world, mine, RolePermissions.SalesRepresentative, "All"));
        Assert.Equal([world.Customers[1]], (await ListAsync(world, colleague, RolePermissions.RebateManager, "Own")).Select(row => row.CustomerId));
        Assert.Equal(2, (await ListAsync(world, mine, RolePermissions.RebateManager, "Department")).Count);
        Assert.Equal(2, (await ListAsync(world, colleague, RolePermissions.RebateManager)).Count);
        var other = (await ListAsync(world, colleague, RolePermissions.RebateManager, "Own"))[0];
        Assert.InRange(other.Probability!.Value, 0, 0.9);
    }

    private static async Task<(long Mine, long Colleague)> StaffAsync(SettlementWorld world)
    {
        await using var context = world.Portal.NewContext();
        var department = new Department("SALES", "Sales");
        var staff = new[] { new Employee("E1", "One", null), new Employee("E2", "Two", null) };
        context.Add(department);
        context.AddRange(staff);
        await context.SaveChangesAsync();
        var customers = await context.Customers.OrderBy(customer => customer.Id).ToListAsync();
        for (var index = 0; index < staff.Length; index++)
        {
            staff[index].Assign(department.Id, null);
            customers[index].AssignOwner(staff[index].Id, null, world.Portal.Clock.Now.UtcDateTime);
        }

        await context.SaveChangesAsync();
        return (staff[0].Id, staff[1].Id);
    }

    private static async Task<IReadOnlyList<NearMissRow>> ListAsync(SettlementWorld world, long employeeId, string role, string? scope = null)
    {
        await using var services = world.Portal.AsStaff(role, 31, employeeId);
        var filters = scope is null ? new Dictionary<string, string>() : new Dictionary<string, string> { ["scope"] = scope };
        return (await services.ServiceProvider.GetRequiredService<NearMissQueries>().ListAsync(new GridQuery { Filters = filters }, CancellationToken.None)).Rows;
    }
}
