using System.Text;
using Microsoft.EntityFrameworkCore;
using Portal.Domain.Customers;
using Portal.Domain.Imports;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Imports;

namespace Portal.Infrastructure.Tests.Imports;

public sealed class MasterDataImportTests
{
    private static readonly ImportSettings Creating = new() { CreateMissing = true };

    [SkippableTheory]
    [MemberData(nameof(Databases.Databases.All), MemberType = typeof(Databases.Databases))]
    public async Task Customers_are_added_and_changed_children_before_parents(DatabaseProvider provider)
    {
        await using var bench = await ImportBench.CreateAsync(provider);
        var text = "customer_number,name,kind,group,level,region,parent_number,owner_number,phone,birth_on\n"
            + "N3,Grandchild,distributor,Shop,gold,North,N2,,1,\nN2,Child,distributor,Shop,gold,North,N1,E1,2,\nN1,Parent,经销商,Shop,silver,South,,E1,3,\nM1,Person,member,,,,,,4,1971-10-06\n";
        var result = await ImportAsync(bench, ImportKind.Customers, text, Creating);
        Assert.Equal((ImportState.Completed, 4L, 0L), (result.State, result.Imported, result.Duplicates));
        await using (var context = bench.Portal.NewContext())
        {
            var customers = await context.Customers.ToDictionaryAsync(row => row.Number);
            Assert.Equal(customers["N1"].Id, customers["N2"].ParentId);
            Assert.Equal(customers["N2"].Id, customers["N3"].ParentId);
            Assert.Equal((CustomerKind.Member, new DateOnly(1971, 10, 6)), (customers["M1"].Kind, customers["M1"].Profile.BirthOn));
            Assert.Equal(2, await context.CustomerLevels.CountAsync());
            Assert.Equal(1, customers["N1"].RowVersion);
        }

        var again = await ImportAsync(bench, ImportKind.Customers, text, Creating);
        Assert.Equal((0L, 4L), (again.Imported, again.Duplicates));

        var changed = await ImportAsync(bench, ImportKind.Customers, "customer_number,name,owner_number\nN1,Parent renamed,\nN2,Child,E1\n", Creating);
        Assert.Equal((1L, 1L), (changed.Imported, changed.Duplicates));
        await using var after = bench.Portal.NewContext();
        var parent = await after.Customers.SingleAsync(row => row.Number == "N1");
        Assert.Equal(("Parent renamed", "3", (long?)null, 2L), (parent.Name, parent.Profile.Phone, parent.OwnerId, parent.RowVersion));
        Assert.Equal(1, await after.CustomerOwnerChanges.CountAsync(row => row.CustomerId == parent.Id));
    }

    [Fact]
    public async Task Unknown_classes_parents_circles_and_doubles_are_refused()
    {
        await using var bench = await ImportBench.CreateAsync(DatabaseProvider.Sqlite);
        var result = await ImportAsync(
            bench,
            ImportKind.Customers,
            "customer_number,name,kind,group,parent_number\nN1,A,,Nope,\nN2,B,,,NONE\nN3,C,,,N4\nN4,D,,,N3\nN5,E,,,\nN5,F,,,\nC1,G,member,,\nN6,,,,\nC2,H,,,C2\n",
            new ImportSettings());
        Assert.Equal(ImportState.Refused, result.State);
        Assert.Equal(
            [
                "2 group: import_value_unknown(group, Nope)", "3 parent_number: import_parent_unknown(NONE)", "4 parent_number: import_parent_circle(N4)",
                "5 parent_number: import_parent_circle(N3)", "7 customer_number: import_record_twice(N5, 6)", "8 kind: customer_kind_fixed(member)",
                "9 name: import_value_missing(name)", "10 parent_number: import_parent_circle(C2)",
            ],
            await bench.ProblemsAsync(result.RunId));
    }

    [SkippableTheory]
    [MemberData(nameof(Databases.Databases.All), MemberType = typeof(Databases.Databases))]
    public async Task Products_are_added_and_changed_with_their_categories(DatabaseProvider provider)
    {
        await using var bench = await ImportBench.CreateAsync(provider);
        var text = "product_number,name,category,parent_category,brand,unit,standard_cost,list_price\nQ1,Road bike,Road,Bikes,Best,pcs,100.50,\"1,999.00\"\nP1,Bike,Road,Bikes,,pcs,1,2\n";
        var result = await ImportAsync(bench, ImportKind.Products, text, Creating);
        Assert.Equal((ImportState.Completed, 2L), (result.State, result.Imported));
        await using var context = bench.Portal.NewContext();
        var product = await context.Products.SingleAsync(row => row.Number == "Q1");
        Assert.Equal((10050L, 199900L), (product.StandardCostMinor, product.ListPriceMinor));
        var road = await context.ProductCategories.SingleAsync(row => row.Code == "Road");
        Assert.Equal(await context.ProductCategories.Where(row => row.Code == "Bikes").Select(row => (long?)row.Id).SingleAsync(), road.ParentId);
        Assert.Equal(road.Id, product.CategoryId);
        Assert.Equal(2, (await ImportAsync(bench, ImportKind.Products, text, new ImportSettings())).Duplicates);

        var refused = await ImportAsync(bench, ImportKind.Products, "product_number,name,list_price\nQ2,x,-1\n", new ImportSettings());
        Assert.Equal(["2 list_price: import_amount_negative(-1)"], await bench.ProblemsAsync(refused.RunId));
    }

    private static Task<ImportResult> ImportAsync(ImportBench bench, ImportKind kind, string text, ImportSettings settings) =>
        bench.ImportAsync(kind, Encoding.UTF8.GetBytes(text), ImportMode.AllOrNothing, settings);
}
