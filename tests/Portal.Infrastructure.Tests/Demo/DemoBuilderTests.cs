using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Domain.Messages;
using Portal.Domain.Sales;
using Portal.Domain.Settlements;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Demo;
using Portal.Infrastructure.Ledger;
using Portal.Infrastructure.Tests.Databases;

namespace Portal.Infrastructure.Tests.Demo;

public sealed class DemoBuilderTests
{
    [Fact]
    public async Task The_demo_is_built_once_and_leaves_no_screen_empty()
    {
        await using var portal = await TestPortal.CreateAsync(DatabaseProvider.Sqlite);
        await using var scope = portal.AsSystem();
        var builder = scope.ServiceProvider.GetRequiredService<DemoBuilder>();
        var built = await builder.RunAsync(_ => Task.CompletedTask, default);
        Assert.True(built.IsDone, built.IsDone ? "" : built.Refusal.ToString());
        Assert.True(built.Value);

        await using var context = portal.NewContext();
        Assert.Equal(121_253, await context.SalesLines.CountAsync(line => line.QuantityMilli > 0));
        Assert.InRange(await context.SalesDocuments.CountAsync(row => row.Kind == SalesDocumentKind.Return), 300, 400);
        Assert.Equal(701 + 18_484, await context.Customers.CountAsync());
        Assert.Equal(2, await context.Customers.CountAsync(row => row.ParentId != null));

        // The clock stands at Sunday 2026-03-15 in Shanghai.
        var last = await context.SalesDocuments.MaxAsync(row => row.DocumentOn);
        Assert.InRange(last, new DateOnly(2026, 3, 8), new DateOnly(2026, 3, 14));
        Assert.Equal(9, await context.RebatePrograms.CountAsync());
        var paying = await context.Settlements.Where(row => row.DueMinor > 0).Select(row => row.ProgramId).Distinct().CountAsync();
        Assert.InRange(paying, 8, 9);
        Assert.True(await context.CustomerFigures.AnyAsync());
        Assert.True(await context.ExchangeRates.AnyAsync());
        Assert.True(await context.SalesPayments.CountAsync() > 500);
        Assert.True(await context.ProductAttributes.AnyAsync(row => row.Value == "Red"));
        Assert.Equal(2, await context.Disputes.CountAsync());
        Assert.Equal(1, await context.Settlements.CountAsync(row => row.State == SettlementState.Calculated));
        Assert.True(await context.Settlements.CountAsync(row => row.State == SettlementState.Posted) > 10);
        Assert.Equal(4, await context.WithdrawalRequests.CountAsync());
        Assert.True(await context.Accruals.AnyAsync());
        Assert.True(await context.PointsRedemptions.AnyAsync());
        Assert.Equal(0, await context.PointsIntakeRanges.CountAsync());
        Assert.Equal(3, await context.CardTypes.CountAsync());
        Assert.True(await context.OutboxMessages.AnyAsync());
        Assert.False(await context.OutboxMessages.AnyAsync(row => row.State == MessageState.Waiting));
        Assert.Equal(24 + 6 + 1 + 1 + 3 + 50, await context.Cards.CountAsync());
        Assert.Empty((await scope.ServiceProvider.GetRequiredService<VerifyLedger>().RunAsync(default)).Findings);
        Assert.NotEmpty(await scope.ServiceProvider.GetRequiredService<DemoLogIns>().ListAsync(default));

        var transfers = await context.LedgerTransfers.CountAsync();
        Assert.False((await builder.RunAsync(_ => Task.CompletedTask, default)).Value);
        Assert.Equal(transfers, await context.LedgerTransfers.CountAsync());
    }
}
