using Microsoft.Extensions.DependencyInjection;
using Portal.Domain.ExchangeRates;
using Portal.Domain.Ledger;
using Portal.Domain.Payouts;
using Portal.Domain.Programs;
using Portal.Domain.Sales;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Dashboard;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Ledger;
using Portal.Infrastructure.Tests.Ledger;
using Portal.Infrastructure.Withdrawals;
using DatabaseList = Portal.Infrastructure.Tests.Databases.Databases;

namespace Portal.Infrastructure.Tests.Payouts;

/// <summary>A programme in another currency settles, posts, pays and is shown in that currency; nothing is added unconverted.</summary>
public sealed class CurrencyTests
{
    [SkippableTheory]
    [MemberData(nameof(DatabaseList.All), MemberType = typeof(DatabaseList))]
    public async Task A_programme_in_dollars_is_owed_and_paid_in_dollars(DatabaseProvider provider)
    {
        await using var world = await PayeeWorld.CreateAsync(provider);
        await RateAsync(world, "USD", 8);
        await world.ApproveAsync(PayeeWorld.Program(null) with { Currency = "USD" });
        await world.SellAsync(world.Buyer, 48_000);
        var settlement = (await world.SettleAsync())!;

        // ¥48,000 are $6,000 on the day of the document; 2 % of them.
        Assert.Equal(12_000, await world.Portal.BalanceOfAsync(world.PayableOf(null, "USD")));
        Assert.Equal(0, await world.Portal.BalanceOfAsync(world.PayableOf(null)));
        var document = await world.PayAsync(settlement, PayoutMethod.Balance);
        Assert.Equal(("USD", 12_000L), ((await world.Portal.DocumentAsync(document)).Currency, (await world.Portal.DocumentAsync(document)).TotalMinor));
        var dollars = LedgerAccountReference.Customer(LedgerAccountKind.RebateBalance, world.Buyer, "USD");
        Assert.Equal((12_000, 0), (await world.Portal.BalanceOfAsync(dollars), await world.Portal.BalanceOfAsync(LedgerWorld.Balance(world.Buyer))));
        Assert.Null(await world.SettleAsync());

        await using var mine = world.Portal.AsCustomer(world.Buyer);
        var balances = mine.ServiceProvider.GetRequiredService<MyBalanceQueries>();
        Assert.Equal(["CNY", "USD"], await balances.CurrenciesAsync(default));
        Assert.Equal((0L, 12_000L), ((await balances.SummaryAsync(default)).BalanceMinor, (await balances.SummaryAsync(default, "USD")).BalanceMinor));
        var account = (await world.Portal.AddBankAccountAsync(await CustomerAsync(world))).Value;
        var request = mine.ServiceProvider.GetRequiredService<MyRequestWithdrawal>();
        Assert.Equal("withdrawal_insufficient", (await request.RunAsync(new WithdrawalInput("w-1", 5_000, account), default)).Refusal.Code);
        Assert.True((await request.RunAsync(new WithdrawalInput("w-2", 5_000, account) { Currency = "USD" }, default)).IsDone);
        Assert.Equal(7_000, await world.Portal.BalanceOfAsync(dollars));
        await using var finance = world.Portal.AsStaff(RolePermissions.Finance, 5);
        var setOff = await finance.ServiceProvider.GetRequiredService<SetOffRebate>()
            .RunAsync(new SetOffInput("s-1", world.Buyer, 1_000, "INV-1", "set off") { Currency = "USD" }, default);
        Assert.True(setOff.IsDone);
        Assert.Equal(6_000, await world.Portal.BalanceOfAsync(dollars));
        await world.Portal.AssertProvenAsync();
    }

    [SkippableTheory]
    [MemberData(nameof(DatabaseList.All), MemberType = typeof(DatabaseList))]
    public async Task A_bank_file_is_of_one_currency_and_names_it(DatabaseProvider provider)
    {
        await using var world = await PayeeWorld.CreateAsync(provider);
        await RateAsync(world, "USD", 8);
        await world.Portal.AddBankAccountAsync(await CustomerAsync(world));
        await world.ApproveAsync(PayeeWorld.Program(null, PayTo.Bank) with { Currency = "USD" });
        await world.SellAsync(world.Buyer, 48_000);
        var settlement = (await world.SettleAsync())!;
        var document = (await world.Portal.CreateAsync(settlement, PayoutMethod.Bank)).Value;
        var file = System.Text.Encoding.UTF8.GetString((await world.Portal.ExportAsync(document)).Value.Content.Span);
        Assert.Contains(",120.00,USD,", file, StringComparison.Ordinal);
        var item = Assert.Single(await world.Portal.ItemsAsync(document));
        Assert.True((await world.Portal.ConfirmAsync(document, new Infrastructure.Payouts.PaymentDecision(item.Id, true))).IsDone);
        Assert.Equal((12_000, 0), (await world.HouseAsync(LedgerAccountKind.BankClearing, "USD"), await world.HouseAsync(LedgerAccountKind.BankClearing)));
        await world.Portal.AssertProvenAsync();
    }

    [SkippableTheory]
    [MemberData(nameof(DatabaseList.All), MemberType = typeof(DatabaseList))]
    public async Task The_dashboard_and_the_house_show_one_currency_at_a_time(DatabaseProvider provider)
    {
        await using var world = await PayeeWorld.CreateAsync(provider);
        await RateAsync(world, "USD", 8);
        await world.ApproveAsync(PayeeWorld.Program(null) with { Currency = "USD" });
        await world.ApproveAsync(PayeeWorld.Program(null) with { Code = "YUAN" });
        await world.SellAsync(world.Buyer, 48_000);
        await using (var context = world.Portal.NewContext())
        {
            var dollars = new SalesDocument("test", "USD-1", SalesDocumentKind.Sale, world.Other, PayeeWorld.January, "usd", DateTime.UnixEpoch);
            dollars.Complete(null, "USD", null, 0, 777_00, null);
            context.Add(dollars);
            context.Add(new SalesSummary(world.Other, new DateOnly(2026, 1, 1), "USD", 1, 777_00));
            await context.SaveChangesAsync();
        }

        Assert.NotNull(await world.SettleAsync());
        foreach (var settlement in await world.World.SettlementsAsync())
        {
            await world.World.ApproveSettlementAsync(settlement.Id);
        }

        await using var scope = world.Portal.AsStaff(RolePermissions.Finance, 5);
        var dashboard = scope.ServiceProvider.GetRequiredService<DashboardQueries>();
        Assert.Equal(["CNY", "USD"], (await dashboard.ChoicesAsync(default)).Currencies);
        var filter = new DashboardFilter(new DateOnly(2026, 1, 1), new DateOnly(2026, 12, 31));
        var yuan = (await dashboard.FiguresAsync(filter, default))!;
        Assert.Equal((4_800_000L, 96_000L, 96_000L), (yuan.SalesMinor, yuan.SettledMinor, yuan.OutstandingMinor));
        var usd = (await dashboard.FiguresAsync(filter with { Currency = "USD" }, default))!;
        Assert.Equal((77_700L, 12_000L, 12_000L), (usd.SalesMinor, usd.SettledMinor, usd.OutstandingMinor));

        var ledger = scope.ServiceProvider.GetRequiredService<LedgerQueries>();
        Assert.Equal((96_000L, 12_000L), ((await ledger.HouseTotalsAsync(default)).PayableMinor, (await ledger.HouseTotalsAsync(default, "USD")).PayableMinor));
        var rows = (await ledger.CustomersAsync(new Infrastructure.Shared.GridQuery { Take = 10, Sort = "payable" }, default)).Rows;
        Assert.Equal([("USD", 12_000L), ("CNY", 96_000L)], rows.Select(row => (row.Currency, row.PayableMinor)));
    }

    [SkippableTheory]
    [MemberData(nameof(DatabaseList.All), MemberType = typeof(DatabaseList))]
    public async Task What_cannot_be_paid_in_a_currency_is_refused_by_name(DatabaseProvider provider)
    {
        await using var world = await PayeeWorld.CreateAsync(provider);
        await RefusedAsync(PayeeWorld.Program(null) with { Currency = "KWD" }, "program_currency_too_fine");
        await RefusedAsync(PayeeWorld.Program(null) with { Code = "YEN", Currency = "JPY" }, "program_rounding_below_currency");
        await RefusedAsync(PayeeWorld.Program(Payee.Salesperson, PayTo.Goods) with { Code = "GOODS" }, "program_cannot_be_paid_to");
        await RefusedAsync(PayeeWorld.Program(null, PayTo.Goods) with { Code = "UNKNOWN", Goods = new GoodsRule("NONE", 5) }, "program_code_unknown");
        await world.ApproveAsync(PayeeWorld.Program(null) with { Code = "YEN-1", Currency = "JPY", Rounding = new RoundingRule(1) });

        async Task RefusedAsync(ProgramDefinition definition, string code)
        {
            var draft = await Programs.ProgramWorld.DraftAsync(world.Portal, definition);
            var submitted = await Programs.ProgramWorld.SubmitAsync(world.Portal, draft.Value.ProgramId);
            Assert.Equal(code, submitted.Refusal.Code);
        }
    }

    private static async Task RateAsync(PayeeWorld world, string currency, decimal rate)
    {
        await using var context = world.Portal.NewContext();
        context.Add(new ExchangeRate(currency, PayeeWorld.January, (long)(rate * ExchangeRate.Scale)));
        await context.SaveChangesAsync();
    }

    private static async Task<Domain.Customers.Customer> CustomerAsync(PayeeWorld world)
    {
        await using var context = world.Portal.NewContext();
        return context.Customers.Single(row => row.Id == world.Buyer);
    }
}
