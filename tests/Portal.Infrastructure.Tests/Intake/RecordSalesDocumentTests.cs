using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Domain.ApiKeys;
using Portal.Domain.Products;
using Portal.Domain.Sales;
using Portal.Domain.Shared;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Intake;
using Portal.Infrastructure.SalesSummaries;
using Portal.Infrastructure.Tests.Databases;
using Portal.Infrastructure.Tests.Ledger;

namespace Portal.Infrastructure.Tests.Intake;

/// <summary>Documents of other systems, once for ever.</summary>
public sealed class RecordSalesDocumentTests
{
    [SkippableTheory]
    [MemberData(nameof(Databases.Databases.All), MemberType = typeof(Databases.Databases))]
    public async Task Many_at_once_with_repetitions_and_contradictions_are_each_recorded_once(DatabaseProvider provider)
    {
        await using var portal = await PortalAsync(provider);
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 300).Select(number => Task.Run(() => RecordAsync(portal, Sale("D" + (number % 100), quantity: number < 280 ? 1 : 2)))));
        Assert.Equal(100, outcomes.Count(outcome => outcome.IsDone && outcome.Value.IsNew));
        Assert.All(outcomes.Where(outcome => !outcome.IsDone), outcome => Assert.Equal("intake_document_differs", outcome.Refusal.Code));
        Assert.All(outcomes.Where(outcome => outcome.IsDone).GroupBy(outcome => outcome.Value.Number), same => Assert.Single(same.Select(outcome => (outcome.Value.Id, outcome.Value.Hash)).Distinct()));
        await using var context = portal.NewContext();
        Assert.Equal(100, await context.SalesDocuments.CountAsync());
        Assert.Equal(200, await context.SalesLines.CountAsync());
    }

    [SkippableTheory]
    [MemberData(nameof(Databases.Databases.All), MemberType = typeof(Databases.Databases))]
    public async Task A_later_version_leaves_only_its_own_content_in_every_sum(DatabaseProvider provider)
    {
        await using var portal = await PortalAsync(provider);
        var outcomes = await Task.WhenAll(
            RecordAsync(portal, Sale("D1", quantity: 1)),
            RecordAsync(portal, Sale("D1", quantity: 5) with { Version = 2, Customer = "C-2" }),
            RecordAsync(portal, Sale("D1", quantity: 3) with { Version = 7 }));
        Assert.All(outcomes, outcome => Assert.True(outcome.IsDone));
        await using var context = portal.NewContext();
        Assert.Equal(4_000, await context.SalesLines.SumAsync(line => line.QuantityMilli));
        Assert.Equal(0, await context.SalesLines.Where(line => context.Customers.Any(customer => customer.Id == line.CustomerId && customer.Number == "C-2")).SumAsync(line => line.NetMinor));
        Assert.Equal(await context.SalesLines.SumAsync(line => line.NetMinor), await context.SalesDocuments.SumAsync(document => document.NetMinor));
        await using var system = portal.AsSystem();
        Assert.Empty(await system.ServiceProvider.GetRequiredService<VerifySalesSummaries>().RunAsync(CancellationToken.None));
        Assert.Equal([-2, -1, 1, 2, 7], await context.SalesDocuments.Select(document => document.Version).Order().ToListAsync());
        Assert.Equal("intake_version_old", (await RecordAsync(portal, Sale("D1") with { Version = 6 })).Refusal.Code);
        Assert.False((await RecordAsync(portal, Sale("D1", quantity: 1))).Value.IsNew);
    }

    [SkippableTheory]
    [MemberData(nameof(Databases.Databases.All), MemberType = typeof(Databases.Databases))]
    public async Task A_return_finds_the_sale_that_came_just_before(DatabaseProvider provider)
    {
        await using var portal = await PortalAsync(provider);
        var back = Sale("R1", quantity: 1) with { Kind = "return", Original = "D1" };
        Assert.Equal("import_original_unknown", (await RecordAsync(portal, back)).Refusal.Code);
        var sale = RecordAsync(portal, Sale("D1"));
        var returned = RecordAsync(portal, back);
        var ofOther = RecordAsync(portal, back with { Number = "R2", Customer = "C-2" });
        var early = RecordAsync(portal, back with { Number = "R3", Date = new DateOnly(2026, 1, 1) });
        Assert.True((await sale).IsDone);
        Assert.True((await returned).IsDone);
        Assert.Equal(["import_original_of_other", "import_return_before_sale"], [(await ofOther).Refusal.Code, (await early).Refusal.Code]);
        await using var context = portal.NewContext();
        var document = await context.SalesDocuments.SingleAsync(row => row.Number == "R1");
        Assert.Equal((SalesDocumentKind.Return, "D1"), (document.Kind, document.OriginalNumber));
        Assert.True(document.NetMinor < 0);
    }

    [SkippableTheory]
    [MemberData(nameof(Databases.Databases.All), MemberType = typeof(Databases.Databases))]
    public async Task What_is_not_known_is_named_by_its_field(DatabaseProvider provider)
    {
        await using var portal = await PortalAsync(provider);
        var document = Sale("D1") with { Customer = "nobody", Salesperson = "E-9", Lines = [new IntakeLine { Product = "P-1", Quantity = 1, Net = 1 }, new IntakeLine { Product = "P-9", Quantity = 1, Net = 1 }] };
        var outcome = await RecordAsync(portal, document);
        Assert.Equal(
            [("customer", "import_customer_unknown"), ("salesperson", "import_salesperson_unknown"), ("lines[1].product", "import_product_unknown")],
            outcome.Refusals.Select(refusal => (refusal.Field!, refusal.Code)));
        await using var context = portal.NewContext();
        Assert.Equal(0, await context.SalesDocuments.CountAsync());
    }

    [Fact]
    public async Task Nobody_without_the_scope_records()
    {
        await using var portal = await PortalAsync(DatabaseProvider.Sqlite);
        await using var scope = portal.AsStaff(RolePermissions.Administrator);
        Assert.Equal(new Refusal("apikey_scope", ApiScopes.SalesWrite), (await scope.ServiceProvider.GetRequiredService<RecordSalesDocument>().RunAsync(Sale("D1"), CancellationToken.None)).Refusal);
    }

    private static async Task<TestPortal> PortalAsync(DatabaseProvider provider)
    {
        var portal = await TestPortal.CreateAsync(provider);
        await portal.AddCustomerAsync("C-1");
        await portal.AddCustomerAsync("C-2");
        await using var context = portal.NewContext();
        context.Add(new Product("P-1", "Pump", "pcs"));
        await context.SaveChangesAsync();
        return portal;
    }

    private static async Task<Outcome<RecordedDocument>> RecordAsync(TestPortal portal, IntakeDocument document)
    {
        await using var scope = portal.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentUser>().BecomeApiKey("ERP", [ApiScopes.SalesWrite]);
        return await scope.ServiceProvider.GetRequiredService<RecordSalesDocument>().RunAsync(document, CancellationToken.None);
    }

    private static IntakeDocument Sale(string number, int quantity = 1) => new()
    {
        Source = "erp",
        Number = number,
        Customer = "C-1",
        Date = new DateOnly(2026, 3, 1),
        Lines = [new IntakeLine { Product = "P-1", Quantity = quantity, UnitPrice = 10m }, new IntakeLine { Product = "P-1", Quantity = 1, Net = 0.05m }],
    };
}
