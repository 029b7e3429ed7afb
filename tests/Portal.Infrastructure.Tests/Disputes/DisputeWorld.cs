using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Domain.Disputes;
using Portal.Domain.Payouts;
using Portal.Domain.Settlements;
using Portal.Domain.Shared;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Disputes;
using Portal.Infrastructure.Payouts;
using Portal.Infrastructure.Settlements;
using Portal.Infrastructure.Tests.Databases;
using Portal.Infrastructure.Tests.Settlements;

namespace Portal.Infrastructure.Tests.Disputes;

/// <summary>Two customers with a posted settlement of January, and short words for what is done in a dispute.</summary>
internal sealed class DisputeWorld(SettlementWorld world) : IAsyncDisposable
{
    public const long Buyer = 1001;
    public const long Other = 1002;
    public const long Agent = 21;
    private int _keys;

    public TestPortal Portal => World.Portal;

    public SettlementWorld World { get; } = world;

    /// <summary>The line of the first customer.</summary>
    public SettlementLine Line { get; private set; } = null!;

    public static async Task<DisputeWorld> CreateAsync(DatabaseProvider provider)
    {
        var disputes = new DisputeWorld(await SettlementWorld.CreateAsync(provider));
        var world = disputes.World;
        await world.ApproveAsync(SettlementWorld.Monthly());
        await world.SellAsync(world.Customers[0], new DateOnly(2026, 1, 10), (world.Products[0], 1, 2000));
        await world.SellAsync(world.Customers[1], new DateOnly(2026, 1, 11), (world.Products[0], 1, 3000));
        await world.SettleAsync(new DateOnly(2026, 1, 31));
        Assert.True((await world.ApproveSettlementAsync((await world.SettlementsAsync())[0].Id)).IsDone);
        disputes.Line = (await world.LinesAsync())[0];
        return disputes;
    }

    public async Task<Outcome<long>> OpenAsync(
        string text = "我们一月份的订单没有算进去", string? key = null, long? customer = null, long userId = Buyer, IReadOnlyList<DisputeUpload>? uploads = null, long? line = null)
    {
        await using var scope = Portal.AsCustomer(customer ?? World.Customers[0], userId);
        return await scope.ServiceProvider.GetRequiredService<MyOpenDispute>()
            .RunAsync(new MyDisputeInput(key ?? NewKey(), line ?? Line.Id, text, 5000, uploads), CancellationToken.None);
    }

    public async Task<Outcome> ReplyAsync(long id, string text, long? customer = null, string? key = null)
    {
        await using var scope = Portal.AsCustomer(customer ?? World.Customers[0], Buyer);
        return await scope.ServiceProvider.GetRequiredService<MyReplyToDispute>().RunAsync(new DisputeMessage(key ?? NewKey(), id, text), CancellationToken.None);
    }

    public async Task<Outcome> WithdrawAsync(long id)
    {
        await using var scope = Portal.AsCustomer(World.Customers[0], Buyer);
        return await scope.ServiceProvider.GetRequiredService<MyWithdrawDispute>().RunAsync(new DisputeMessage(NewKey(), id, ""), CancellationToken.None);
    }

    public async Task<Outcome> AnswerAsync(long id, string text, long? rowVersion = null, string role = RolePermissions.RebateManager, string? key = null)
    {
        await using var scope = Portal.AsStaff(role, Agent);
        return await scope.ServiceProvider.GetRequiredService<AnswerDispute>().RunAsync(new DisputeMessage(key ?? NewKey(), id, text, rowVersion), CancellationToken.None);
    }

    public async Task<Outcome> RefuseAsync(long id, string reason, string role = RolePermissions.RebateManager)
    {
        await using var scope = Portal.AsStaff(role, Agent);
        return await scope.ServiceProvider.GetRequiredService<RefuseDispute>().RunAsync(new DisputeMessage(NewKey(), id, reason), CancellationToken.None);
    }

    public async Task<Outcome> AdjustAsync(long id, long amountMinor, string reason = "两张订单迟到", string? key = null)
    {
        await using var scope = Portal.AsStaff(RolePermissions.RebateManager, Agent);
        return await scope.ServiceProvider.GetRequiredService<AdjustDispute>().RunAsync(new AdjustDisputeInput(key ?? NewKey(), id, amountMinor, reason), CancellationToken.None);
    }

    public async Task<Outcome> SendBackAsync(long settlementId, string note)
    {
        await using var scope = Portal.AsStaff(RolePermissions.Finance, SettlementWorld.Finance);
        return await scope.ServiceProvider.GetRequiredService<SendBackSettlement>().RunAsync(new DecideSettlementInput(settlementId, null, note), CancellationToken.None);
    }

    public async Task<Outcome<long>> PayAsync(long settlementId)
    {
        await using var scope = Portal.AsStaff(RolePermissions.Finance, SettlementWorld.Finance);
        return await scope.ServiceProvider.GetRequiredService<CreatePayout>().RunAsync(new CreatePayoutInput(NewKey(), settlementId, PayoutMethod.Balance), CancellationToken.None);
    }

    public async Task<DisputeRecord> MineAsync(long id)
    {
        await using var scope = Portal.AsCustomer(World.Customers[0], Buyer);
        return (await scope.ServiceProvider.GetRequiredService<MyDisputes>().RecordAsync(id, CancellationToken.None))!;
    }

    public async Task<DisputeRecord?> SeenAsync(long id, string role = RolePermissions.RebateManager, long? employeeId = null)
    {
        await using var scope = Portal.AsStaff(role, Agent, employeeId);
        return await scope.ServiceProvider.GetRequiredService<DisputeQueries>().RecordAsync(id, CancellationToken.None);
    }

    public async Task<Dispute> ReadAsync(long id)
    {
        await using var context = Portal.NewContext();
        return await context.Disputes.AsNoTracking().SingleAsync(row => row.Id == id);
    }

    public string[] StoredFiles() => Directory.Exists(Path.Combine(Portal.Folder, "disputes")) ? Directory.GetFiles(Path.Combine(Portal.Folder, "disputes")) : [];

    public static DisputeUpload Pdf(string name = "offer.pdf", int bytes = 100) =>
        new(name, new MemoryStream([.. "%PDF-1.7\n"u8, .. new byte[bytes]]));

    public static DisputeUpload File(string name, string content) => new(name, new MemoryStream(Encoding.UTF8.GetBytes(content)));

    public ValueTask DisposeAsync() => World.DisposeAsync();

    private string NewKey() => $"key-{++_keys}";
}
