using Portal.Domain.Programs;
using Portal.Domain.Shared;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Programs;
using Portal.Infrastructure.Shared;
using Portal.Infrastructure.Tests.Databases;

namespace Portal.Infrastructure.Tests.Programs;

public sealed class ProgramReadTests
{
    [SkippableTheory]
    [MemberData(nameof(Databases.Databases.All), MemberType = typeof(Databases.Databases))]
    public async Task The_list_filters_by_computed_state_and_sorts(DatabaseProvider provider)
    {
        await using var portal = await TestPortal.CreateAsync(provider);
        await portal.SeedAsync();
        await portal.ApprovedAsync(ProgramWorld.Quarterly("ACTIVE"));
        await portal.ApprovedAsync(ProgramWorld.Quarterly("ENDED") with { ValidFrom = new DateOnly(2025, 1, 1), ValidTo = new DateOnly(2025, 12, 31) });
        await portal.ApprovedAsync(ProgramWorld.Quarterly("UPCOMING") with { ValidFrom = new DateOnly(2027, 1, 1), ValidTo = new DateOnly(2027, 12, 31) });
        await portal.DraftAsync(ProgramWorld.Quarterly("DRAFT"));
        var submitted = await portal.DraftAsync(ProgramWorld.Quarterly("SUBMITTED"));
        await portal.SubmitAsync(submitted.Value.ProgramId);

        foreach (var state in new[] { ProgramState.Active, ProgramState.Ended, ProgramState.Upcoming, ProgramState.Draft, ProgramState.Submitted })
        {
            var found = await ListAsync(portal, new GridQuery { Filters = new Dictionary<string, string> { ["state"] = state.ToString() } });
            var row = Assert.Single(found.Rows);
            Assert.Equal((state.ToString().ToUpperInvariant(), state, 1), (row.Code, row.State, found.Total));
        }

        foreach (var sort in new[] { "code", "nameZhCn", "nameEn", "validFrom", "validTo", "settled" })
        {
            Assert.Equal(5, (await ListAsync(portal, new GridQuery { Sort = sort, Descending = true })).Rows.Count);
        }

        var second = await ListAsync(portal, new GridQuery { Sort = "code", Skip = 1, Take = 2 });
        Assert.Equal(["DRAFT", "ENDED"], second.Rows.Select(row => row.Code));
        Assert.Equal(3, second.Rows[0].Customers);
        Assert.Equal(5, (await ListAsync(portal, new GridQuery { Search = "QUARTERLY" })).Total);
        var valid = await ListAsync(portal, new GridQuery { Filters = new Dictionary<string, string> { ["from"] = "2027-02-01" } });
        Assert.Equal("UPCOMING", Assert.Single(valid.Rows).Code);
    }

    [SkippableTheory]
    [MemberData(nameof(Databases.Databases.All), MemberType = typeof(Databases.Databases))]
    public async Task Participants_are_counted_by_every_selector(DatabaseProvider provider)
    {
        await using var portal = await TestPortal.CreateAsync(provider);
        await portal.SeedAsync();
        Assert.Equal(3, await CountAsync(portal, [new CustomerSelector(CustomerSelectorKind.All)]));
        Assert.Equal(2, await CountAsync(portal, [Of(CustomerSelectorKind.Region, "EAST")]));
        Assert.Equal(2, await CountAsync(portal, [Of(CustomerSelectorKind.Level, "gold", "silver")]));
        Assert.Equal(2, await CountAsync(portal, [Of(CustomerSelectorKind.Parent, "C-1")]));
        Assert.Equal(1, await CountAsync(portal, [Of(CustomerSelectorKind.Customer, "c-3")]));
        Assert.Equal(3, await CountAsync(portal, [Of(CustomerSelectorKind.Customer, "C-3"), Of(CustomerSelectorKind.Region, "east", "west")]));
        Assert.Equal(1, await CountAsync(portal, [new CustomerSelector(CustomerSelectorKind.All)], [Of(CustomerSelectorKind.Parent, "C-1")]));
        Assert.Equal(0, await CountAsync(portal, []));
    }

    [SkippableTheory]
    [MemberData(nameof(Databases.Databases.All), MemberType = typeof(Databases.Databases))]
    public async Task Picks_find_by_code_and_name(DatabaseProvider provider)
    {
        await using var portal = await TestPortal.CreateAsync(provider);
        await portal.SeedAsync();
        Assert.Equal(["C-1", "C-2"], await PickAsync(portal, CodeKind.Customer, "metro"));
        Assert.Equal(["C-3"], await PickAsync(portal, CodeKind.Customer, "c-3"));

        // Nobody sells and nothing has attributes or channels in this world.
        foreach (var kind in Enum.GetValues<CodeKind>().Where(kind => kind is not (CodeKind.Salesperson or CodeKind.Channel or CodeKind.Attribute)))
        {
            Assert.NotEmpty(await PickAsync(portal, kind, null));
        }

        var definition = ProgramWorld.Quarterly() with { Participants = new ProgramParticipants { Include = [Of(CustomerSelectorKind.Parent, "C-1"), Of(CustomerSelectorKind.Level, "GOLD")] } };
        var names = await portal.ActAsync<ProgramPicks, IReadOnlyDictionary<CodeKey, string>>(use => use.NamesAsync([definition], CancellationToken.None));
        Assert.Equal("Metro Bikes", names[new CodeKey(CodeKind.Customer, "C-1")]);
        Assert.Equal("金牌", names[new CodeKey(CodeKind.Level, "GOLD")]);
    }

    [SkippableTheory]
    [MemberData(nameof(Databases.Databases.All), MemberType = typeof(Databases.Databases))]
    public async Task A_simulation_tells_cost_tiers_winners_and_losers(DatabaseProvider provider)
    {
        await using var portal = await TestPortal.CreateAsync(provider);
        await portal.SeedAsync();
        await portal.SellAsync("C-1", "P-1", new DateOnly(2025, 2, 1), 500_00);
        await portal.SellAsync("C-1", "P-1", new DateOnly(2025, 5, 1), 2000_00);
        await portal.SellAsync("C-1", "P-1", new DateOnly(2025, 5, 2), -500_00);
        await portal.SellAsync("C-2", "P-2", new DateOnly(2025, 8, 1), 100_00);
        await portal.SellAsync("C-3", "P-1", new DateOnly(2024, 12, 31), 100_000_00);
        var id = await portal.ApprovedAsync(ProgramWorld.Quarterly());

        var alone = await SimulateAsync(portal, ProgramWorld.Quarterly("NEW"), null);
        Assert.Equal((5_00 + 30_00 + 1_00, 3, 2), (alone.CostMinor, alone.Participants, alone.CustomersPaid));
        Assert.Equal([new SimulatedTier(1, 1, 1, 1_00), new SimulatedTier(1, 2, 1, 35_00)], alone.Tiers);
        Assert.Null(alone.DifferenceMinor);
        Assert.Equal(4, alone.LinesRead);

        var bikesOnly = ProgramWorld.Quarterly();
        bikesOnly = bikesOnly with
        {
            Lines =
            [
                bikesOnly.Lines[0] with
                {
                    Qualifier = new Qualifier(Measure.NetAmount) { Scope = new ProductScope { Include = [new ProductSelector(ProductSelectorKind.Category) { Codes = ["bikes"] }] } },
                    Tiers = [new Tier(0) { RatePercent = 2 }],
                },
            ],
        };
        var against = await SimulateAsync(portal, bikesOnly, id);
        Assert.Equal((40_00, 36_00, 1, 1), (against.CostMinor, against.CurrentCostMinor, against.Winners, against.Losers));
        Assert.Equal(("C-1", 5_00L), (against.Gaining[0].Number, against.Gaining[0].DifferenceMinor));
        Assert.Equal(("C-2", -1_00L), (against.Losing[0].Number, against.Losing[0].DifferenceMinor));

        var cumulative = await SimulateAsync(portal, ProgramWorld.Quarterly("CUM") with { PeriodMode = PeriodMode.Cumulative }, null);
        Assert.Equal(40_00 + 1_00, cumulative.CostMinor);
        var capped = await SimulateAsync(portal, ProgramWorld.Quarterly("CAP") with { CapPerProgram = 10 }, null);
        Assert.Equal(5_00 + 10_00 + 1_00, capped.CostMinor);
        Assert.Equal([2025, 2024], await portal.ActAsync<ProgramQueries, IReadOnlyList<int>>(use => use.SalesYearsAsync(CancellationToken.None)));
    }

    private static CustomerSelector Of(CustomerSelectorKind kind, params string[] codes) => new(kind) { Codes = codes };

    private static Task<GridPage<ProgramRow>> ListAsync(TestPortal portal, GridQuery query) =>
        portal.ActAsync<ProgramQueries, GridPage<ProgramRow>>(use => use.ListAsync(query, CancellationToken.None));

    private static Task<int> CountAsync(TestPortal portal, CustomerSelector[] include, CustomerSelector[]? exclude = null) =>
        portal.ActAsync<ProgramParticipantsCount, int>(use => use.RunAsync(new ProgramParticipants { Include = include, Exclude = exclude ?? [] }, CancellationToken.None));

    private static async Task<string[]> PickAsync(TestPortal portal, CodeKind kind, string? term) =>
        [.. (await portal.ActAsync<ProgramPicks, IReadOnlyList<CodeName>>(use => use.FindAsync(kind, term, CancellationToken.None))).Select(row => row.Code)];

    private static async Task<ProgramSimulation> SimulateAsync(TestPortal portal, ProgramDefinition definition, long? programId)
    {
        var outcome = await portal.ActAsync<SimulateProgram, Outcome<ProgramSimulation>>(use => use.RunAsync(definition, 2025, programId, CancellationToken.None));
        Assert.True(outcome.IsDone, outcome.IsDone ? null : outcome.Refusal.ToString());
        return outcome.Value;
    }
}
