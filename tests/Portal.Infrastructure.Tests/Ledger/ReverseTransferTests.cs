using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Domain.Ledger;
using Portal.Domain.Shared;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Ledger;
using Portal.Infrastructure.Tests.Databases;

namespace Portal.Infrastructure.Tests.Ledger;

public sealed class ReverseTransferTests
{
    [SkippableTheory]
    [MemberData(nameof(Databases.Databases.All), MemberType = typeof(Databases.Databases))]
    public async Task A_mirror_takes_back_exactly_and_once(DatabaseProvider provider)
    {
        await using var portal = await TestPortal.CreateAsync(provider);
        await portal.PostAsync(LedgerWorld.Grant("g1", 1, 100));
        var original = (await portal.PostAsync(Manual("m1", 1, 30))).Value.TransferId;

        var first = await ReverseAsync(portal, original);
        var second = await ReverseAsync(portal, original);
        Assert.True(first.Value.IsNew);
        Assert.Equal(first.Value with { IsNew = false }, second.Value);
        Assert.Equal(100, await portal.BalanceOfAsync(LedgerWorld.Balance(1)));
        await using var context = portal.NewContext();
        var mirror = await context.LedgerTransfers.SingleAsync(row => row.Id == first.Value.TransferId);
        Assert.Equal((LedgerTransferKind.Reversal, original, "typing error"), (mirror.Kind, mirror.ReversesTransferId, mirror.Note));
        await portal.AssertProvenAsync();
    }

    [SkippableTheory]
    [MemberData(nameof(Databases.Databases.All), MemberType = typeof(Databases.Databases))]
    public async Task A_mirror_holds_the_floor(DatabaseProvider provider)
    {
        await using var portal = await TestPortal.CreateAsync(provider);
        var original = (await portal.PostAsync(Manual("m1", 1, -30))).Value.TransferId;
        await portal.PostAsync(LedgerWorld.Take("t1", 1, 20));
        Assert.Equal("ledger_insufficient", (await ReverseAsync(portal, original)).Refusal.Code);
        await portal.AssertProvenAsync();
    }

    [Fact]
    public async Task Documents_are_not_taken_back_behind_their_backs()
    {
        await using var portal = await TestPortal.CreateAsync(DatabaseProvider.Sqlite);
        var original = (await portal.PostAsync(LedgerWorld.Grant("g1", 1, 100))).Value.TransferId;
        Assert.Equal(new Refusal("ledger_reverse_through_document", "S-2026-0001"), (await ReverseAsync(portal, original)).Refusal);
        Assert.Equal(Refusal.NotFound, (await ReverseAsync(portal, 4711)).Refusal.Code);
        Assert.Equal("ledger_reason_missing", (await ReverseAsync(portal, original, reason: " ")).Refusal.Code);
        Assert.Equal(Refusal.NotPermitted, (await ReverseAsync(portal, original, role: RolePermissions.Auditor)).Refusal.Code);
    }

    private static TransferRequest Manual(string key, long customerId, long amountMinor) =>
        new(key, LedgerTransferKind.Manual, "M-1", LedgerWorld.Today, [new(LedgerWorld.Balance(customerId), -amountMinor), new(LedgerWorld.Expense, amountMinor)]);

    private static async Task<Outcome<PostedTransfer>> ReverseAsync(
        TestPortal portal, long transferId, string reason = "typing error", string role = RolePermissions.Finance)
    {
        await using var scope = portal.AsStaff(role);
        return await scope.ServiceProvider.GetRequiredService<ReverseTransfer>().RunAsync(new ReverseTransferInput(transferId, reason), CancellationToken.None);
    }
}
