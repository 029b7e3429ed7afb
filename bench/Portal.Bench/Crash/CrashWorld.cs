using Microsoft.EntityFrameworkCore;
using Portal.Bench.Settle;
using Portal.Domain.Settlements;
using Portal.Infrastructure.Data;

namespace Portal.Bench.Crash;

/// <summary>A settlement in many small partitions, and what it must come to.</summary>
internal sealed class CrashWorld : IAsyncDisposable
{
    private const int LinesPerPartition = 500;
    private readonly SettleWorld _world;
    private readonly string _expected;

    private CrashWorld(SettleWorld world, string expected)
    {
        _world = world;
        _expected = expected;
    }

    public static async Task<CrashWorld> CreateAsync(DatabaseProvider provider, int lines, int seed, CancellationToken cancellationToken)
    {
        var sales = SalesYear.Make(lines, lines / 100, seed);
        return new CrashWorld(await SettleWorld.CreateAsync(provider, sales, BenchPrograms.Twenty, cancellationToken), PayoutOracle.Hash(sales));
    }

    public PortalDbContext NewContext() => _world.NewContext();

    public WorkerProcess StartWorker(int? leaseSeconds = null)
    {
        var settings = new Dictionary<string, string?>(_world.Database.Settings)
        {
            ["Settlements:SalesLinesPerPartition"] = $"{LinesPerPartition}",
            ["Settlements:PollSeconds"] = "1",
        };
        if (leaseSeconds is { } seconds)
        {
            settings["Settlements:LeaseSeconds"] = $"{seconds}";
        }

        return WorkerProcess.Start(settings);
    }

    public Task<long> RequestAsync(CancellationToken cancellationToken) => _world.RequestAsync(cancellationToken);

    public async Task<List<SettlementPartition>> PartitionsAsync(long runId, CancellationToken cancellationToken)
    {
        await using var context = NewContext();
        return await context.SettlementPartitions.AsNoTracking().Where(partition => partition.RunId == runId).ToListAsync(cancellationToken);
    }

    /// <summary>Whether the run ended with what the oracle reckons, in as many lines as it says.</summary>
    public async Task<bool> IsRightAsync(long runId, CancellationToken cancellationToken)
    {
        await using var context = NewContext();
        var run = await context.SettlementRuns.AsNoTracking().SingleAsync(row => row.Id == runId, cancellationToken);
        return run.State == SettlementRunState.Completed
            && run.PartitionsDone == run.PartitionCount
            && run.LinesWritten == await context.SettlementLines.CountAsync(line => line.RunId == runId, cancellationToken)
            && await _world.HashAsync(runId, cancellationToken) == _expected;
    }

    public Task DiscardAsync(long runId, CancellationToken cancellationToken) => _world.DiscardAsync(runId, cancellationToken);

    public ValueTask DisposeAsync() => _world.DisposeAsync();
}
