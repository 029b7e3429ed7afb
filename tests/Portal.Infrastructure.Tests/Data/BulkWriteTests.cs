using Microsoft.EntityFrameworkCore;
using Portal.Domain.Points.Records;
using Portal.Domain.Sales;
using Portal.Domain.Settlements;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Data.BulkRead;
using Portal.Infrastructure.Data.BulkWrite;
using Portal.Infrastructure.SalesPacks;
using Portal.Infrastructure.Settlements;
using Portal.Infrastructure.Tests.Databases;

namespace Portal.Infrastructure.Tests.Data;

/// <summary>Rows written in bulk are what EF Core reads: values that repeat or change from row to row, nulls, long texts.</summary>
public sealed class BulkWriteTests
{
    private static readonly DateOnly First = new(2026, 1, 1);

    [SkippableTheory]
    [MemberData(nameof(Databases.Databases.All), MemberType = typeof(Databases.Databases))]
    public async Task Rows_come_back_as_they_were_written(DatabaseProvider provider)
    {
        await using var portal = await TestPortal.CreateAsync(provider);
        foreach (var seed in Enumerable.Range(1, 5))
        {
            var random = new Random(seed);
            var lines = Enumerable.Range(0, 200).Select(index => Line(random, seed, index)).ToList();
            await using var context = portal.NewContext();
            await using (var transaction = await context.Database.BeginTransactionAsync())
            {
                Assert.Equal(lines.Count, await SettlementLineWriter.WriteAsync(context, lines, default));
                await transaction.CommitAsync();
            }

            var read = await context.SettlementLines.AsNoTracking().Where(line => line.SettlementId == seed).OrderBy(line => line.CustomerId).ToListAsync();
            Assert.Equal(lines.Select(Text), read.Select(Text));
            Assert.Equal(
                lines.Count(line => line.PeriodTo == DateOnly.MaxValue),
                await context.SettlementLines.CountAsync(line => line.SettlementId == seed && line.PeriodTo == DateOnly.MaxValue));
            Assert.Equal(lines.Select(line => (line.PeriodFrom, line.PeriodTo)), await PeriodsAsync(context, seed));
        }
    }

    /// <summary>The days as a bulk read takes them: a settlement reads what it gave before in this way.</summary>
    private static async Task<List<(DateOnly From, DateOnly To)>> PeriodsAsync(PortalDbContext context, long settlementId)
    {
        var sql = new BulkSql(
            context, typeof(SettlementLine),
            [nameof(SettlementLine.PeriodFrom), nameof(SettlementLine.PeriodTo), nameof(SettlementLine.SettlementId), nameof(SettlementLine.CustomerId)]);
        var query = new BulkQuery(sql.Columns, sql.Table, $"{sql[nameof(SettlementLine.SettlementId)]} = {BulkSql.Number(settlementId)}", sql[nameof(SettlementLine.CustomerId)]);
        var periods = new List<(DateOnly, DateOnly)>();
        await BulkReader.ReadAsync(context, query, row => periods.Add((row.Day(0), row.Day(1))), default);
        return periods;
    }

    [SkippableTheory]
    [MemberData(nameof(Databases.Databases.All), MemberType = typeof(Databases.Databases))]
    public async Task Bytes_come_back_as_they_were_written(DatabaseProvider provider)
    {
        await using var portal = await TestPortal.CreateAsync(provider);
        var random = new Random(1);
        var packs = Enumerable.Range(0, 300).Select(index => new SalesPack(index / 7, First.AddDays(index / 3), index, 0, index, Bytes(random, index))).ToList();
        await using var context = portal.NewContext();
        await using (var transaction = await context.Database.BeginTransactionAsync())
        {
            await SalesPackWriter.WriteAsync(context, packs, default);
            await transaction.CommitAsync();
        }

        var read = await context.SalesPacks.AsNoTracking().OrderBy(pack => pack.DocumentId).ToListAsync();
        Assert.Equal(packs.Select(pack => (pack.CustomerId, pack.DocumentOn, Convert.ToHexString(pack.Lines))), read.Select(pack => (pack.CustomerId, pack.DocumentOn, Convert.ToHexString(pack.Lines))));
    }

    [SkippableTheory]
    [MemberData(nameof(Databases.Databases.All), MemberType = typeof(Databases.Databases))]
    public async Task Instants_come_back_as_they_were_written(DatabaseProvider provider)
    {
        await using var portal = await TestPortal.CreateAsync(provider);
        var instants = new[] { DateTime.MaxValue, DateTime.UnixEpoch, new DateTime(1999, 12, 31, 23, 59, 59, DateTimeKind.Utc), First.ToDateTime(new TimeOnly(1, 2, 3, 456, 789)) };
        await using var context = portal.NewContext();
        await using (var transaction = await context.Database.BeginTransactionAsync())
        {
            await WriteProblemsAsync(context, instants.Select((instant, index) => (index + 1L, instant)));
            await transaction.CommitAsync();
        }

        Assert.Equal(instants, await context.PointsProblems.OrderBy(row => row.DocumentId).Select(row => row.RecordedAtUtc).ToListAsync());
    }

    [SkippableTheory]
    [MemberData(nameof(Databases.Databases.All), MemberType = typeof(Databases.Databases))]
    public async Task Rows_of_which_one_fails_are_not_written_and_the_connection_goes_on(DatabaseProvider provider)
    {
        await using var portal = await TestPortal.CreateAsync(provider);
        await using var context = portal.NewContext();
        await context.Database.OpenConnectionAsync();
        foreach (var rows in new[] { Failing(), Enumerable.Repeat((1L, DateTime.UnixEpoch), 2), Enumerable.Range(0, 5_000).Select(_ => (2L, DateTime.UnixEpoch)) })
        {
            await using var transaction = await context.Database.BeginTransactionAsync();
            var error = await Assert.ThrowsAnyAsync<Exception>(() => WriteProblemsAsync(context, rows));
            Assert.Equal(error is not TimeZoneNotFoundException, DatabaseErrors.IsUniqueViolation(error));
            await transaction.RollbackAsync();
        }

        await using (var transaction = await context.Database.BeginTransactionAsync())
        {
            await WriteProblemsAsync(context, [(3, DateTime.UnixEpoch)]);
            await transaction.CommitAsync();
        }

        Assert.Equal(3, await context.PointsProblems.Select(row => row.DocumentId).SingleAsync());
    }

    [SkippableFact]
    public async Task PostgreSQL_is_given_no_bytes_that_were_meant_for_another_type()
    {
        await using var portal = await TestPortal.CreateAsync(DatabaseProvider.Postgres);
        await using var context = portal.NewContext();
        Action<IBulkRow>[] wrong =
        [
            row => Write(row, () => row.Write(true)),
            row => Write(row, () => row.Write("7")),
            row => Write(row, () => row.Write(7.0m)),
            row => Write(row, () => row.Write(First)),
            row => Write(row, () => row.Write(DateTime.UnixEpoch)),
            row => Write(row, () => row.Write([1, 2, 3, 4, 5, 6, 7, 8])),
            row => Write(row, () => { }),
        ];
        foreach (var write in wrong)
        {
            await using var transaction = await context.Database.BeginTransactionAsync();
            await Assert.ThrowsAsync<InvalidOperationException>(() => BulkWriter.InsertAsync<PointsProblem, int>(
                context, [nameof(PointsProblem.DocumentId), nameof(PointsProblem.CustomerId)], [1], (row, _) => write(row), default));
        }

        static void Write(IBulkRow row, Action customer)
        {
            row.Write(1L);
            customer();
        }
    }

    [SkippableTheory]
    [MemberData(nameof(Databases.Databases.All), MemberType = typeof(Databases.Databases))]
    public async Task Rows_are_not_written_once_somebody_asked_to_stop(DatabaseProvider provider)
    {
        await using var portal = await TestPortal.CreateAsync(provider);
        await using var context = portal.NewContext();
        using var stop = new CancellationTokenSource();
        await using (await context.Database.BeginTransactionAsync())
        {
            var rows = Enumerable.Range(1, 1_000_000).Select(number =>
            {
                if (number == 1000)
                {
                    stop.Cancel();
                }

                return ((long)number, DateTime.UnixEpoch);
            });
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => WriteProblemsAsync(context, rows, stop.Token));
        }

        Assert.False(await context.PointsProblems.AnyAsync());
    }

    private static IEnumerable<(long Id, DateTime At)> Failing()
    {
        for (var id = 1; id < 5_000; id++)
        {
            yield return (id, DateTime.UnixEpoch);
        }

        throw new TimeZoneNotFoundException("An error like no other here.");
    }

    private static Task<long> WriteProblemsAsync(PortalDbContext context, IEnumerable<(long Id, DateTime At)> rows, CancellationToken cancellationToken = default) =>
        BulkWriter.InsertAsync<PointsProblem, (long Id, DateTime At)>(
            context,
            [nameof(PointsProblem.DocumentId), nameof(PointsProblem.CustomerId), nameof(PointsProblem.Code), nameof(PointsProblem.RecordedAtUtc)],
            rows,
            (row, item) =>
            {
                row.Write(item.Id);
                row.Write(7);
                row.Write("a_code");
                row.Write(item.At);
            },
            cancellationToken);

    private static byte[] Bytes(Random random, int index)
    {
        var bytes = new byte[index % 5 == 0 ? 1 : random.Next(SalesPack.MostBytes)];
        random.NextBytes(bytes);
        return bytes;
    }

    private static SettlementLine Line(Random random, int settlementId, int customerId) => new(settlementId, random.Next(2), random.Next(2), 1, customerId)
    {
        PeriodFrom = First.AddDays(random.Next(2)),
        PeriodTo = random.Next(10) == 0 ? DateOnly.MaxValue : First.AddDays(30 + random.Next(2)),
        QualifierValue = random.Next(3) - 1,
        IsQualifierQuantity = random.Next(2) == 0,
        TierNumber = random.Next(2),
        TierFrom = random.Next(3) == 0 ? null : random.Next(2),
        BaseValue = random.NextInt64(),
        RatePercent = random.Next(3) switch { 0 => null, 1 => 1.5m, _ => random.Next(1000) / 100m },
        RateAmount = random.Next(2) == 0 ? null : random.Next(100_000),
        RawMinor = Decimal(random),
        DueMinor = random.Next(2),
        Reason = SettlementReason.NewPeriod,
        FactsJson = Json(random),
    };

    /// <summary>Of every size and number of decimals, with zeros at either end and none.</summary>
    private static decimal Decimal(Random random)
    {
        var digits = random.NextInt64() % (long)Math.Pow(10, random.Next(1, 16));
        var number = new decimal((int)digits, (int)(digits >> 32), 0, random.Next(2) == 0, (byte)random.Next(9));
        return random.Next(5) switch { 0 => number * 10, 1 => 0, 2 => decimal.Truncate(number) * 10_000, _ => number };
    }

    /// <summary>Short ones, some that are the same as the one before, Chinese ones, and a few that no room was made for.</summary>
    private static string Json(Random random) => random.Next(4) switch
    {
        0 => "{}",
        1 => $"{{\"a\":\"{new string('x', random.Next(2000))}\"}}",
        2 => $"{{\"返利\":\"{new string('返', random.Next(50))}\"}}",
        _ => random.Next(20) == 0 ? $"{{\"long\":\"{new string('长', 40_000)}\"}}" : "",
    };

    private static string Text(SettlementLine line) =>
        $"{line.RunId} {line.ProgramId} {line.CustomerId} {line.PeriodFrom:O} {line.PeriodTo:O} {line.QualifierValue} {line.IsQualifierQuantity} {line.TierNumber} {line.TierFrom} "
        + $"{line.BaseValue} {line.RatePercent:0.########} {line.RateAmount:0.########} {line.RawMinor:0.########} {line.DueMinor} {line.Reason} {line.FactsJson}";
}
