using Portal.Infrastructure.Access;
using Portal.Infrastructure.Programs;
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
    ];
}
