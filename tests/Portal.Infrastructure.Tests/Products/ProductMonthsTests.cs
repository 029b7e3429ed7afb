using Microsoft.Extensions.DependencyInjection;
using Portal.Domain.ExchangeRates;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Products;
using Portal.Infrastructure.Tests.Settlements;
using DatabaseList = Portal.Infrastructure.Tests.Databases.Databases;

namespace Portal.Infrastructure.Tests.Products;

public sealed class ProductMonthsTests
{
    [SkippableTheory]
    [MemberData(nameof(DatabaseList.All), MemberType = typeof(DatabaseList))]
    public async Task Sales_in_other_currencies_count_at_the_rate_of_their_month_and_what_has_none_is_named(DatabaseProvider provider)
    {
        await using var world = await SettlementWorld.CreateAsync(provider);
        var (product, customer) = (world.Products[0], world.Customers[0]);
        var today = world.Portal.Clock.GetUtcNow();
        var month = new DateOnly(today.Year, today.Month, 1).AddMonths(-2);
        await world.SellAsync(customer, month, (product, 2, 100), (world.Products[1], 1, 999));
        await world.SellInAsync("USD", customer, month.AddDays(5), (product, 3, 10.01m));
        await world.SellInAsync("USD", customer, month.AddMonths(1), (product, -1, -2));
        await world.SellInAsync("EUR", customer, month, (product, 4, 50));
        await using (var context = world.Portal.NewContext())
        {
            context.Add(new ExchangeRate("USD", month.AddDays(9), ExchangeRate.Scaled(7.25m)));
            await context.SaveChangesAsync();
        }

        await using var scope = world.Portal.AsSystem();
        var record = await scope.ServiceProvider.GetRequiredService<ProductQueries>().FindAsync(product, CancellationToken.None);

        // 100.00 and 10.01 × 7.25 = 72.57; a return of 2.00 × 7.25 in the month after, which has no rate of its own.
        Assert.Equal(
            [(month, 17_257L, 9_000L), (month.AddMonths(1), -1_450L, -1_000L)],
            record!.Months.Where(row => row.QuantityMilli != 0).Select(row => (row.Month, row.NetMinor, row.QuantityMilli)));
        Assert.Equal(["EUR"], record.CurrenciesLeftOut);
    }
}
