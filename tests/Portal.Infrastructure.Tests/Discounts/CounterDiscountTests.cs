using Microsoft.EntityFrameworkCore;
using Portal.Domain.Cards;
using Portal.Domain.Customers;
using Portal.Domain.Discounts;
using Portal.Domain.Products;
using Portal.Domain.Shared;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Cards;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Discounts;
using Portal.Infrastructure.Tests.Cards;

namespace Portal.Infrastructure.Tests.Discounts;

public sealed class CounterDiscountTests
{
    [SkippableTheory]
    [MemberData(nameof(Databases.Databases.All), MemberType = typeof(Databases.Databases))]
    public async Task A_bill_is_paid_after_the_level_s_discount_and_slip_history_and_message_say_so(DatabaseProvider provider)
    {
        await using var desk = await CardDesk.OpenAsync(provider);
        var card = await desk.AddCardAsync();
        await desk.TopUpAsync(card, 50_000);
        var level = await AddLevelAsync(desk);
        Assert.True((await SaveAsync(desk, level, Terms)).IsDone);

        BillLineInput[] lines = [new(10_000), new(10_000, "food"), new(10_000, "rice")];
        var bill = (await desk.DoAsync((DiscountQueries queries) => queries.BillAsync(card, lines, CancellationToken.None))).Value;
        Assert.Equal((30_000, 3_200, 26_800), (bill.GrossMinor, bill.DiscountMinor, bill.NetMinor));
        Assert.Equal("card_discount_changed", (await PayAsync(desk, card, 30_000, lines)).Refusal.Code);
        var paid = (await PayAsync(desk, card, bill.NetMinor, lines)).Value;
        Assert.Equal(new StoredValue(23_200, 0), paid.After);

        var slip = (await desk.DoAsync((CardQueries queries) => queries.SlipAsync(paid.OperationId, CancellationToken.None)))!.Operation;
        Assert.Equal((3_200, -26_800, "Gold −12%, Gold −20%"), (slip.DiscountMinor, slip.PrincipalMinor, slip.Detail));
        await using (var scope = desk.Portal.AsCustomer(desk.CustomerId))
        {
            var mine = (MyCardQueries)scope.ServiceProvider.GetService(typeof(MyCardQueries))!;
            Assert.Equal(3_200, (await mine.EntriesAsync(card, null, 1, CancellationToken.None)).Single().DiscountMinor);
            var words = await ((MyLevelDiscount)scope.ServiceProvider.GetService(typeof(MyLevelDiscount))!).ReadAsync(CancellationToken.None);
            Assert.Equal((12m, "Food"), (words!.OffPercent, words.Categories[0].Name));
        }

        await using var context = desk.Portal.NewContext();
        Assert.Equal("card_spent_discount", (await context.OutboxMessages.OrderByDescending(row => row.Id).FirstAsync()).Template);
        await desk.AssertSoundAsync();
    }

    [SkippableTheory]
    [MemberData(nameof(Databases.Databases.All), MemberType = typeof(Databases.Databases))]
    public async Task The_better_of_level_and_card_counts_and_what_was_agreed_is_what_is_paid(DatabaseProvider provider)
    {
        await using var desk = await CardDesk.OpenAsync(provider, CardDesk.Rules with { DiscountOffPercent = 15 });
        var card = await desk.AddCardAsync();
        await desk.TopUpAsync(card, 50_000);
        var level = await AddLevelAsync(desk);
        await SaveAsync(desk, level, Terms);
        BillLineInput[] lines = [new(10_000), new(10_000, "rice")];
        Assert.Equal(16_500 + 500, (await desk.DoAsync((DiscountQueries queries) => queries.BillAsync(card, lines, CancellationToken.None))).Value.NetMinor);
        var record = await desk.DoAsync((CardQueries queries) => queries.RecordAsync(card, CancellationToken.None));
        Assert.Equal([("Gold", true), ("卡A", false)], record!.Discounts.Select(held => (held.NameZhCn, held.IsLevel)));

        // The level's rate rises while the cashier asks for the PIN.
        await SaveAsync(desk, level, new DiscountTerms { OffPercent = 50 });
        var refused = await PayAsync(desk, card, 17_000, lines);
        Assert.Equal(("card_discount_changed", (object)new Money(10_000)), (refused.Refusal.Code, refused.Refusal.Arguments[0]!));
        Assert.True((await PayAsync(desk, card, 10_000, lines)).IsDone);

        // A card of somebody without a level keeps its own discount.
        var other = await desk.AddCardAsync(await desk.AddCustomerAsync("M2", "Somebody else"));
        Assert.Equal(17_000, (await desk.DoAsync((DiscountQueries queries) => queries.BillAsync(other, lines, CancellationToken.None))).Value.NetMinor);
        await desk.AssertSoundAsync();
    }

    [SkippableTheory]
    [MemberData(nameof(Databases.Databases.All), MemberType = typeof(Databases.Databases))]
    public async Task Bad_bills_and_terms_are_refused_and_rights_are_asked(DatabaseProvider provider)
    {
        await using var desk = await CardDesk.OpenAsync(provider);
        var card = await desk.AddCardAsync();
        var level = await AddLevelAsync(desk);
        Assert.Equal("discount_category_unknown", (await BillAsync(desk, card, new BillLineInput(100, "nothing"))).Refusal.Code);
        Assert.Equal("card_amount", (await BillAsync(desk, card, new BillLineInput(0))).Refusal.Code);
        Assert.Equal("card_amount", (await BillAsync(desk, card)).Refusal.Code);
        Assert.Equal(Refusal.NotFound, (await BillAsync(desk, card + 99, new BillLineInput(100))).Refusal.Code);
        Assert.Equal("discount_rate", (await SaveAsync(desk, level, new DiscountTerms { OffPercent = 100 })).Refusal.Code);
        Assert.Equal("discount_category_unknown", (await SaveAsync(desk, level, new DiscountTerms { Categories = [new CategoryDiscount("nothing", 5)] })).Refusal.Code);
        Assert.Equal(Refusal.NotFound, (await SaveAsync(desk, level + 99, Terms)).Refusal.Code);
        Assert.Equal(Refusal.NotPermitted, (await desk.DoAsync((SaveLevelDiscount save) => save.RunAsync(level, Terms, CancellationToken.None), RolePermissions.Cashier)).Refusal.Code);
        Assert.Equal(Refusal.NotPermitted, (await desk.DoAsync((DiscountQueries queries) => queries.BillAsync(card, [new BillLineInput(1)], CancellationToken.None), RolePermissions.Auditor)).Refusal.Code);
        Assert.Empty(await desk.DoAsync((DiscountQueries queries) => queries.LevelsAsync(CancellationToken.None), RolePermissions.SalesRepresentative));
        Assert.True((await SaveAsync(desk, level, Terms)).IsDone);
        Assert.True((await SaveAsync(desk, level, new DiscountTerms())).IsDone);
        Assert.Null((await desk.DoAsync((DiscountQueries queries) => queries.LevelsAsync(CancellationToken.None))).Single().Discount);
    }

    private static DiscountTerms Terms { get; } = new() { OffPercent = 12, Categories = [new CategoryDiscount("food", 20), new CategoryDiscount("rice", 0)] };

    private static async Task<long> AddLevelAsync(CardDesk desk)
    {
        await using var context = desk.Portal.NewContext();
        var level = new CustomerLevel("gold", "Gold", 1);
        var food = new ProductCategory("food", "Food", null);
        context.AddRange(level, food);
        await context.SaveChangesAsync();
        context.Add(new ProductCategory("rice", "Rice", food.Id));
        (await context.Customers.SingleAsync(row => row.Id == desk.CustomerId)).Classify(null, level.Id, null);
        await context.SaveChangesAsync();
        return level.Id;
    }

    private static Task<Outcome> SaveAsync(CardDesk desk, long levelId, DiscountTerms terms) =>
        desk.DoAsync((SaveLevelDiscount save) => save.RunAsync(levelId, terms, CancellationToken.None));

    private static Task<Outcome<DiscountedBill>> BillAsync(CardDesk desk, long cardId, params BillLineInput[] lines) =>
        desk.DoAsync((DiscountQueries queries) => queries.BillAsync(cardId, lines, CancellationToken.None));

    private static Task<Outcome<CardReceipt>> PayAsync(CardDesk desk, long cardId, long amountMinor, BillLineInput[] lines) =>
        desk.DoAsync((SpendStoredValue use) => use.RunAsync(new SpendInput(desk.Key(), cardId, amountMinor, "B-1", CardDesk.Pin, lines), CancellationToken.None));
}
