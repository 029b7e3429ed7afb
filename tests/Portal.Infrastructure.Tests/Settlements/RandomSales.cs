using Microsoft.Extensions.DependencyInjection;
using Portal.Infrastructure.Settlements;

namespace Portal.Infrastructure.Tests.Settlements;

/// <summary>Sales by chance, and runs in small portions.</summary>
internal static class RandomSales
{
    public static async Task<List<(long CustomerId, DateOnly On, long ProductId, decimal Amount)>> AddAsync(SettlementWorld world, int count, int seed)
    {
        var random = new Random(seed);
        var sales = new List<(long, DateOnly, long, decimal)>();
        for (var number = 0; number < count; number++)
        {
            var customer = world.Customers[random.Next(world.Customers.Count)];
            var on = new DateOnly(2025, 7, 1).AddDays(random.Next(250));
            var product = world.Products[random.Next(world.Products.Count)];
            var amount = random.Next(100, 200000) / 100m * (random.Next(8) == 0 ? -0.5m : 1);
            amount = decimal.Truncate(amount * 100) / 100;
            await world.SellAsync(customer, on, (product, amount < 0 ? -1 : 1, amount));
            sales.Add((customer, on, product, amount));
        }

        return sales;
    }

    public static Action<IServiceCollection> Small(int linesPerPartition) =>
        services => services.Configure<SettlementOptions>(options => options.SalesLinesPerPartition = linesPerPartition);
}
