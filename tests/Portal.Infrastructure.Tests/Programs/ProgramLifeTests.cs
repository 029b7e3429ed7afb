using Microsoft.EntityFrameworkCore;
using Portal.Domain.Programs;
using Portal.Domain.Shared;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Programs;
using Portal.Infrastructure.Tests.Databases;

namespace Portal.Infrastructure.Tests.Programs;

public sealed class ProgramLifeTests
{
    private static readonly DateOnly AprilFirst = new(2026, 4, 1);

    [SkippableTheory]
    [MemberData(nameof(Databases.Databases.All), MemberType = typeof(Databases.Databases))]
    public async Task A_programme_goes_from_draft_to_active_by_two_people(DatabaseProvider provider)
    {
        await using var portal = await TestPortal.CreateAsync(provider);
        var draft = await portal.DraftAsync(ProgramWorld.Quarterly());
        var id = draft.Value.ProgramId;
        Assert.Equal(ProgramState.Draft, (await portal.FindAsync(id))!.State);
        Assert.True((await portal.SubmitAsync(id, draft.Value.RowVersion)).IsDone);
        Assert.Equal(ProgramState.Submitted, (await portal.FindAsync(id))!.State);
        Assert.Equal("program_same_person", (await portal.ApproveAsync(id, userId: ProgramWorld.Writer)).Refusal.Code);
        Assert.True((await portal.ApproveAsync(id)).IsDone);
        var record = (await portal.FindAsync(id))!;
        Assert.Equal(ProgramState.Active, record.State);
        Assert.Null(record.Open);
        Assert.Equal(new DateOnly(2026, 1, 1), record.Shown.EffectiveFrom);
        Assert.Equal(AprilFirst, record.NextPeriodFrom);
    }

    [SkippableTheory]
    [MemberData(nameof(Databases.Databases.All), MemberType = typeof(Databases.Databases))]
    public async Task A_stale_save_is_refused_and_changes_nothing(DatabaseProvider provider)
    {
        await using var portal = await TestPortal.CreateAsync(provider);
        var first = (await portal.DraftAsync(ProgramWorld.Quarterly())).Value;
        var second = await portal.DraftAsync(ProgramWorld.Quarterly() with { ValidTo = new DateOnly(2026, 6, 30) }, first.ProgramId, first.RowVersion);
        Assert.True(second.IsDone);
        var stale = await portal.DraftAsync(ProgramWorld.Quarterly() with { ValidTo = new DateOnly(2027, 6, 30) }, first.ProgramId, first.RowVersion);
        Assert.Equal(Refusal.ChangedByOther, stale.Refusal.Code);
        Assert.Equal(Refusal.ChangedByOther, (await portal.SubmitAsync(first.ProgramId, first.RowVersion)).Refusal.Code);
        Assert.Equal(new DateOnly(2026, 6, 30), (await portal.FindAsync(first.ProgramId))!.Shown.Definition.ValidTo);
    }

    [SkippableTheory]
    [MemberData(nameof(Databases.Databases.All), MemberType = typeof(Databases.Databases))]
    public async Task An_approved_version_is_never_edited_and_an_amendment_is_a_new_one(DatabaseProvider provider)
    {
        await using var portal = await TestPortal.CreateAsync(provider);
        var id = await portal.ApprovedAsync(ProgramWorld.Quarterly());
        Assert.Equal("program_no_draft", (await portal.DraftAsync(ProgramWorld.Quarterly(), id)).Refusal.Code);
        var before = await JsonOfAsync(portal, id, 1);

        var wrongDay = await AmendAsync(portal, id, new DateOnly(2026, 4, 2));
        Assert.Equal("program_effective_not_period_start", wrongDay.Refusal.Code);
        Assert.Equal(2, (await AmendAsync(portal, id, null)).Value);
        Assert.Equal("program_open_version", (await AmendAsync(portal, id, null)).Refusal.Code);
        Assert.Equal("program_code_fixed", (await portal.DraftAsync(ProgramWorld.Quarterly("OTHER"), id)).Refusal.Code);
        var changed = ProgramWorld.Quarterly();
        changed = changed with { Lines = [changed.Lines[0] with { Tiers = [new Tier(0) { RatePercent = 5 }] }] };
        Assert.True((await portal.DraftAsync(changed, id)).IsDone);
        Assert.True((await portal.SubmitAsync(id)).IsDone);
        Assert.True((await portal.ApproveAsync(id)).IsDone);

        Assert.Equal(before, await JsonOfAsync(portal, id, 1));
        var record = (await portal.FindAsync(id))!;
        Assert.Equal([2, 1], record.Versions.Select(version => version.Number));
        Assert.Equal(AprilFirst, record.Versions[0].EffectiveFrom);

        // Today is 15 March: the first version is in force until April.
        Assert.Equal(1, record.Shown.Number);
    }

    [SkippableTheory]
    [MemberData(nameof(Databases.Databases.All), MemberType = typeof(Databases.Databases))]
    public async Task An_amendment_does_not_split_a_period_of_the_version_before(DatabaseProvider provider)
    {
        await using var portal = await TestPortal.CreateAsync(provider);
        var id = await portal.ApprovedAsync(ProgramWorld.Quarterly() with { Period = new ProgramPeriod(PeriodKind.Year) });
        Assert.True((await AmendAsync(portal, id, new DateOnly(2026, 1, 1))).IsDone);
        Assert.True((await portal.DraftAsync(ProgramWorld.Quarterly(), id, effectiveFrom: AprilFirst)).IsDone);
        var refusal = (await portal.SubmitAsync(id)).Refusal;
        Assert.Equal(("program_effective_not_period_start", "effectiveFrom"), (refusal.Code, refusal.Field));
    }

    [SkippableTheory]
    [MemberData(nameof(Databases.Databases.All), MemberType = typeof(Databases.Databases))]
    public async Task A_wrong_draft_is_saved_but_not_submitted(DatabaseProvider provider)
    {
        await using var portal = await TestPortal.CreateAsync(provider);
        var wrong = ProgramWorld.Quarterly() with
        {
            ValidTo = new DateOnly(2025, 12, 31),
            Participants = new ProgramParticipants { Include = [new CustomerSelector(CustomerSelectorKind.Level) { Codes = ["platinum"] }] },
        };
        wrong = wrong with { Lines = [wrong.Lines[0] with { Tiers = [new Tier(0) { RatePercent = 130 }, new Tier(0)] }] };
        var draft = await portal.DraftAsync(wrong);
        Assert.True(draft.IsDone);
        var codes = (await portal.SubmitAsync(draft.Value.ProgramId)).Refusals.Select(refusal => refusal.Code).ToList();
        Assert.Contains("program_valid_to_before_from", codes);
        Assert.Contains("program_rate_over_100", codes);
        Assert.Contains("program_tiers_overlap", codes);

        var unknown = ProgramWorld.Quarterly() with { Participants = wrong.Participants };
        Assert.True((await portal.DraftAsync(unknown, draft.Value.ProgramId)).IsDone);
        var refusal = (await portal.SubmitAsync(draft.Value.ProgramId)).Refusal;
        Assert.Equal(("program_code_unknown", "participants.include[0].codes"), (refusal.Code, refusal.Field));
    }

    [SkippableTheory]
    [MemberData(nameof(Databases.Databases.All), MemberType = typeof(Databases.Databases))]
    public async Task A_failing_example_blocks_the_draft(DatabaseProvider provider)
    {
        await using var portal = await TestPortal.CreateAsync(provider);
        var definition = ProgramWorld.Quarterly() with
        {
            Examples =
            [
                new ProgramExample
                {
                    Name = "Second tier",
                    Sales = [new ExampleSale { On = new DateOnly(2026, 2, 1), NetAmount = 2000 }],
                    Expected = [new ExpectedRebate { PeriodOn = new DateOnly(2026, 2, 1), Rebate = 41 }],
                },
            ],
        };
        var draft = await portal.DraftAsync(definition);
        Assert.Equal("program_example_fails", (await portal.SubmitAsync(draft.Value.ProgramId)).Refusal.Code);
        var right = definition with { Examples = [definition.Examples[0] with { Expected = [new ExpectedRebate { PeriodOn = new DateOnly(2026, 2, 1), Rebate = 40 }] }] };
        Assert.True((await portal.DraftAsync(right, draft.Value.ProgramId)).IsDone);
        Assert.True((await portal.SubmitAsync(draft.Value.ProgramId)).IsDone);
    }

    [SkippableTheory]
    [MemberData(nameof(Databases.Databases.All), MemberType = typeof(Databases.Databases))]
    public async Task Sending_back_needs_a_reason_and_reopens_the_draft(DatabaseProvider provider)
    {
        await using var portal = await TestPortal.CreateAsync(provider);
        var id = (await portal.DraftAsync(ProgramWorld.Quarterly())).Value.ProgramId;
        Assert.True((await portal.SubmitAsync(id)).IsDone);
        Assert.Equal("program_note_missing", (await SendBackAsync(portal, id, " ")).Refusal.Code);
        Assert.True((await SendBackAsync(portal, id, "Rate too high")).IsDone);
        var open = (await portal.FindAsync(id))!.Open!;
        Assert.True(open.IsSentBack);
        Assert.Equal("Rate too high", open.DecisionNote);
        Assert.True((await portal.DraftAsync(ProgramWorld.Quarterly(), id)).IsDone);
    }

    [SkippableTheory]
    [MemberData(nameof(Databases.Databases.All), MemberType = typeof(Databases.Databases))]
    public async Task A_withdrawn_draft_leaves_what_is_in_force(DatabaseProvider provider)
    {
        await using var portal = await TestPortal.CreateAsync(provider);
        var id = await portal.ApprovedAsync(ProgramWorld.Quarterly());
        await AmendAsync(portal, id, null);
        Assert.True((await portal.ActAsync<WithdrawProgram, Outcome>(use => use.RunAsync(id, null, CancellationToken.None))).IsDone);
        Assert.Equal(ProgramState.Active, (await portal.FindAsync(id))!.State);
        Assert.Equal(3, (await AmendAsync(portal, id, AprilFirst)).Value);
    }

    [SkippableTheory]
    [MemberData(nameof(Databases.Databases.All), MemberType = typeof(Databases.Databases))]
    public async Task Closing_is_for_approved_programmes_and_not_in_the_past(DatabaseProvider provider)
    {
        await using var portal = await TestPortal.CreateAsync(provider);
        var draft = (await portal.DraftAsync(ProgramWorld.Quarterly("D-1"))).Value.ProgramId;
        Assert.Equal("program_never_approved", (await CloseAsync(portal, draft, new DateOnly(2026, 3, 15))).Refusal.Code);
        var id = await portal.ApprovedAsync(ProgramWorld.Quarterly());
        Assert.Equal("program_close_past", (await CloseAsync(portal, id, new DateOnly(2026, 3, 14))).Refusal.Code);
        Assert.True((await CloseAsync(portal, id, new DateOnly(2026, 3, 15))).IsDone);
        Assert.Equal(ProgramState.Closed, (await portal.FindAsync(id))!.State);
        Assert.Equal("program_closed", (await AmendAsync(portal, id, null)).Refusal.Code);
    }

    [SkippableTheory]
    [MemberData(nameof(Databases.Databases.All), MemberType = typeof(Databases.Databases))]
    public async Task Import_takes_what_export_gave_and_refuses_the_rest_by_name(DatabaseProvider provider)
    {
        await using var portal = await TestPortal.CreateAsync(provider);
        var id = await portal.ApprovedAsync(ProgramWorld.Quarterly());
        var file = await portal.ActAsync<ProgramQueries, ProgramFile?>(use => use.ExportAsync(id, 1, CancellationToken.None));
        Assert.Equal("Q-1-v1.json", file!.Name);
        var unknown = await ImportAsync(portal, file.Json.Replace("\"priority\"", "\"importance\"", StringComparison.Ordinal));
        Assert.Contains(unknown.Refusals, refusal => refusal.Code == "program_field_unknown" && refusal.ToString().Contains("importance", StringComparison.Ordinal));
        Assert.Equal(id, (await ImportAsync(portal, file.Json)).Value);
        Assert.Equal(2, (await portal.FindAsync(id))!.Open!.Number);
        Assert.Equal("program_open_version", (await ImportAsync(portal, file.Json)).Refusal.Code);
        var other = await ImportAsync(portal, file.Json.Replace("\"Q-1\"", "\"Q-2\"", StringComparison.Ordinal));
        Assert.NotEqual(id, other.Value);
    }

    [SkippableTheory]
    [MemberData(nameof(Databases.Databases.All), MemberType = typeof(Databases.Databases))]
    public async Task Codes_are_unique_and_given_where_missing(DatabaseProvider provider)
    {
        await using var portal = await TestPortal.CreateAsync(provider);
        Assert.Equal("P-2026-0001", (await portal.DraftAsync(ProgramWorld.Quarterly(""))).Value.Code);
        var second = (await portal.DraftAsync(ProgramWorld.Quarterly(""))).Value;
        Assert.Equal("P-2026-0002", second.Code);
        Assert.Equal("program_code_taken", (await portal.DraftAsync(ProgramWorld.Quarterly("p-2026-0001"))).Refusal.Code);
        Assert.Equal("program_code_taken", (await portal.DraftAsync(ProgramWorld.Quarterly("P-2026-0001"), second.ProgramId)).Refusal.Code);
        Assert.Equal("BIKES", (await portal.DraftAsync(ProgramWorld.Quarterly("BIKES"), second.ProgramId)).Value.Code);
    }

    [SkippableTheory]
    [InlineData(RolePermissions.Finance, false, false, true)]
    [InlineData(RolePermissions.Auditor, false, false, true)]
    [InlineData(RolePermissions.SalesRepresentative, false, false, true)]
    [InlineData(RolePermissions.RebateManager, true, true, true)]
    public async Task Roles_may_do_what_they_may(string role, bool drafts, bool approves, bool views)
    {
        await using var portal = await TestPortal.CreateAsync(DatabaseProvider.Sqlite);
        var id = (await portal.DraftAsync(ProgramWorld.Quarterly())).Value.ProgramId;
        var drafted = await portal.ActAsync<DraftProgram, Outcome<SavedDraft>>(
            use => use.RunAsync(new ProgramDraft { ProgramId = id, Definition = ProgramWorld.Quarterly() }, CancellationToken.None), 20, role);
        Assert.Equal(drafts, drafted.IsDone);
        Assert.True((await portal.SubmitAsync(id)).IsDone);
        var approved = await portal.ActAsync<ApproveProgram, Outcome>(use => use.RunAsync(id, null, null, CancellationToken.None), 21, role);
        Assert.Equal(approves, approved.IsDone);
        var found = await portal.ActAsync<ProgramQueries, ProgramRecord?>(use => use.FindAsync(id, CancellationToken.None), 20, role);
        Assert.Equal(views, found is not null);
        var simulated = await portal.ActAsync<SimulateProgram, Outcome<ProgramSimulation>>(
            use => use.RunAsync(ProgramWorld.Quarterly(), 2025, null, CancellationToken.None), 20, role);
        Assert.Equal(drafts, simulated.IsDone);
    }

    private static Task<Outcome<int>> AmendAsync(TestPortal portal, long id, DateOnly? from) =>
        portal.ActAsync<AmendProgram, Outcome<int>>(use => use.RunAsync(id, from, CancellationToken.None));

    private static Task<Outcome> SendBackAsync(TestPortal portal, long id, string note) =>
        portal.ActAsync<SendBackProgram, Outcome>(use => use.RunAsync(id, null, note, CancellationToken.None), ProgramWorld.Approver);

    private static Task<Outcome> CloseAsync(TestPortal portal, long id, DateOnly on) =>
        portal.ActAsync<CloseProgram, Outcome>(use => use.RunAsync(id, on, null, CancellationToken.None), ProgramWorld.Approver);

    private static Task<Outcome<long>> ImportAsync(TestPortal portal, string json) =>
        portal.ActAsync<ImportProgram, Outcome<long>>(use => use.RunAsync(json, CancellationToken.None));

    private static async Task<string> JsonOfAsync(TestPortal portal, long id, int number)
    {
        await using var context = portal.NewContext();
        return await context.RebateProgramVersions.Where(row => row.ProgramId == id && row.Number == number).Select(row => row.DefinitionJson).SingleAsync();
    }
}
