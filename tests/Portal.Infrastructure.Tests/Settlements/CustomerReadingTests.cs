using Microsoft.EntityFrameworkCore;
using Portal.Domain.Customers;
using Portal.Domain.Programs;
using Portal.Domain.Settlements;
using Portal.Domain.Staff;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Settlements;
using DatabaseList = Portal.Infrastructure.Tests.Databases.Databases;

namespace Portal.Infrastructure.Tests.Settlements;

/// <summary>Plans are made with as much of the customers as programmes ask for, and no less.</summary>
public sealed class CustomerReadingTests
{
    [SkippableTheory]
    [MemberData(nameof(DatabaseList.All), MemberType = typeof(DatabaseList))]
    public async Task What_is_asked_for_is_read_and_nothing_else(DatabaseProvider provider)
    {
        await using var world = await SettlementWorld.CreateAsync(provider);
        await ClassifyAsync(world);
        var all = new[]
        {
            new PlanCustomer(world.Customers[0], "C1", "东区", null, "SOUTH", null),
            new PlanCustomer(world.Customers[1], "C2", null, "GOLD", null, world.Customers[0]) { Salesperson = "E-7" },
            new PlanCustomer(world.Customers[2], "C3", null, null, null, null),
        };
        for (var asked = 0; asked < 16; asked++)
        {
            var needs = new CustomerNeeds((asked & 1) != 0, (asked & 2) != 0, (asked & 4) != 0, (asked & 8) != 0);
            await using var context = world.Portal.NewContext();

            var read = await CustomerReading.ReadAsync(context, Task.FromResult(needs), CancellationToken.None);

            Assert.Equal(all.Select(customer => Only(customer, needs)), read.OrderBy(customer => customer.Id));
        }
    }

    private static PlanCustomer Only(PlanCustomer customer, CustomerNeeds needs) => new(
        customer.Id,
        needs.Each ? customer.Number : "",
        needs.Groups ? customer.GroupCode : null,
        needs.Levels ? customer.LevelCode : null,
        needs.Regions ? customer.RegionCode : null,
        needs.Each ? customer.ParentId : null)
    {
        Salesperson = needs.Each ? customer.Salesperson : null,
    };

    private static async Task ClassifyAsync(SettlementWorld world)
    {
        await using var context = world.Portal.NewContext();
        var (group, level, region, employee) = (new CustomerGroup("东区", "East"), new CustomerLevel("GOLD", "Gold", 1), new Region("SOUTH", "South"), new Employee("E-7", "Sales", null));
        context.AddRange(group, level, region, employee);
        await context.SaveChangesAsync();
        var (first, second) = (world.Customers[0], world.Customers[1]);
        await context.Customers.Where(customer => customer.Id == first)
            .ExecuteUpdateAsync(customer => customer.SetProperty(row => row.GroupId, group.Id).SetProperty(row => row.RegionId, region.Id));
        await context.Customers.Where(customer => customer.Id == second).ExecuteUpdateAsync(customer => customer
            .SetProperty(row => row.LevelId, level.Id).SetProperty(row => row.ParentId, first).SetProperty(row => row.OwnerId, employee.Id));
    }
}
