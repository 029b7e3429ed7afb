using Microsoft.EntityFrameworkCore;
using Portal.Domain.Customers;
using Portal.Domain.Points.Accounts;
using Portal.Domain.Points.Earning;
using Portal.Domain.Points.Engine;
using Portal.Domain.Points.Events;
using Portal.Domain.Points.Levels;
using Portal.Domain.Points.Records;
using Portal.Domain.Points.Rules;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Data.BulkWrite;

namespace Portal.Infrastructure.Points;

/// <summary>
/// Reads what the next events of some members need: open lots, the sales and uses that they name, sums. Whoever asks has the
/// memberships locked from here on, so what is decided from it holds until the commit.
/// </summary>
internal static class MemberReading
{
    private const int ChunkSize = 500;
    private static readonly LevelReason[] Climbs = [LevelReason.Reached, LevelReason.Returned];

    /// <summary>Locks and reads members; those without a row get one.</summary>
    public static async Task<Dictionary<long, StoredMember>> ReadAsync(
        IReadOnlyDictionary<long, MemberNeeds> needs, PointsRulesByDay rules, PortalDbContext context, CancellationToken cancellationToken)
    {
        var members = new Dictionary<long, StoredMember>();
        foreach (var chunk in needs.Keys.Order().Chunk(ChunkSize))
        {
            var rows = await LockAsync(chunk, context, cancellationToken);
            foreach (var member in await ChunkAsync(rows, needs, rules, context, cancellationToken))
            {
                members.Add(member.Row.Id, member);
            }
        }

        return members;
    }

    private static async Task<List<PointsMembership>> LockAsync(long[] ids, PortalDbContext context, CancellationToken cancellationToken)
    {
        var rows = await LockedRows.Lock<PointsMembership>(context, ids).AsNoTracking().ToListAsync(cancellationToken);
        var missing = ids.Except(rows.Select(row => row.Id)).Order().ToList();
        if (missing.Count == 0)
        {
            return rows;
        }

        var added = missing.ConvertAll(id => new PointsMembership { Id = id });
        context.PointsMemberships.AddRange(added);
        // A second writer waits at the key for the first one's commit, and is then run anew.
        await context.SaveChangesAsync(cancellationToken);
        // What the caller has loaded stays as it is.
        added.ForEach(row => context.Entry(row).State = EntityState.Detached);
        rows.AddRange(added);
        return rows;
    }

    private static async Task<List<StoredMember>> ChunkAsync(
        List<PointsMembership> rows, IReadOnlyDictionary<long, MemberNeeds> needs, PointsRulesByDay rules, PortalDbContext context, CancellationToken cancellationToken)
    {
        var ids = rows.Select(row => row.Id).ToArray();
        var versions = rules.Versions.Select(version => version.Rules).ToList();
        var people = await PeopleAsync(ids, context, cancellationToken);
        var redemptions = await RedemptionsAsync(ids, needs, context, cancellationToken);
        var sales = await SalesAsync(ids, needs, context, cancellationToken);
        var lots = await LotsAsync(ids, needs, sales, redemptions, context, cancellationToken);
        var history = versions.Exists(version => version.Levels is not null) ? await HistoryAsync(ids, context, cancellationToken) : Array.Empty<PointsLevelChange>().ToLookup(row => row.CustomerId);
        var growth = await GrowthAsync(rows, needs, history, versions, context, cancellationToken);
        var usage = await UsageAsync(ids, needs, versions, context, cancellationToken);
        var scale = versions.Count == 0 ? default : new PointScale(Math.Max(versions[^1].PointDecimals, versions[^1].CurrencyDecimals), 0);
        return rows.ConvertAll(row => Member(row, people.GetValueOrDefault(row.Id), lots[row.Id], sales[row.Id], redemptions[row.Id], history[row.Id], growth[row.Id], usage[row.Id], scale));
    }

    private static async Task<Dictionary<long, Person>> PeopleAsync(long[] ids, PortalDbContext context, CancellationToken cancellationToken) =>
        await (
            from customer in context.Customers
            join customerGroup in context.CustomerGroups on customer.GroupId equals customerGroup.Id into groups
            from customerGroup in groups.DefaultIfEmpty()
            where EF.Parameter(ids).Contains(customer.Id)
            select new Person(customer.Id, customer.Profile, customerGroup!.Code)).ToDictionaryAsync(row => row.Id, cancellationToken);

    private static async Task<ILookup<long, PointsRedemptionRecord>> RedemptionsAsync(
        long[] ids, IReadOnlyDictionary<long, MemberNeeds> needs, PortalDbContext context, CancellationToken cancellationToken)
    {
        var mine = ids.Select(id => needs[id]).ToList();
        var (from, to) = (mine.Min(need => need.From), mine.Max(need => need.To));
        var keys = mine.SelectMany(need => need.Redemptions.Concat(need.Sales)).Distinct().ToArray();
        var rows = await context.PointsRedemptions.AsNoTracking()
            .Where(row => EF.Parameter(ids).Contains(row.CustomerId) && ((row.On >= from && row.On <= to) || EF.Parameter(keys).Contains(row.EventKey)))
            .ToListAsync(cancellationToken);
        return rows.Where(row => row.OpenUnits > 0 || keys.Contains(row.EventKey)).ToLookup(row => row.CustomerId);
    }

    private static async Task<ILookup<long, PointsSaleRecord>> SalesAsync(
        long[] ids, IReadOnlyDictionary<long, MemberNeeds> needs, PortalDbContext context, CancellationToken cancellationToken)
    {
        var keys = ids.SelectMany(id => needs[id].Sales).Distinct().ToArray();
        var rows = keys.Length == 0
            ? []
            : await context.PointsSales.AsNoTracking().Where(row => EF.Parameter(ids).Contains(row.CustomerId) && EF.Parameter(keys).Contains(row.EventKey)).ToListAsync(cancellationToken);
        return rows.ToLookup(row => row.CustomerId);
    }

    private static async Task<ILookup<long, PointsLotRecord>> LotsAsync(
        long[] ids, IReadOnlyDictionary<long, MemberNeeds> needs, ILookup<long, PointsSaleRecord> sales, ILookup<long, PointsRedemptionRecord> redemptions, PortalDbContext context, CancellationToken cancellationToken)
    {
        var open = await context.PointsLots.AsNoTracking().Where(row => EF.Parameter(ids).Contains(row.CustomerId) && row.Remaining > 0).ToListAsync(cancellationToken);
        var known = open.Select(row => (row.CustomerId, row.Number)).ToHashSet();
        var named = sales.SelectMany(group => group.SelectMany(sale => PointsJson.Read<SaleMemory>(sale.SaleJson).Lots.Select(lot => (CustomerId: group.Key, Lot: lot))))
            .Concat(redemptions.SelectMany(group => group.SelectMany(use => PointsJson.Read<List<PointsLotPart>>(use.LotsJson).Select(part => (CustomerId: group.Key, part.Lot)))))
            .Concat(ids.SelectMany(id => needs[id].Lots.Select(lot => (CustomerId: id, Lot: lot))))
            .Where(lot => !known.Contains(lot)).Distinct().ToList();
        foreach (var chunk in named.Chunk(ChunkSize))
        {
            var owners = chunk.Select(lot => lot.CustomerId).Distinct().ToArray();
            var numbers = chunk.Select(lot => lot.Lot).Distinct().ToArray();
            var wanted = chunk.ToHashSet();
            var rows = await context.PointsLots.AsNoTracking()
                .Where(row => EF.Parameter(owners).Contains(row.CustomerId) && EF.Parameter(numbers).Contains(row.Number)).ToListAsync(cancellationToken);
            open.AddRange(rows.Where(row => wanted.Contains((row.CustomerId, row.Number)) && known.Add((row.CustomerId, row.Number))));
        }

        return open.OrderBy(row => row.Number).ToLookup(row => row.CustomerId);
    }

    private static async Task<ILookup<long, PointsLevelChange>> HistoryAsync(long[] ids, PortalDbContext context, CancellationToken cancellationToken)
    {
        var rows = await context.PointsLevelChanges.AsNoTracking()
            .Where(row => EF.Parameter(ids).Contains(row.CustomerId)
                && row.Id >= (context.PointsLevelChanges.Where(other => other.CustomerId == row.CustomerId && !EF.Parameter(Climbs).Contains(other.Reason)).Max(other => (long?)other.Id) ?? 0))
            .OrderBy(row => row.Id).ToListAsync(cancellationToken);
        return rows.ToLookup(row => row.CustomerId);
    }

    private static async Task<ILookup<long, PointsGrowthRecord>> GrowthAsync(
        List<PointsMembership> rows, IReadOnlyDictionary<long, MemberNeeds> needs, ILookup<long, PointsLevelChange> history, List<PointsRules> versions, PortalDbContext context, CancellationToken cancellationToken)
    {
        if (!versions.Exists(version => version.Levels is not null and not { Growth: GrowthSource.Balance }))
        {
            return Array.Empty<PointsGrowthRecord>().ToLookup(row => row.CustomerId);
        }

        var days = rows.SelectMany(row => new DateOnly?[] { needs[row.Id].From, row.DoneUntilOn, row.BelowSinceOn }.Concat(history[row.Id].Select(change => (DateOnly?)change.On)));
        var from = UsageNeeds.GrowthFrom(versions, days.Min() ?? needs[rows[0].Id].From);
        var ids = rows.Select(row => row.Id).ToArray();
        var found = await context.PointsGrowth.AsNoTracking()
            .Where(row => EF.Parameter(ids).Contains(row.CustomerId) && row.On >= from)
            .GroupBy(row => new { row.CustomerId, row.On })
            .Select(day => new { day.Key.CustomerId, day.Key.On, Units = day.Sum(row => row.Units) })
            .ToListAsync(cancellationToken);
        return found.Select(day => new PointsGrowthRecord { CustomerId = day.CustomerId, On = day.On, Units = day.Units }).ToLookup(row => row.CustomerId);
    }

    private static async Task<ILookup<long, PointsUsageRecord>> UsageAsync(
        long[] ids, IReadOnlyDictionary<long, MemberNeeds> needs, List<PointsRules> versions, PortalDbContext context, CancellationToken cancellationToken)
    {
        var wanted = UsageNeeds.Of(versions, ids.Min(id => needs[id].From));
        if (wanted.Count == 0)
        {
            return Array.Empty<PointsUsageRecord>().ToLookup(row => row.CustomerId);
        }

        var names = wanted.Keys.ToArray();
        var from = wanted.Values.Min();
        var rows = await context.PointsUsages.AsNoTracking()
            .Where(row => EF.Parameter(ids).Contains(row.CustomerId) && EF.Parameter(names).Contains(row.Rule) && (row.On >= from || row.On == UsageNeeds.AllDays))
            .ToListAsync(cancellationToken);
        return rows.ToLookup(row => row.CustomerId);
    }

    private static StoredMember Member(
        PointsMembership row,
        Person? person,
        IEnumerable<PointsLotRecord> lots,
        IEnumerable<PointsSaleRecord> sales,
        IEnumerable<PointsRedemptionRecord> redemptions,
        IEnumerable<PointsLevelChange> history,
        IEnumerable<PointsGrowthRecord> growth,
        IEnumerable<PointsUsageRecord> usage,
        PointScale growthScale)
    {
        var memory = row.MemoryJson is null ? new MemberMemory() : PointsJson.Read<MemberMemory>(row.MemoryJson);
        var saleRows = sales.ToList();
        var growthRows = growth.OrderBy(day => day.On).ToList();
        var older = row.GrowthUnits - growthRows.Sum(day => day.Units);
        var snapshot = new MemberSnapshot
        {
            Person = new PointsPerson
            {
                Member = PointsJson.Name(row.Id),
                JoinedOn = row.JoinedOn,
                Birthday = person?.Profile.BirthOn,
                Tags = person?.Group is { } tag ? [tag] : [],
                Contact = person?.Profile.Phone ?? person?.Profile.Email,
                Device = row.Device,
                Address = person?.Profile.Address,
            },
            Lots = [.. lots.Select(Lot)],
            Debt = row.DebtUnits,
            LastActivities = memory.Activities.ToDictionary(pair => (ActivityKind)pair.Key, pair => pair.Value),
            Streaks = memory.StreakDays.ToDictionary(pair => pair.Key, pair => new Streak(pair.Value, memory.StreakCounts[pair.Key])),
            Level = new LevelSnapshot
            {
                Code = row.LevelCode,
                IsLocked = row.IsLevelLocked,
                BelowSince = row.BelowSinceOn,
                Since = row.LevelSinceOn,
                Growth = [.. (older == 0 ? [] : new[] { new GrowthEntry(DateOnly.MinValue, "", growthScale.Points(older)) }).Concat(growthRows.Select(day => new GrowthEntry(day.On, "", growthScale.Points(day.Units))))],
                History = [.. history.Select(change => new LevelChange(change.On, change.FromCode, change.ToCode, change.Reason, change.Value, change.Threshold, change.Remark))],
            },
            Usage = [.. Uses(usage.ToList(), saleRows)],
            Sales = [.. saleRows.Select(Sale)],
            OtherPurchases = row.PurchaseCount - saleRows.Count(sale => !sale.IsReturned),
            Redemptions = [.. redemptions.Select(use => new RedemptionSnapshot(use.EventKey, use.On, use.IsOnSale, [.. PointsJson.Read<List<PointsLotPart>>(use.LotsJson).Select(part => new LotAllocation(PointsJson.Lot(part.Lot), part.Units))]))],
            DoneUntil = row.DoneUntilOn,
        };
        return new StoredMember(row, snapshot);
    }

    private static LotSnapshot Lot(PointsLotRecord row) => new()
    {
        Id = PointsJson.Lot(row.Number),
        Source = row.EventKey,
        EarnedOn = row.EarnedOn,
        AvailableOn = row.AvailableOn,
        Expiry = PointsJson.Read<ExpiryRule>(row.ExpiryJson),
        FixedExpiryOn = row.FixedExpiryOn,
        Parts = PointsJson.Read<List<LotPart>>(row.PartsJson),
        Earned = row.Earned,
        Remaining = row.Remaining,
        Redeemed = row.Redeemed,
        Expired = row.Expired,
        TakenBack = row.TakenBack,
        TakenForOthers = row.TakenForOthers,
        Adjusted = row.Adjusted,
        Absorbed = row.Absorbed,
        Covered = row.Covered,
        Forgiven = row.Forgiven,
    };

    private static SaleSnapshot Sale(PointsSaleRecord row)
    {
        var memory = PointsJson.Read<SaleMemory>(row.SaleJson);
        return new SaleSnapshot
        {
            Id = row.EventKey,
            On = row.On,
            Lines = memory.Lines,
            Lots = [.. memory.Lots.Select(PointsJson.Lot)],
            Redeemed = memory.Redeemed,
            VisitGrowth = memory.VisitGrowth,
        };
    }

    /// <summary>Sums by day, what the sales at hand used apart from the rest, and one sum for the days that are not read.</summary>
    private static IEnumerable<Use> Uses(List<PointsUsageRecord> rows, List<PointsSaleRecord> sales)
    {
        var own = sales.SelectMany(sale => PointsJson.Read<List<Use>>(sale.UsageJson)).ToList();
        foreach (var use in own)
        {
            yield return use;
        }

        foreach (var rule in rows.GroupBy(row => row.Rule))
        {
            var days = rule.Where(row => row.On != UsageNeeds.AllDays).ToList();
            foreach (var row in days)
            {
                var mine = own.Where(use => use.Rule == row.Rule && use.On == row.On).ToList();
                yield return new Use(row.On, row.Rule, row.Units - mine.Sum(use => use.Units), "", row.Times - mine.Sum(use => use.Times), row.Count - mine.Sum(use => use.Count));
            }

            if (rule.FirstOrDefault(row => row.On == UsageNeeds.AllDays) is { } all)
            {
                var unread = own.Where(use => use.Rule == all.Rule && days.TrueForAll(day => day.On != use.On)).ToList();
                yield return new Use(
                    DateOnly.MinValue,
                    all.Rule,
                    all.Units - days.Sum(day => day.Units) - unread.Sum(use => use.Units),
                    "",
                    all.Times - days.Sum(day => day.Times) - unread.Sum(use => use.Times),
                    all.Count - days.Sum(day => day.Count) - unread.Sum(use => use.Count));
            }
        }
    }

    private sealed record Person(long Id, CustomerProfile Profile, string? Group);
}

/// <summary>A member as it is stored.</summary>
/// <param name="Row">The membership.</param>
/// <param name="Snapshot">What the engine goes on from.</param>
internal sealed record StoredMember(PointsMembership Row, MemberSnapshot Snapshot);
