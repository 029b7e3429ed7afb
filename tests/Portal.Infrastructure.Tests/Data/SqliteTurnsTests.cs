using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Domain.Customers;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Tests.Databases;

namespace Portal.Infrastructure.Tests.Data;

/// <summary>Whatever writes a SQLite file waits for its turn without holding a thread, and gives it back whatever happens.</summary>
public sealed class SqliteTurnsTests
{
    [Fact]
    public async Task A_save_and_a_set_based_change_wait_until_the_writer_has_ended()
    {
        await using var portal = await TestPortal.CreateAsync(DatabaseProvider.Sqlite);
        await using var one = portal.NewContext();
        await using var other = portal.NewContext();
        one.Add(new Region("R1", "One"));
        var turn = await Gate(portal).EnterAsync(CancellationToken.None);
        var save = one.SaveChangesAsync();
        var change = other.Regions.ExecuteUpdateAsync(region => region.SetProperty(row => row.Name, "Changed"));
        Assert.False(save.IsCompleted);
        Assert.False(change.IsCompleted);

        turn.Dispose();
        Assert.Equal((1, 1), (await save, await change));
    }

    [Fact]
    public async Task What_fails_or_is_cancelled_gives_its_turn_back()
    {
        await using var portal = await TestPortal.CreateAsync(DatabaseProvider.Sqlite);
        await SaveAsync(portal, "R1");
        await Assert.ThrowsAsync<DbUpdateException>(() => SaveAsync(portal, "R1"));
        await using (var context = portal.NewContext())
        {
            context.Entry(new Customer("C1", "Not there", CustomerKind.Distributor, DateTime.UnixEpoch)).State = EntityState.Modified;
            await Assert.ThrowsAsync<DbUpdateConcurrencyException>(() => context.SaveChangesAsync());
            await Assert.ThrowsAnyAsync<Exception>(() => context.Regions.ExecuteUpdateAsync(region => region.SetProperty(row => row.Code, (string)null!)));
        }

        using (await Gate(portal).EnterAsync(CancellationToken.None))
        {
            using var given = new CancellationTokenSource();
            var waiting = SaveAsync(portal, "R2", given.Token);
            await given.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        }

        await SaveAsync(portal, "R3");
        using var free = await Gate(portal).EnterAsync(new CancellationToken(canceled: false)).WaitAsync(TimeSpan.FromSeconds(30));
        await using var after = portal.NewContext();
        Assert.Equal(["R1", "R3"], await after.Regions.OrderBy(region => region.Code).Select(region => region.Code).ToListAsync());
    }

    [Fact]
    public async Task Saves_of_many_at_once_all_come_through()
    {
        await using var portal = await TestPortal.CreateAsync(DatabaseProvider.Sqlite);
        await Task.WhenAll(Enumerable.Range(0, 64).Select(number => Task.Run(() => SaveAsync(portal, "R" + number))));
        await using var context = portal.NewContext();
        Assert.Equal(64, await context.Regions.CountAsync());
    }

    private static WriteGate Gate(TestPortal portal) => portal.Services.GetRequiredService<WriteGate>();

    private static async Task SaveAsync(TestPortal portal, string code, CancellationToken cancellationToken = default)
    {
        await using var context = portal.NewContext();
        context.Add(new Region(code, code));
        await context.SaveChangesAsync(cancellationToken);
    }
}
