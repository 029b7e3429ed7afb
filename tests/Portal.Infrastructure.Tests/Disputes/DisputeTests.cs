using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Domain.Disputes;
using Portal.Domain.Settlements;
using Portal.Domain.Shared;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Disputes;
using Portal.Infrastructure.Shared;
using Portal.Infrastructure.Tests.Ledger;
using Portal.Infrastructure.Tests.Payouts;

namespace Portal.Infrastructure.Tests.Disputes;

public sealed class DisputeTests
{
    [SkippableTheory]
    [MemberData(nameof(Databases.Databases.All), MemberType = typeof(Databases.Databases))]
    public async Task A_question_goes_from_open_over_answered_to_refused_and_the_customer_sees_who_and_when(DatabaseProvider provider)
    {
        await using var world = await DisputeWorld.CreateAsync(provider);
        var id = (await world.OpenAsync(uploads: [DisputeWorld.Pdf()])).Value;
        Assert.Equal((DisputeState.Open, new DateOnly(2026, 3, 20), world.Line.Id), await StateAsync(world, id));
        Assert.True((await world.AnswerAsync(id, "请提供订单号")).IsDone);
        Assert.Equal(DisputeState.Answered, (await world.ReadAsync(id)).State);
        world.Portal.Clock.Now += TimeSpan.FromDays(2);
        Assert.True((await world.ReplyAsync(id, "D1")).IsDone);
        Assert.Equal((DisputeState.Open, new DateOnly(2026, 3, 22), world.Line.Id), await StateAsync(world, id));
        Assert.True((await world.RefuseAsync(id, "订单属于二月")).IsDone);

        var seen = await world.MineAsync(id);
        Assert.Equal(
            [DisputeEntryKind.Opened, DisputeEntryKind.Answered, DisputeEntryKind.Asked, DisputeEntryKind.Refused],
            seen.Entries.Select(entry => entry.Kind));
        Assert.Equal("订单属于二月", seen.Entries[^1].Text);
        Assert.Equal("offer.pdf", Assert.Single(seen.Entries[0].Attachments).FileName);
        Assert.Null((await world.ReadAsync(id)).HeldLineId);
        Assert.Equal("dispute_ended", (await world.ReplyAsync(id, "?")).Refusal.Code);
        Assert.Equal("dispute_ended", (await world.AdjustAsync(id, 100)).Refusal.Code);
    }

    [SkippableTheory]
    [MemberData(nameof(Databases.Databases.All), MemberType = typeof(Databases.Databases))]
    public async Task Double_clicks_open_one_dispute_and_write_one_message(DatabaseProvider provider)
    {
        await using var world = await DisputeWorld.CreateAsync(provider);
        var opened = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => world.OpenAsync(key: "open", uploads: [DisputeWorld.Pdf()]))));
        var id = Assert.Single(opened.Select(outcome => outcome.Value).Distinct());
        Assert.Single(world.StoredFiles());
        Assert.Equal("dispute_already_open", (await world.OpenAsync(key: "again")).Refusal.Code);

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => world.AnswerAsync(id, "收到", key: "answer"))));
        Assert.Equal(2, (await world.MineAsync(id)).Entries.Count);
        var adjusted = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => world.AdjustAsync(id, 3000, key: "adjust"))));
        Assert.Contains(adjusted, outcome => outcome.IsDone);
        Assert.Single(await world.World.LinesAsync(), line => line.Reason == SettlementReason.Manual);
    }

    [SkippableTheory]
    [MemberData(nameof(Databases.Databases.All), MemberType = typeof(Databases.Databases))]
    public async Task An_adjustment_is_approved_by_somebody_else_posted_once_and_left_alone_by_later_runs(DatabaseProvider provider)
    {
        await using var world = await DisputeWorld.CreateAsync(provider);
        var id = (await world.OpenAsync()).Value;
        Assert.True((await world.AdjustAsync(id, 3000)).IsDone);
        var waiting = await world.ReadAsync(id);
        Assert.Equal((DisputeState.AdjustmentProposed, 3000L), (waiting.State, waiting.AdjustmentMinor));
        Assert.Equal("dispute_adjustment_waits", (await world.WithdrawAsync(id)).Refusal.Code);
        var told = (await world.MineAsync(id)).Entries[^1];
        Assert.Equal((DisputeEntryKind.AdjustmentProposed, "", null), (told.Kind, told.Text, told.AmountMinor));

        var settlement = waiting.AdjustmentSettlementId!.Value;
        Assert.Equal("settlement_same_person", (await world.World.ApproveSettlementAsync(settlement, DisputeWorld.Agent)).Refusal.Code);
        var owed = await world.Portal.BalanceOfAsync(LedgerWorld.Payable(world.Line.CustomerId));
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => world.World.ApproveSettlementAsync(settlement))));
        Assert.Equal(owed + 3000, await world.Portal.BalanceOfAsync(LedgerWorld.Payable(world.Line.CustomerId)));
        var last = (await world.MineAsync(id)).Entries[^1];
        Assert.Equal((DisputeEntryKind.Adjusted, "两张订单迟到", 3000L), (last.Kind, last.Text, last.AmountMinor));
        Assert.Equal(DisputeState.Adjusted, (await world.ReadAsync(id)).State);

        Assert.Equal(0, (await world.World.SettleAsync(new DateOnly(2026, 1, 31), isFull: true)).Lines);
        await world.World.SellAsync(world.World.Customers[0], new DateOnly(2026, 1, 20), (world.World.Products[0], 1, 1000));
        var run = await world.World.SettleAsync(new DateOnly(2026, 1, 31), isFull: true);
        Assert.Equal(1000, Assert.Single(await world.World.LinesAsync(run.RunId)).DueMinor);
        await world.Portal.AssertProvenAsync();
    }

    [SkippableTheory]
    [MemberData(nameof(Databases.Databases.All), MemberType = typeof(Databases.Databases))]
    public async Task An_adjustment_that_is_sent_back_opens_the_dispute_again(DatabaseProvider provider)
    {
        await using var world = await DisputeWorld.CreateAsync(provider);
        var id = (await world.OpenAsync()).Value;
        await world.AdjustAsync(id, -500);
        var first = (await world.ReadAsync(id)).AdjustmentSettlementId!.Value;
        Assert.True((await world.SendBackAsync(first, "金额不对")).IsDone);
        Assert.Equal((DisputeState.Open, new DateOnly(2026, 3, 20), world.Line.Id), await StateAsync(world, id));
        Assert.Equal("", (await world.MineAsync(id)).Entries[^1].Text);
        Assert.Equal("金额不对", (await world.SeenAsync(id))!.Entries[^1].Text);
        Assert.True((await world.AdjustAsync(id, 500)).IsDone);
        Assert.NotEqual(first, (await world.ReadAsync(id)).AdjustmentSettlementId);
    }

    [SkippableTheory]
    [MemberData(nameof(Databases.Databases.All), MemberType = typeof(Databases.Databases))]
    public async Task A_payout_leaves_out_the_disputed_line_only_and_a_later_one_catches_up(DatabaseProvider provider)
    {
        await using var world = await DisputeWorld.CreateAsync(provider);
        var settlement = (await world.World.SettlementsAsync())[0].Id;
        var id = (await world.OpenAsync()).Value;
        var payout = (await world.PayAsync(settlement)).Value;
        Assert.Equal(world.World.Customers[1], Assert.Single(await world.Portal.ItemsAsync(payout)).CustomerId);
        var entry = (await world.MineAsync(id)).Entries[^1];
        Assert.Equal((DisputeEntryKind.LeftOut, world.Line.DueMinor), (entry.Kind, entry.AmountMinor));
        var refusal = (await world.PayAsync(settlement)).Refusal;
        Assert.Equal(("payout_disputed", 1), (refusal.Code, refusal.Arguments[1]));

        Assert.True((await world.WithdrawAsync(id)).IsDone);
        var later = (await world.PayAsync(settlement)).Value;
        Assert.Equal((world.Line.CustomerId, world.Line.DueMinor), (await world.Portal.ItemsAsync(later)).Select(item => (item.CustomerId, item.AmountMinor)).Single());
        Assert.Equal(DisputeEntryKind.CaughtUp, (await world.MineAsync(id)).Entries[^1].Kind);
        Assert.Equal("payout_nothing_due", (await world.PayAsync(settlement)).Refusal.Code);
    }

    [SkippableTheory]
    [MemberData(nameof(Databases.Databases.All), MemberType = typeof(Databases.Databases))]
    public async Task Bad_files_and_empty_words_are_refused_and_leave_nothing(DatabaseProvider provider)
    {
        await using var world = await DisputeWorld.CreateAsync(provider);
        Assert.Equal("dispute_text_missing", (await world.OpenAsync("  ")).Refusal.Code);
        Assert.Equal("dispute_text_missing", (await world.OpenAsync(new string('字', 2001))).Refusal.Code);
        Assert.Equal("dispute_file_type", (await world.OpenAsync(uploads: [DisputeWorld.Pdf(), DisputeWorld.File("x.pdf", "<html>")])).Refusal.Code);
        Assert.Equal("dispute_file_too_large", (await world.OpenAsync(uploads: [DisputeWorld.Pdf(bytes: 11 << 20)])).Refusal.Code);
        Assert.Equal("dispute_files_too_many", (await world.OpenAsync(uploads: [.. Enumerable.Range(0, 6).Select(_ => DisputeWorld.Pdf())])).Refusal.Code);
        Assert.Equal(Refusal.NotFound, (await world.OpenAsync(line: 999_999, uploads: [DisputeWorld.Pdf()])).Refusal.Code);
        Assert.Empty(world.StoredFiles());
        await using var context = world.Portal.NewContext();
        Assert.Equal((0, 0), (await context.Disputes.CountAsync(), await context.DisputeEntries.CountAsync()));
    }

    [SkippableTheory]
    [MemberData(nameof(Databases.Databases.All), MemberType = typeof(Databases.Databases))]
    public async Task Nobody_sees_or_touches_the_disputes_of_others(DatabaseProvider provider)
    {
        await using var world = await DisputeWorld.CreateAsync(provider);
        var stranger = world.World.Customers[1];
        Assert.Equal(Refusal.NotFound, (await world.OpenAsync(customer: stranger, userId: DisputeWorld.Other)).Refusal.Code);
        var id = (await world.OpenAsync(uploads: [DisputeWorld.Pdf()])).Value;
        Assert.Equal(Refusal.NotFound, (await world.ReplyAsync(id, "?", customer: stranger)).Refusal.Code);
        var attachment = (await world.MineAsync(id)).Entries[0].Attachments[0].Id;
        await using (var scope = world.Portal.AsCustomer(stranger, DisputeWorld.Other))
        {
            var mine = scope.ServiceProvider.GetRequiredService<MyDisputes>();
            Assert.Null(await mine.RecordAsync(id, CancellationToken.None));
            Assert.Null(await mine.FileAsync(attachment, CancellationToken.None));
            Assert.Null(await mine.LineAsync(world.Line.Id, CancellationToken.None));
            Assert.Empty(await mine.ListAsync(null, 20, CancellationToken.None));
        }

        Assert.Null(await world.SeenAsync(id, RolePermissions.SalesRepresentative, employeeId: 77));
        Assert.Equal(Refusal.NotFound, (await world.AnswerAsync(id, "?", role: RolePermissions.SalesRepresentative)).Refusal.Code);
        Assert.Equal(Refusal.NotPermitted, (await world.AnswerAsync(id, "?", role: RolePermissions.Auditor)).Refusal.Code);
        Assert.Equal(Refusal.NotPermitted, (await world.RefuseAsync(id, "?", RolePermissions.Finance)).Refusal.Code);
        Assert.NotNull(await world.SeenAsync(id, RolePermissions.Auditor));
    }

    [SkippableTheory]
    [MemberData(nameof(Databases.Databases.All), MemberType = typeof(Databases.Databases))]
    public async Task What_somebody_else_wrote_meanwhile_makes_an_answer_stale(DatabaseProvider provider)
    {
        await using var world = await DisputeWorld.CreateAsync(provider);
        var id = (await world.OpenAsync()).Value;
        var seen = (await world.SeenAsync(id))!.Row.RowVersion;
        Assert.True((await world.ReplyAsync(id, "补充：还有一张")).IsDone);
        Assert.Equal(Refusal.ChangedByOther, (await world.AnswerAsync(id, "收到", seen)).Refusal.Code);
        Assert.Equal(2, (await world.MineAsync(id)).Entries.Count);
    }

    [SkippableTheory]
    [MemberData(nameof(Databases.Databases.All), MemberType = typeof(Databases.Databases))]
    public async Task The_list_tells_what_waits_and_what_is_late(DatabaseProvider provider)
    {
        await using var world = await DisputeWorld.CreateAsync(provider);
        var id = (await world.OpenAsync()).Value;
        Assert.Equal(0, await CountAsync(world, "late", "yes"));
        world.Portal.Clock.Now += TimeSpan.FromDays(6);
        Assert.Equal(1, await CountAsync(world, "late", "yes"));
        Assert.Equal(1, await WaitingAsync(world));
        await world.AnswerAsync(id, "已答复");
        Assert.Equal((0, 0, 1), (await CountAsync(world, "late", "yes"), await WaitingAsync(world), await CountAsync(world, "open", "yes")));
        await world.WithdrawAsync(id);
        Assert.Equal((0, 1), (await CountAsync(world, "open", "yes"), await CountAsync(world, "state", "Withdrawn")));
    }

    private static async Task<(DisputeState State, DateOnly DueOn, long? HeldLineId)> StateAsync(DisputeWorld world, long id)
    {
        var dispute = await world.ReadAsync(id);
        return (dispute.State, dispute.DueOn, dispute.HeldLineId);
    }

    private static async Task<int> CountAsync(DisputeWorld world, string filter, string value)
    {
        await using var scope = world.Portal.AsStaff(RolePermissions.RebateManager, DisputeWorld.Agent);
        var query = new GridQuery { Search = "d-2026", Filters = new Dictionary<string, string> { [filter] = value } };
        return (await scope.ServiceProvider.GetRequiredService<DisputeQueries>().ListAsync(query, CancellationToken.None)).Total;
    }

    private static async Task<int> WaitingAsync(DisputeWorld world)
    {
        await using var scope = world.Portal.AsStaff(RolePermissions.RebateManager, DisputeWorld.Agent);
        return await scope.ServiceProvider.GetRequiredService<DisputeQueries>().CountWaitingAsync(CancellationToken.None);
    }
}
