using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Domain.Customers;
using Portal.Domain.Sales;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Customers;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Products;
using Portal.Infrastructure.Sales;
using Portal.Infrastructure.Shared;
using Portal.Infrastructure.Tests.Imports;

namespace Portal.Infrastructure.Tests.Customers;

public sealed class SaveCustomerTests
{
    [SkippableTheory]
    [MemberData(nameof(Databases.Databases.All), MemberType = typeof(Databases.Databases))]
    public async Task A_customer_is_opened_changed_and_read(DatabaseProvider provider)
    {
        await using var bench = await ImportBench.CreateAsync(provider);
        await using var scope = bench.Portal.AsStaff(RolePermissions.RebateManager);
        var save = scope.ServiceProvider.GetRequiredService<SaveCustomer>();
        var queries = scope.ServiceProvider.GetRequiredService<CustomerQueries>();
        var input = new CustomerInput { Number = " N1 ", Name = "New", ParentNumber = "C1", OwnerId = 1, Profile = new CustomerProfile { Phone = " ", Email = "a@b.cn" } };
        var id = (await save.RunAsync(input, default)).Value;
        var record = (await queries.FindAsync(id, default))!;
        Assert.Equal(("N1", "C1", "E1", null), (record.Number, record.Parent!.Code, record.Owner!.Code, record.Profile.Phone));
        Assert.Empty(record.OwnerChanges);

        Assert.Equal("Number: customer_number_taken(N1)", (await save.RunAsync(input, default)).Refusal.ToString());
        Assert.True((await save.RunAsync(input with { Id = id, RowVersion = record.RowVersion, OwnerId = null }, default)).IsDone);
        Assert.Single((await queries.FindAsync(id, default))!.OwnerChanges);
        Assert.Equal("changed_by_other", (await save.RunAsync(input with { Id = id, RowVersion = record.RowVersion, Name = "Other" }, default)).Refusal.Code);

        var parent = (await queries.FindAsync(1, default))!;
        var circle = await save.RunAsync(new CustomerInput { Id = 1, RowVersion = parent.RowVersion, Number = "C1", Name = "First", ParentNumber = "N1" }, default);
        Assert.Equal("customer_parent_circle", circle.Refusal.Code);
        Assert.Equal("N1", parent.Children.Single().Code);
        var many = await save.RunAsync(new CustomerInput { Number = "", Name = "", ParentNumber = "NONE", Profile = new CustomerProfile { Email = "x" } }, default);
        Assert.Equal(["customer_number_needed", "customer_name_needed", "customer_email_invalid", "customer_parent_unknown"], many.Refusals.Select(refusal => refusal.Code));
    }

    [SkippableTheory]
    [MemberData(nameof(Databases.Databases.All), MemberType = typeof(Databases.Databases))]
    public async Task Lists_sort_filter_and_page_and_a_sales_representative_sees_its_own(DatabaseProvider provider)
    {
        await using var bench = await ImportBench.CreateAsync(provider);
        await bench.SalesAsync("A1,sale,C1,2026-01-05,1,P1,2,200,,E1\nA2,sale,C2,2026-02-05,1,P2,1,1,,\nR1,return,C1,2026-01-09,1,P1,1,100,A1,\n");
        await using (var context = bench.Portal.NewContext())
        {
            (await context.Customers.SingleAsync(row => row.Number == "C1")).AssignOwner(1, null, default);
            await context.SaveChangesAsync();
        }

        await using var manager = bench.Portal.AsStaff(RolePermissions.RebateManager);
        var customers = manager.ServiceProvider.GetRequiredService<CustomerQueries>();
        foreach (var sort in new[] { "number", "name", "city", "level", null })
        {
            foreach (var descending in new[] { false, true })
            {
                var page = await customers.ListAsync(new GridQuery { Sort = sort, Descending = descending, Take = 1, Skip = 1, Search = "S" }, default);
                Assert.Equal(2, page.Total);
                Assert.Single(page.Rows);
            }
        }

        var filters = new Dictionary<string, string> { ["kind"] = "distributor", ["group"] = "1", ["level"] = "1", ["region"] = "1", ["owner"] = "1", ["closed"] = "no" };
        Assert.Equal(0, (await customers.ListAsync(new GridQuery { Filters = filters }, default)).Total);
        Assert.Equal(10000, (await customers.ListAsync(new GridQuery(), default)).Rows[0].YearNetMinor);
        Assert.Equal(10000, (await customers.MonthsAsync(1, default)).Sum(month => month.NetMinor));
        Assert.Equal(2, await customers.ExportAsync(new GridQuery(), default).CountAsync());
        Assert.Single(await customers.SearchAsync("first", default));
        foreach (var kind in Enum.GetValues<ClassificationKind>())
        {
            Assert.Empty(await customers.ClassificationsAsync(kind, default));
        }

        var sales = manager.ServiceProvider.GetRequiredService<SalesQueries>();
        foreach (var sort in new[] { "number", "date", "net", "recorded", null })
        {
            Assert.Equal(3, (await sales.ListAsync(new GridQuery { Sort = sort, Descending = sort == "net" }, default)).Rows.Count);
        }

        filters = new Dictionary<string, string> { ["customer"] = "1", ["kind"] = "return", ["from"] = "2026-01-01", ["to"] = "2026-01-31", ["product"] = "1", ["source"] = "import", ["import"] = "1" };
        var returned = (await sales.ListAsync(new GridQuery { Filters = filters, Search = "first" }, default)).Rows.Single();
        Assert.Equal(("R1", SalesDocumentKind.Return, -10000L, "A1"), (returned.Number, returned.Kind, returned.NetMinor, returned.OriginalNumber));
        var record = (await sales.FindAsync(returned.Id, default))!;
        Assert.Equal(("A1", 1), (record.Related.Single().Number, record.Lines.Count));

        var products = manager.ServiceProvider.GetRequiredService<ProductQueries>();
        foreach (var sort in new[] { "number", "name", "cost", "price", null })
        {
            Assert.Equal(2, (await products.ListAsync(new GridQuery { Sort = sort }, default)).Total);
        }

        Assert.Equal(10000, (await products.FindAsync(1, default))!.Months.Sum(month => month.NetMinor));

        await using var representative = bench.Portal.AsStaff(RolePermissions.SalesRepresentative, employeeId: 1);
        Assert.Equal("C1", (await representative.ServiceProvider.GetRequiredService<CustomerQueries>().ListAsync(new GridQuery(), default)).Rows.Single().Number);
        Assert.Null(await representative.ServiceProvider.GetRequiredService<CustomerQueries>().FindAsync(2, default));
        var own = await representative.ServiceProvider.GetRequiredService<SalesQueries>().ListAsync(new GridQuery(), default);
        Assert.Equal(["R1", "A1"], own.Rows.Select(row => row.Number));
        var other = (await sales.ListAsync(new GridQuery { Search = "A2" }, default)).Rows.Single();
        Assert.Null(await representative.ServiceProvider.GetRequiredService<SalesQueries>().FindAsync(other.Id, default));
        Assert.Equal("not_permitted", (await representative.ServiceProvider.GetRequiredService<SaveCustomer>().RunAsync(new CustomerInput { Number = "X", Name = "X" }, default)).Refusal.Code);
    }

    [SkippableTheory]
    [MemberData(nameof(Databases.Databases.All), MemberType = typeof(Databases.Databases))]
    public async Task Products_and_classes_are_maintained(DatabaseProvider provider)
    {
        await using var bench = await ImportBench.CreateAsync(provider);
        await using var scope = bench.Portal.AsStaff(RolePermissions.Administrator);
        var classes = scope.ServiceProvider.GetRequiredService<SaveProductClassification>();
        Assert.True((await classes.RunAsync(new ProductClassificationInput(false, null, "top", "Top"), default)).IsDone);
        Assert.True((await classes.RunAsync(new ProductClassificationInput(false, null, "below", "Below", 1), default)).IsDone);
        Assert.True((await classes.RunAsync(new ProductClassificationInput(true, null, "best", "Best"), default)).IsDone);
        Assert.Equal("classification_code_taken", (await classes.RunAsync(new ProductClassificationInput(true, null, "best", "Best"), default)).Refusal.Code);
        Assert.Equal("category_circle", (await classes.RunAsync(new ProductClassificationInput(false, 1, "top", "Top", 2), default)).Refusal.Code);

        var save = scope.ServiceProvider.GetRequiredService<SaveProduct>();
        var input = new ProductInput { Number = "Q1", Name = "Lamp", Unit = "pcs", CategoryId = 2, BrandId = 1, Cost = 1.005m, Price = 2m };
        var id = (await save.RunAsync(input, default)).Value;
        Assert.Equal("product_number_taken", (await save.RunAsync(input, default)).Refusal.Code);
        var queries = scope.ServiceProvider.GetRequiredService<ProductQueries>();
        var page = await queries.ListAsync(new GridQuery { Filters = new Dictionary<string, string> { ["category"] = "1", ["brand"] = "1", ["sold"] = "yes" } }, default);
        Assert.Equal((id, 101L), (page.Rows.Single().Id, page.Rows.Single().CostMinor));
        Assert.Equal(["top", "below"], (await queries.ChoicesAsync(default)).Categories.Select(category => category.Code));
        Assert.Equal("product_amount_invalid", (await save.RunAsync(input with { Id = id, RowVersion = 1, Cost = -1 }, default)).Refusal.Code);

        var saveClass = scope.ServiceProvider.GetRequiredService<SaveClassification>();
        foreach (var kind in Enum.GetValues<ClassificationKind>())
        {
            Assert.True((await saveClass.RunAsync(new ClassificationInput(kind, null, "x", "X", 1), default)).IsDone);
            Assert.True((await saveClass.RunAsync(new ClassificationInput(kind, 1, "x", "Renamed", 2), default)).IsDone);
            Assert.Equal("classification_code_taken", (await saveClass.RunAsync(new ClassificationInput(kind, null, "x", "X"), default)).Refusal.Code);
            Assert.Equal("Renamed", (await scope.ServiceProvider.GetRequiredService<CustomerQueries>().ClassificationsAsync(kind, default)).Single().Name);
        }
    }
}
