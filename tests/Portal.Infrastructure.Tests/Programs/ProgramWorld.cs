using Microsoft.Extensions.DependencyInjection;
using Portal.Domain.Customers;
using Portal.Domain.Products;
using Portal.Domain.Programs;
using Portal.Domain.Sales;
using Portal.Domain.Shared;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Programs;
using Portal.Infrastructure.Tests.Databases;

namespace Portal.Infrastructure.Tests.Programs;

/// <summary>Short words for tests of programmes.</summary>
internal static class ProgramWorld
{
    public const long Writer = 11;
    public const long Approver = 12;

    /// <summary>Net amount, whole volume, 1 % from 0, 2 % from 1,000, by quarters of 2026.</summary>
    public static ProgramDefinition Quarterly(string code = "Q-1") => new()
    {
        Code = code,
        Name = new ProgramName("季度返利", "Quarterly rebate"),
        ValidFrom = new DateOnly(2026, 1, 1),
        ValidTo = new DateOnly(2026, 12, 31),
        Period = new ProgramPeriod(PeriodKind.Quarter),
        Lines =
        [
            new ProgramLine
            {
                Number = 1,
                Qualifier = new Qualifier(Measure.NetAmount),
                TierMode = TierMode.WholeVolume,
                Tiers = [new Tier(0) { RatePercent = 1 }, new Tier(1000) { RatePercent = 2 }],
            },
        ],
    };

    public static async Task<T> ActAsync<TUse, T>(this TestPortal portal, Func<TUse, Task<T>> act, long userId = Writer, string role = RolePermissions.RebateManager)
        where TUse : notnull
    {
        await using var scope = portal.AsStaff(role, userId);
        return await act(scope.ServiceProvider.GetRequiredService<TUse>());
    }

    public static Task<Outcome<SavedDraft>> DraftAsync(
        this TestPortal portal, ProgramDefinition definition, long? programId = null, long? expected = null, DateOnly? effectiveFrom = null, long userId = Writer) =>
        portal.ActAsync<DraftProgram, Outcome<SavedDraft>>(
            use => use.RunAsync(new ProgramDraft { ProgramId = programId, Definition = definition, ExpectedVersion = expected, EffectiveFrom = effectiveFrom }, CancellationToken.None),
            userId);

    public static Task<Outcome> SubmitAsync(this TestPortal portal, long programId, long? expected = null, long userId = Writer) =>
        portal.ActAsync<SubmitProgram, Outcome>(use => use.RunAsync(programId, expected, CancellationToken.None), userId);

    public static Task<Outcome> ApproveAsync(this TestPortal portal, long programId, long? expected = null, long userId = Approver) =>
        portal.ActAsync<ApproveProgram, Outcome>(use => use.RunAsync(programId, expected, null, CancellationToken.None), userId);

    public static Task<ProgramRecord?> FindAsync(this TestPortal portal, long programId) =>
        portal.ActAsync<ProgramQueries, ProgramRecord?>(use => use.FindAsync(programId, CancellationToken.None));

    /// <summary>A programme that is in force.</summary>
    public static async Task<long> ApprovedAsync(this TestPortal portal, ProgramDefinition definition)
    {
        var draft = await portal.DraftAsync(definition);
        Assert.True(draft.IsDone, draft.IsDone ? null : draft.Refusal.ToString());
        var submitted = await portal.SubmitAsync(draft.Value.ProgramId);
        Assert.True(submitted.IsDone, submitted.IsDone ? null : submitted.Refusal.ToString());
        var approved = await portal.ApproveAsync(draft.Value.ProgramId);
        Assert.True(approved.IsDone, approved.IsDone ? null : approved.Refusal.ToString());
        return draft.Value.ProgramId;
    }

    /// <summary>Customers C-1 (gold, east), C-2 (silver, east, under C-1), C-3 (no level, west); products P-1 in bikes, P-2 in spares.</summary>
    public static async Task SeedAsync(this TestPortal portal)
    {
        await using var context = portal.NewContext();
        var at = new DateTime(2025, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        var (gold, silver) = (new CustomerLevel("gold", "金牌", 1), new CustomerLevel("silver", "银牌", 2));
        var (east, west) = (new Region("east", "华东"), new Region("west", "华西"));
        var (bikes, spares) = (new ProductCategory("bikes", "自行车", null), new ProductCategory("spares", "配件", null));
        context.AddRange(gold, silver, east, west, bikes, spares, new Brand("acme", "Acme"), new CustomerGroup("shop", "门店"));
        await context.SaveChangesAsync();
        var customers = new[]
        {
            new Customer("C-1", "Metro Bikes", CustomerKind.Distributor, at),
            new Customer("C-2", "Metro Bikes South", CustomerKind.Distributor, at),
            new Customer("C-3", "West Wheels", CustomerKind.Distributor, at),
        };
        customers[0].Classify(null, gold.Id, east.Id);
        customers[1].Classify(null, silver.Id, east.Id);
        customers[2].Classify(null, null, west.Id);
        context.AddRange(customers);
        await context.SaveChangesAsync();
        customers[1].PlaceUnder(customers[0].Id);
        var (bike, spare) = (new Product("P-1", "Road bike", "pcs"), new Product("P-2", "Tube", "pcs"));
        bike.Classify(bikes.Id, null);
        spare.Classify(spares.Id, null);
        context.AddRange(bike, spare);
        await context.SaveChangesAsync();
    }

    public static async Task SellAsync(this TestPortal portal, string customer, string product, DateOnly on, long netMinor, long quantityMilli = 1000)
    {
        await using var context = portal.NewContext();
        var customerId = context.Customers.Single(row => row.Number == customer).Id;
        var productId = context.Products.Single(row => row.Number == product).Id;
        var document = new SalesDocument(
            "test", Guid.NewGuid().ToString("N"), netMinor < 0 ? SalesDocumentKind.Return : SalesDocumentKind.Sale, customerId, on, "hash", portal.Clock.Now.UtcDateTime);
        context.Add(document);
        await context.SaveChangesAsync();
        var line = new SalesLine(document.Id, 1, customerId, on, productId, quantityMilli, netMinor);
        context.Add(line);
        await context.SaveChangesAsync();
        context.AddRange(SalesPack.Of([line]));
        await context.SaveChangesAsync();
    }
}
