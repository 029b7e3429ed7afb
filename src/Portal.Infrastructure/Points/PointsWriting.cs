using Microsoft.EntityFrameworkCore;
using Portal.Domain.Points.Engine;
using Portal.Domain.Points.Events;
using Portal.Domain.Points.Records;
using Portal.Domain.Points.Rules;
using Portal.Domain.Shared;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Data.BulkWrite;
using Portal.Infrastructure.Ledger;

namespace Portal.Infrastructure.Points;

/// <summary>Writes what events did to members: rows in bulk, then the ledger, in the caller's transaction.</summary>
internal sealed class PointsWriting(PostTransfers transfers)
{
    /// <summary>Writes.</summary>
    /// <param name="batch">What happened.</param>
    /// <param name="today">The local day of booking.</param>
    /// <param name="nowUtc">Now.</param>
    /// <param name="context">The caller's context with its transaction.</param>
    /// <param name="cancellationToken">Stops; the caller rolls back.</param>
    public async Task<Outcome> RunAsync(PointsBatch batch, DateOnly today, DateTime nowUtc, PortalDbContext context, CancellationToken cancellationToken)
    {
        var changed = batch.Members.Where(member => member.IsChanged).OrderBy(member => member.Row.Id).ToList();
        var notes = batch.Booked.ToDictionary(booked => booked.Event.Id, booked => booked.Note);
        await MembershipsAsync(batch, changed, today, context, cancellationToken);
        await LotWriting.RunAsync(changed, context, cancellationToken);
        await EntriesAsync(changed, notes, today, context, cancellationToken);
        await SaleWriting.RunAsync(changed, notes, context, cancellationToken);
        await RedemptionWriting.RunAsync(changed, notes, context, cancellationToken);
        await UsageWriting.RunAsync(changed, batch.Rules, context, cancellationToken);
        await GrowthAsync(changed, GrowthScale(batch), context, cancellationToken);
        await LevelWriting.RunAsync(changed, batch.Booked, nowUtc, context, cancellationToken);
        await ReferralWriting.RunAsync(batch, context, cancellationToken);
        await EventsAsync(batch, nowUtc, context, cancellationToken);
        var requests = PointsTransfers.Of(changed, notes, today, GrowthScale(batch));
        if (requests.Count == 0)
        {
            return Outcome.Done;
        }

        var posted = await transfers.RunAsync(requests, context, cancellationToken);
        return posted.IsDone ? Outcome.Done : Outcome.Refused(posted.Refusals);
    }

    private static PointScale GrowthScale(PointsBatch batch)
    {
        var rules = batch.Rules.Versions[^1].Rules;
        return new PointScale(Math.Max(rules.PointDecimals, rules.CurrencyDecimals), 0);
    }

    private static Task MembershipsAsync(PointsBatch batch, List<WorkingMember> members, DateOnly today, PortalDbContext context, CancellationToken cancellationToken)
    {
        var scale = GrowthScale(batch);
        return BulkUpdate.SetAsync<PointsMembership, WorkingMember>(
            context,
            [nameof(PointsMembership.Id)],
            [
                nameof(PointsMembership.JoinedOn), nameof(PointsMembership.Device), nameof(PointsMembership.LotCount), nameof(PointsMembership.BalanceUnits), nameof(PointsMembership.DebtUnits),
                nameof(PointsMembership.PurchaseCount), nameof(PointsMembership.GrowthUnits), nameof(PointsMembership.DoneUntilOn), nameof(PointsMembership.NextDueOn),
                nameof(PointsMembership.LevelCode), nameof(PointsMembership.LevelSinceOn), nameof(PointsMembership.IsLevelLocked), nameof(PointsMembership.BelowSinceOn), nameof(PointsMembership.MemoryJson),
            ],
            members,
            (row, member) =>
            {
                var state = member.Current;
                row.Write(member.Row.Id);
                row.Write(state.Person.JoinedOn);
                row.Write(state.Person.Device);
                row.Write(member.LotCount);
                row.Write(member.Balance);
                row.Write(state.Debt);
                row.Write(state.OtherPurchases + state.Sales.Count(sale => !sale.IsReturned));
                row.Write(member.Row.GrowthUnits + member.Growth.Sum(growth => scale.Units(growth.Entry.Value)));
                row.Write(state.DoneUntil);
                row.Write(PointsStep.NextDue(batch.Rules.On(state.DoneUntil ?? today)!, state));
                row.Write(state.Level.Code);
                row.Write(state.Level.Since);
                row.Write(state.Level.IsLocked);
                row.Write(state.Level.BelowSince);
                row.Write(Memory(state));
            },
            cancellationToken);
    }

    private static string? Memory(MemberSnapshot state) => state.LastActivities.Count == 0 && state.Streaks.Count == 0
        ? null
        : PointsJson.Write(new MemberMemory
        {
            Activities = state.LastActivities.ToDictionary(pair => (int)pair.Key, pair => pair.Value),
            StreakDays = state.Streaks.ToDictionary(pair => pair.Key, pair => pair.Value.LastOn),
            StreakCounts = state.Streaks.ToDictionary(pair => pair.Key, pair => pair.Value.Days),
        });

    private static Task EntriesAsync(
        List<WorkingMember> members, Dictionary<string, PointsBookingNote> notes, DateOnly today, PortalDbContext context, CancellationToken cancellationToken) =>
        BulkWriter.InsertAsync<PointsEntryRecord, (WorkingMember Member, WorkingEntry Entry)>(
            context,
            [
                nameof(PointsEntryRecord.CustomerId), nameof(PointsEntryRecord.EventKey), nameof(PointsEntryRecord.On), nameof(PointsEntryRecord.PostedOn), nameof(PointsEntryRecord.Kind),
                nameof(PointsEntryRecord.Units), nameof(PointsEntryRecord.BalanceUnits), nameof(PointsEntryRecord.LotsJson), nameof(PointsEntryRecord.Breakdown), nameof(PointsEntryRecord.Reference),
            ],
            [.. members.SelectMany(member => member.Entries.Select(entry => (member, entry)))],
            (row, item) =>
            {
                var entry = item.Entry.Entry;
                row.Write(item.Member.Row.Id);
                row.Write(entry.Source);
                row.Write(entry.On);
                row.Write(today);
                row.Write((int)entry.Kind);
                row.Write(entry.Units);
                row.Write(entry.Balance);
                row.Write(PointsJson.Write(entry.Lots.Select(lot => new PointsLotPart(PointsJson.LotNumber(lot.Lot), lot.Units))));
                row.Write(item.Entry.Breakdown);
                row.Write(notes.GetValueOrDefault(entry.Source)?.Reference);
            },
            cancellationToken);

    private static Task GrowthAsync(List<WorkingMember> members, PointScale scale, PortalDbContext context, CancellationToken cancellationToken) =>
        BulkWriter.InsertAsync<PointsGrowthRecord, (WorkingMember Member, Domain.Points.Levels.GrowthEntry Entry)>(
            context,
            [nameof(PointsGrowthRecord.CustomerId), nameof(PointsGrowthRecord.EventKey), nameof(PointsGrowthRecord.On), nameof(PointsGrowthRecord.Units)],
            [.. members.SelectMany(member => member.Growth.Select(growth => (member, growth.Entry)))],
            (row, item) =>
            {
                row.Write(item.Member.Row.Id);
                row.Write(item.Entry.Source);
                row.Write(item.Entry.On);
                row.Write(scale.Units(item.Entry.Value));
            },
            cancellationToken);

    private static Task EventsAsync(PointsBatch batch, DateTime nowUtc, PortalDbContext context, CancellationToken cancellationToken) =>
        BulkWriter.InsertAsync<PointsEventRecord, PointsBooked>(
            context,
            [
                nameof(PointsEventRecord.EventKey), nameof(PointsEventRecord.ContentHash), nameof(PointsEventRecord.Type), nameof(PointsEventRecord.CustomerId), nameof(PointsEventRecord.On),
                nameof(PointsEventRecord.Reference), nameof(PointsEventRecord.DocumentId), nameof(PointsEventRecord.Units), nameof(PointsEventRecord.ValueMinor), nameof(PointsEventRecord.BreakdownJson), nameof(PointsEventRecord.ByUserId), nameof(PointsEventRecord.RecordedAtUtc),
            ],
            batch.Booked,
            (row, booked) =>
            {
                row.Write(booked.Event.Id);
                row.Write(booked.Note.ContentHash);
                row.Write(TypeOf(booked.Event));
                row.Write(PointsJson.Id(booked.Event.Member));
                row.Write(booked.Result.At.On);
                row.Write(booked.Note.Reference);
                row.Write(booked.Note.DocumentId);
                row.Write(booked.Units);
                row.Write(booked.Result.RedeemedMinor);
                row.Write(booked.Result.Earned.Count == 0 ? null : PointsJson.Write(booked.Result.Earned.Select(PointsEarning.Of)));
                row.Write(booked.Note.ByUserId);
                row.Write(nowUtc);
            },
            cancellationToken);

    private static string TypeOf(PointsEvent item) => item.GetType().Name[..^"Event".Length].ToLowerInvariant();
}
