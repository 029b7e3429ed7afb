using Microsoft.EntityFrameworkCore;
using Portal.Domain.Ledger;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Ledger;
using Portal.Infrastructure.Tests.Databases;

namespace Portal.Infrastructure.Tests.Ledger;

public sealed class VerifyLedgerTests
{
    [SkippableTheory]
    [MemberData(nameof(Databases.Databases.All), MemberType = typeof(Databases.Databases))]
    public async Task A_sound_ledger_is_proven_and_counted(DatabaseProvider provider)
    {
        await using var portal = await TestPortal.CreateAsync(provider);
        Assert.True((await portal.VerifyAsync()).IsProven);
        await MakeAsync(portal);
        var check = await portal.VerifyAsync();
        Assert.True(check.IsProven);
        Assert.Equal((3, 6, 4), (check.TransferCount, check.EntryCount, check.AccountCount));
        Assert.Equal(portal.Clock.Now.UtcDateTime, check.CheckedAtUtc);
    }

    [SkippableTheory]
    [MemberData(nameof(Databases.Databases.All), MemberType = typeof(Databases.Databases))]
    public async Task Every_kind_of_damage_is_found(DatabaseProvider provider)
    {
        await AssertFoundAsync(provider, LedgerFindingKind.BalanceNotSum, context =>
            context.LedgerAccounts.Where(row => row.OwnerId == 1 && row.Kind == LedgerAccountKind.RebateBalance).ExecuteUpdateAsync(row => row.SetProperty(to => to.BalanceMinor, 71L)));
        await AssertFoundAsync(provider, LedgerFindingKind.BalanceAfterBroken, context =>
            context.LedgerEntries.Where(row => row.BalanceAfterMinor == 70).ExecuteUpdateAsync(row => row.SetProperty(to => to.BalanceAfterMinor, 69L)));
        await AssertFoundAsync(provider, LedgerFindingKind.TransferNotZero, context =>
            context.LedgerEntries.Where(row => row.AmountMinor == -100).ExecuteUpdateAsync(row => row.SetProperty(to => to.AmountMinor, -99L)));
        await AssertFoundAsync(provider, LedgerFindingKind.BelowFloor, context =>
            context.LedgerTransfers.Where(row => row.OperationKey == "c1").ExecuteUpdateAsync(row => row.SetProperty(to => to.IgnoresFloor, false)));
        await AssertFoundAsync(provider, LedgerFindingKind.HouseBalanceKept, context =>
            context.LedgerEntries.Where(row => row.AmountMinor == -100).ExecuteUpdateAsync(row => row.SetProperty(to => to.BalanceAfterMinor, -100L)));
        await AssertFoundAsync(provider, LedgerFindingKind.TransferEmpty, context =>
            context.LedgerEntries.Where(row => row.TransferId == context.LedgerTransfers.Where(transfer => transfer.OperationKey == "g1").Select(transfer => transfer.Id).First()).ExecuteDeleteAsync());
    }

    private static async Task MakeAsync(TestPortal portal)
    {
        await portal.PostAsync(LedgerWorld.Grant("g1", 1, 100));
        await portal.PostAsync(LedgerWorld.Take("t1", 1, 30));
        Assert.True((await portal.PostAsync(LedgerWorld.ChargeBack("c1", 2, 5))).IsDone);
    }

    private static async Task AssertFoundAsync(DatabaseProvider provider, LedgerFindingKind kind, Func<PortalDbContext, Task> damage)
    {
        await using var portal = await TestPortal.CreateAsync(provider);
        await MakeAsync(portal);
        await using (var context = portal.NewContext())
        {
            await damage(context);
        }

        Assert.Contains((await portal.VerifyAsync()).Findings, finding => finding.Kind == kind);
    }
}
