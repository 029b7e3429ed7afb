using System.Diagnostics;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Bench.Ledger;
using Portal.Domain.Programs;
using Portal.Domain.Settlements;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Settlements;

namespace Portal.Bench.Settle;

/// <summary>A database with a year of sales, and settlements on it.</summary>
internal sealed class SettleWorld : IAsyncDisposable
{
    private static readonly DateOnly AsOf = new(2026, 1, 1);
    private readonly BenchDatabase _database;
    private int _lineNumbers;

    private SettleWorld(BenchDatabase database) => _database = database;

    public BenchDatabase Database => _database;

    public PortalDbContext NewContext() => _database.NewContext();

    public static async Task<SettleWorld> CreateAsync(
        DatabaseProvider provider, SalesYear sales, IEnumerable<ProgramDefinition> programs, CancellationToken cancellationToken)
    {
        var world = new SettleWorld(await BenchDatabase.CreateAsync(provider, cancellationToken)) { _lineNumbers = sales.Count };
        await using var context = world.NewContext();
        await using (var transaction = await context.Database.BeginTransactionAsync(cancellationToken))
        {
            await IndexesAside.WriteAsync(context, provider, () => SettleData.WriteAsync(context, sales, cancellationToken), cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }

        await ApproveAsync(context, programs, cancellationToken);
        await VacuumAsync(context, "VACUUM ANALYZE", cancellationToken);
        return world;
    }

    /// <summary>Settles everything that is due and takes the time.</summary>
    public async Task<(double Milliseconds, SettlementRunResult Result)> SettleAsync(bool isFull, CancellationToken cancellationToken)
    {
        await using var scope = _database.NewScope();
        var started = Stopwatch.GetTimestamp();
        var outcome = await scope.ServiceProvider.GetRequiredService<RunSettlement>()
            .RunToEndAsync(new RunSettlementInput(Guid.NewGuid().ToString(), AsOf, IsFull: isFull), cancellationToken);
        return (Stopwatch.GetElapsedTime(started).TotalMilliseconds, outcome.Value);
    }

    /// <summary>Asks for a settlement that others compute.</summary>
    public async Task<long> RequestAsync(CancellationToken cancellationToken)
    {
        await using var scope = _database.NewScope();
        return (await scope.ServiceProvider.GetRequiredService<RunSettlement>().RunAsync(new RunSettlementInput(Guid.NewGuid().ToString(), AsOf), cancellationToken)).Value;
    }

    /// <summary>The hash of what runs made due.</summary>
    public async Task<string> HashAsync(long runId, CancellationToken cancellationToken)
    {
        await using var context = NewContext();
        var payouts = await (
            from line in context.SettlementLines
            join program in context.RebatePrograms on line.ProgramId equals program.Id
            where line.RunId == runId
            orderby program.Id, line.CustomerId
            select new Payout(program.Code, line.CustomerId, line.DueMinor)).ToListAsync(cancellationToken);
        return PayoutOracle.Hash(payouts);
    }

    /// <summary>More documents of ten lines, in one transaction.</summary>
    public async Task AddLinesAsync(IReadOnlyList<SoldLine> lines, CancellationToken cancellationToken)
    {
        await using var context = NewContext();
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        await SettleData.WriteLinesAsync(context, lines.Count, index => lines[index], _lineNumbers, cancellationToken);
        _lineNumbers += lines.Count;
        await transaction.CommitAsync(cancellationToken);
    }

    /// <summary>What the last run settled everyone by.</summary>
    public async Task<(long RunId, byte[] Marks)> BaselineAsync(CancellationToken cancellationToken)
    {
        await using var context = NewContext();
        var baseline = await context.SettlementBaselines.SingleAsync(cancellationToken);
        return (baseline.RunId, baseline.Marks);
    }

    /// <summary>Takes the last run away as if it had not been.</summary>
    public async Task DiscardAsync(long runId, CancellationToken cancellationToken, (long RunId, byte[] Marks)? baseline = null)
    {
        await using var context = NewContext();
        var settlements = await context.Settlements.Where(settlement => settlement.RunId == runId).Select(settlement => settlement.Id).ToArrayAsync(cancellationToken);
        await context.SettlementLines.Where(line => settlements.Contains(line.SettlementId)).ExecuteDeleteAsync(cancellationToken);
        await context.Settlements.Where(settlement => settlement.RunId == runId).ExecuteDeleteAsync(cancellationToken);
        await context.SettlementPartitions.Where(partition => partition.RunId == runId).ExecuteDeleteAsync(cancellationToken);
        await context.SettlementBaselines.Where(baseline => baseline.RunId == runId).ExecuteDeleteAsync(cancellationToken);
        await context.SettlementRuns.Where(run => run.Id == runId).ExecuteDeleteAsync(cancellationToken);
        await VacuumAsync(context, "VACUUM ANALYZE \"SettlementLines\"", cancellationToken);
        if (baseline is { } before)
        {
            context.Add(new SettlementBaseline(before.RunId, before.Marks));
            await context.SaveChangesAsync(cancellationToken);
        }
    }

    /// <summary>Closes the programmes there are and approves others in their place.</summary>
    public async Task ReplaceProgramsAsync(IEnumerable<ProgramDefinition> programs, CancellationToken cancellationToken)
    {
        await using var context = NewContext();
        await context.RebateProgramVersions.ExecuteDeleteAsync(cancellationToken);
        await context.RebatePrograms.ExecuteDeleteAsync(cancellationToken);
        await ApproveAsync(context, programs, cancellationToken);
    }

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    /// <summary>What PostgreSQL's autovacuum does by itself within minutes after many rows came or went.</summary>
    private static async Task VacuumAsync(PortalDbContext context, string statement, CancellationToken cancellationToken)
    {
        if (context.Database.IsNpgsql())
        {
            await context.Database.ExecuteSqlRawAsync(statement, cancellationToken);
        }
    }

    public static async Task ApproveAsync(PortalDbContext context, IEnumerable<ProgramDefinition> definitions, CancellationToken cancellationToken)
    {
        var at = DateTime.Parse("2026-01-01T00:00:00Z", CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal);
        foreach (var definition in definitions)
        {
            var program = new RebateProgram(definition.Code, at);
            var version = program.Draft(ProgramDocument.Write(definition), definition.Code, definition.Code, definition.ValidFrom, definition.Validity, null, at);
            version.Submit(null, at);
            version.Approve(null, null, at);
            context.Add(program);
            await context.SaveChangesAsync(cancellationToken);
        }
    }
}
