using Portal.Infrastructure.Access;
using Portal.Infrastructure.Cards;
using Portal.Infrastructure.Customers;
using Portal.Infrastructure.Products;
using Portal.Infrastructure.Programs;
using Portal.Infrastructure.Sales;
using Portal.Infrastructure.Shared;
using Portal.Ui;
using Portal.Ui.Shell;

namespace Portal.Admin;

/// <summary>What the search box in the top bar looks through. A feature with records adds its line here.</summary>
public static class SearchSources
{
    /// <summary>All sources.</summary>
    public static IReadOnlyList<SearchSource> All { get; } =
    [
        new("programPage.title", "badge-percent", Permissions.Programs.View, async (services, words, ct) =>
            [.. (await services.GetRequiredService<ProgramQueries>().ListAsync(new GridQuery { Search = words, Take = 5 }, ct)).Rows
                .Select(row => new SearchHit(services.GetRequiredService<Texts>().Pick(row.NameZhCn, row.NameEn), row.Code, $"/programs/{row.Id}"))]),
        new("customers.title", "building-2", Permissions.Customers.View, async (services, words, ct) =>
            [.. (await services.GetRequiredService<CustomerQueries>().SearchAsync(words, ct)).Take(5).Select(row => new SearchHit(row.Name, row.Code, $"/customers/{row.Id}"))]),
        new("products.title", "package", Permissions.Products.View, async (services, words, ct) =>
            [.. (await services.GetRequiredService<ProductQueries>().ListAsync(new GridQuery { Search = words, Take = 5 }, ct)).Rows
                .Select(row => new SearchHit(row.Name, row.Number, $"/products/{row.Id}"))]),
        new("cards.title", "credit-card", Permissions.Cards.View, async (services, words, ct) =>
            [.. (await services.GetRequiredService<CardQueries>().FindAsync(words, ct)).Cards.Take(5)
                .Select(row => new SearchHit(row.HolderName ?? row.CustomerName ?? row.Number, row.Number, $"/cards/{row.Id}"))]),
        new("sales.title", "file-text", Permissions.Sales.View, async (services, words, ct) =>
            [.. (await services.GetRequiredService<SalesQueries>().ListAsync(new GridQuery { Search = words, Take = 5 }, ct)).Rows
                .Select(row => new SearchHit(row.Number, row.CustomerName, $"/sales/{row.Id}"))]),
    ];
}
