using Microsoft.EntityFrameworkCore;
using Portal.Domain.Points.Records;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Data.BulkWrite;
using Portal.Infrastructure.Tests.Databases;

namespace Portal.Infrastructure.Tests.Data;

/// <summary>Rows set in bulk are what EF Core reads and finds, as if EF Core had set them.</summary>
public sealed class BulkUpdateTests
{
    private static readonly DateOnly First = new(2026, 1, 1);

    [SkippableTheory]
    [MemberData(nameof(Databases.Databases.All), MemberType = typeof(Databases.Databases))]
    public async Task Days_are_found_by_what_they_were_set_to(DatabaseProvider provider)
    {
        DateOnly?[] days = [DateOnly.MaxValue, DateOnly.MinValue, null, new DateOnly(1999, 12, 31), First];
        await using var portal = await TestPortal.CreateAsync(provider);
        await using var context = portal.NewContext();
        context.AddRange(days.Select((_, index) => new PointsLotRecord { CustomerId = 7, Number = index, EarnedOn = First, ExpiresOn = First.AddDays(-1) }));
        await context.SaveChangesAsync();

        var found = await SetAsync<PointsLotRecord, (int Number, DateOnly? Day)>(
            context,
            [nameof(PointsLotRecord.CustomerId), nameof(PointsLotRecord.Number)],
            [nameof(PointsLotRecord.ExpiresOn), nameof(PointsLotRecord.EventKey)],
            [.. days.Select((day, index) => (index, day)), (days.Length, First)],
            (row, item) =>
            {
                row.Write(7L);
                row.Write(item.Number);
                row.Write(item.Day);
                row.Write("返利 'a' {b}");
            });

        Assert.Equal(days.Length, found);
        var read = await context.PointsLots.AsNoTracking().OrderBy(lot => lot.Number).ToListAsync();
        Assert.Equal(days, read.Select(lot => lot.ExpiresOn));
        Assert.All(read, lot => Assert.Equal("返利 'a' {b}", lot.EventKey));
        for (var number = 0; number < days.Length; number++)
        {
            var day = days[number];
            Assert.Equal(number, await context.PointsLots.Where(lot => lot.ExpiresOn == day).Select(lot => lot.Number).SingleAsync());
        }
    }

    [SkippableTheory]
    [MemberData(nameof(Databases.Databases.All), MemberType = typeof(Databases.Databases))]
    public async Task Instants_are_found_by_what_they_were_set_to(DatabaseProvider provider)
    {
        DateTime[] instants =
        [
            DateTime.SpecifyKind(DateTime.MaxValue, DateTimeKind.Utc),
            DateTime.SpecifyKind(DateTime.MinValue, DateTimeKind.Utc),
            DateTime.UnixEpoch,
            First.ToDateTime(new TimeOnly(1, 2, 3, 456, 789), DateTimeKind.Utc),
        ];
        await using var portal = await TestPortal.CreateAsync(provider);
        await using var context = portal.NewContext();
        context.AddRange(instants.Select((_, index) => new PointsProblem { DocumentId = index + 1, CustomerId = 7, Code = "a_code", RecordedAtUtc = DateTime.UnixEpoch.AddDays(1) }));
        await context.SaveChangesAsync();

        await SetAsync<PointsProblem, (long Id, DateTime At)>(
            context,
            [nameof(PointsProblem.DocumentId)],
            [nameof(PointsProblem.RecordedAtUtc)],
            [.. instants.Select((instant, index) => (index + 1L, instant))],
            (row, item) =>
            {
                row.Write(item.Id);
                row.Write(item.At);
            });

        Assert.Equal(instants, await context.PointsProblems.OrderBy(row => row.DocumentId).Select(row => row.RecordedAtUtc).ToListAsync());
        for (var index = 0; index < instants.Length; index++)
        {
            var instant = instants[index];
            Assert.Equal(index + 1, await context.PointsProblems.Where(row => row.RecordedAtUtc == instant).Select(row => row.DocumentId).SingleAsync());
        }
    }

    [SkippableTheory]
    [MemberData(nameof(Databases.Databases.All), MemberType = typeof(Databases.Databases))]
    public async Task More_rows_than_one_statement_takes_are_all_set(DatabaseProvider provider)
    {
        await using var portal = await TestPortal.CreateAsync(provider);
        await using var context = portal.NewContext();
        context.AddRange(Enumerable.Range(1, 5_001).Select(id => new PointsProblem { DocumentId = id, CustomerId = 7, Code = "a_code" }));
        await context.SaveChangesAsync();

        var found = await SetAsync<PointsProblem, int>(
            context,
            [nameof(PointsProblem.DocumentId)],
            [nameof(PointsProblem.Code)],
            [.. Enumerable.Range(1, 5_001)],
            (row, id) =>
            {
                row.Write((long)id);
                row.Write($"code_{id}");
            });

        Assert.Equal(5_001, found);
        var read = await context.PointsProblems.AsNoTracking().Select(row => new { row.DocumentId, row.Code }).ToListAsync();
        Assert.All(read, row => Assert.Equal($"code_{row.DocumentId}", row.Code));
    }

    private static async Task<long> SetAsync<TEntity, TRow>(
        PortalDbContext context, string[] keys, string[] properties, List<TRow> rows, Action<IBulkRow, TRow> write)
        where TEntity : class
    {
        await using var transaction = await context.Database.BeginTransactionAsync();
        var found = await BulkUpdate.SetAsync<TEntity, TRow>(context, keys, properties, rows, write, default);
        await transaction.CommitAsync();
        return found;
    }
}
