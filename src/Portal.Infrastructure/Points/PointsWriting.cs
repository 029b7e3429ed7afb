using Microsoft.EntityFrameworkCore;
using Portal.Domain.Points.Accounts;
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
    private static readonly string[] LotKeys = [nameof(PointsLotRecord.CustomerId), nameof(PointsLotRecord.Number)];

    private static readonly string[] LotValues =
    [
        nameof(PointsLotRecord.AvailableOn), nameof(PointsLotRecord.FixedExpiryOn), nameof(PointsLotRecord.ExpiresOn), nameof(PointsLotRecord.PartsJson),
        nameof(PointsLotRecord.Remaining), nameof(PointsLotRecord.Redeemed), nameof(PointsLotRecord.Expired), nameof(PointsLotRecord.TakenBack),
        nameof(PointsLotRecord.TakenForOthers), nameof(PointsLotRecord.Adjusted), nameof(PointsLotRecord.Absorbed), nameof(PointsLotRecord.Covered), nameof(PointsLotRecord.Forgiven),
    ];

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
        await LotsAsync(changed, context, cancellationToken);
        await EntriesAsync(changed, notes, today, context, cancellationToken);
        await SalesAsync(changed, notes, context, cancellationToken);
        await RedemptionsAsync(changed, notes, context, cancellationToken);
        await UsageWriting.RunAsync(changed, batch.Rules, context, cancellationToken);
        await GrowthAsync(changed, GrowthScale(batch), context, cancellationToken);
        await LevelWriting.RunAsync(changed, batch.Booked, nowUtc, context, cancellationToken);
        await ReferralsAsync(batch, context, cancellationToken);
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

    private static async Task LotsAsync(List<WorkingMember> members, PortalDbContext context, CancellationToken cancellationToken)
    {
        var fresh = new List<(WorkingMember Member, LotSnapshot Lot)>();
        var moved = new List<(WorkingMember Member, LotSnapshot Lot)>();
        foreach (var member in members)
        {
            var known = member.Original.Lots.ToDictionary(lot => lot.Id);
            foreach (var lot in member.Current.Lots)
            {
                if (!known.TryGetValue(lot.Id, out var before))
                {
                    fresh.Add((member, lot));
                }
                else if (!lot.IsSame(before) || lot.Expiry is ExpiresAfterInactivity)
                {
                    moved.Add((member, lot));
                }
            }
        }

        if (fresh.Count > 0)
        {
            await BulkWriter.InsertAsync<PointsLotRecord, (WorkingMember Member, LotSnapshot Lot)>(
                context,
                [.. LotKeys, .. LotValues, nameof(PointsLotRecord.EventKey), nameof(PointsLotRecord.EarnedOn), nameof(PointsLotRecord.ExpiryJson), nameof(PointsLotRecord.Earned)],
                fresh,
                (row, item) =>
                {
                    WriteLot(row, item);
                    row.Write(item.Lot.Source);
                    row.Write(item.Lot.EarnedOn);
                    row.Write(PointsJson.Write(item.Lot.Expiry));
                    row.Write(item.Lot.Earned);
                },
                cancellationToken);
        }

        await BulkUpdate.SetAsync<PointsLotRecord, (WorkingMember Member, LotSnapshot Lot)>(context, LotKeys, LotValues, moved, WriteLot, cancellationToken);
    }

    private static void WriteLot(IBulkRow row, (WorkingMember Member, LotSnapshot Lot) item)
    {
        var lot = item.Lot;
        row.Write(item.Member.Row.Id);
        row.Write(PointsJson.LotNumber(lot.Id));
        row.Write(lot.AvailableOn);
        row.Write(lot.FixedExpiryOn);
        row.Write(item.Member.Expires.GetValueOrDefault(lot.Id));
        row.Write(PointsJson.Write(lot.Parts));
        row.Write(lot.Remaining);
        row.Write(lot.Redeemed);
        row.Write(lot.Expired);
        row.Write(lot.TakenBack);
        row.Write(lot.TakenForOthers);
        row.Write(lot.Adjusted);
        row.Write(lot.Absorbed);
        row.Write(lot.Covered);
        row.Write(lot.Forgiven);
    }

    private static Task EntriesAsync(
        List<WorkingMember> members, Dictionary<string, PointsBookingNote> notes, DateOnly today, PortalDbContext context, CancellationToken cancellationToken) =>
        InsertAsync<PointsEntryRecord, (WorkingMember Member, WorkingEntry Entry)>(
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

    private static async Task SalesAsync(List<WorkingMember> members, Dictionary<string, PointsBookingNote> notes, PortalDbContext context, CancellationToken cancellationToken)
    {
        var all = members.SelectMany(member => member.Current.Sales.Select(sale => (Member: member, Sale: sale, IsNew: member.Original.Sales.All(known => known.Id != sale.Id)))).ToList();
        await InsertAsync<PointsSaleRecord, (WorkingMember Member, SaleSnapshot Sale, bool IsNew)>(
            context,
            [
                nameof(PointsSaleRecord.CustomerId), nameof(PointsSaleRecord.EventKey), nameof(PointsSaleRecord.IsReturned), nameof(PointsSaleRecord.SaleJson), nameof(PointsSaleRecord.UsageJson),
                nameof(PointsSaleRecord.On), nameof(PointsSaleRecord.DocumentId), nameof(PointsSaleRecord.DocumentNumber), nameof(PointsSaleRecord.Source),
            ],
            [.. all.Where(item => item.IsNew)],
            (row, item) =>
            {
                WriteSale(row, item);
                row.Write(item.Sale.On);
                row.Write(notes[item.Sale.Id].DocumentId);
                row.Write(notes[item.Sale.Id].DocumentNumber);
                row.Write(notes[item.Sale.Id].DocumentSource);
            },
            cancellationToken);
        await BulkUpdate.SetAsync<PointsSaleRecord, (WorkingMember Member, SaleSnapshot Sale, bool IsNew)>(
            context,
            [nameof(PointsSaleRecord.CustomerId), nameof(PointsSaleRecord.EventKey)],
            [nameof(PointsSaleRecord.IsReturned), nameof(PointsSaleRecord.SaleJson), nameof(PointsSaleRecord.UsageJson)],
            [.. all.Where(item => !item.IsNew)],
            WriteSale,
            cancellationToken);
    }

    private static void WriteSale(IBulkRow row, (WorkingMember Member, SaleSnapshot Sale, bool IsNew) item)
    {
        row.Write(item.Member.Row.Id);
        row.Write(item.Sale.Id);
        row.Write(item.Sale.IsReturned);
        row.Write(PointsJson.Write(new SaleMemory
        {
            Lines = item.Sale.Lines,
            Lots = [.. item.Sale.Lots.Select(PointsJson.LotNumber)],
            Redeemed = item.Sale.Redeemed,
            VisitGrowth = item.Sale.VisitGrowth,
        }));
        row.Write(PointsJson.Write(item.Member.Current.Usage.Where(use => use.Source == item.Sale.Id)));
    }

    private static async Task RedemptionsAsync(List<WorkingMember> members, Dictionary<string, PointsBookingNote> notes, PortalDbContext context, CancellationToken cancellationToken)
    {
        var fresh = new List<(WorkingMember Member, RedemptionSnapshot Use)>();
        var moved = new List<(WorkingMember Member, RedemptionSnapshot Use)>();
        foreach (var member in members)
        {
            var known = member.Original.Redemptions.ToDictionary(use => use.Source, use => use.Units);
            fresh.AddRange(member.Current.Redemptions.Where(use => !known.ContainsKey(use.Source)).Select(use => (member, use)));
            moved.AddRange(member.Current.Redemptions.Where(use => known.TryGetValue(use.Source, out var units) && units != use.Units).Select(use => (member, use)));
        }

        await InsertAsync<PointsRedemptionRecord, (WorkingMember Member, RedemptionSnapshot Use)>(
            context,
            [
                nameof(PointsRedemptionRecord.CustomerId), nameof(PointsRedemptionRecord.EventKey), nameof(PointsRedemptionRecord.OpenUnits), nameof(PointsRedemptionRecord.LotsJson), nameof(PointsRedemptionRecord.State),
                nameof(PointsRedemptionRecord.On), nameof(PointsRedemptionRecord.Units), nameof(PointsRedemptionRecord.IsOnSale),
            ],
            fresh,
            (row, item) =>
            {
                WriteUse(row, item, notes.GetValueOrDefault(item.Use.Source)?.IsHold == true ? PointsRedemptionState.Held : PointsRedemptionState.Used);
                row.Write(item.Use.On);
                row.Write(item.Member.Entries.Where(entry => entry.Entry.Kind == PointEntryKind.Redeemed && entry.Entry.Source == item.Use.Source).Sum(entry => -entry.Entry.Units));
                row.Write(item.Use.IsOnSale);
            },
            cancellationToken);
        await BulkUpdate.SetAsync<PointsRedemptionRecord, (WorkingMember Member, RedemptionSnapshot Use)>(
            context,
            [nameof(PointsRedemptionRecord.CustomerId), nameof(PointsRedemptionRecord.EventKey)],
            [nameof(PointsRedemptionRecord.OpenUnits), nameof(PointsRedemptionRecord.LotsJson), nameof(PointsRedemptionRecord.State)],
            moved,
            (row, item) => WriteUse(row, item, item.Use.Units == 0 ? PointsRedemptionState.Released : PointsRedemptionState.Used),
            cancellationToken);
    }

    private static void WriteUse(IBulkRow row, (WorkingMember Member, RedemptionSnapshot Use) item, PointsRedemptionState state)
    {
        row.Write(item.Member.Row.Id);
        row.Write(item.Use.Source);
        row.Write(item.Use.Units);
        row.Write(PointsJson.Write(item.Use.Lots.Select(lot => new PointsLotPart(PointsJson.LotNumber(lot.Lot), lot.Units))));
        row.Write((int)state);
    }

    private static Task GrowthAsync(List<WorkingMember> members, PointScale scale, PortalDbContext context, CancellationToken cancellationToken) =>
        InsertAsync<PointsGrowthRecord, (WorkingMember Member, Domain.Points.Levels.GrowthEntry Entry)>(
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

    private static async Task ReferralsAsync(PointsBatch batch, PortalDbContext context, CancellationToken cancellationToken)
    {
        var changed = batch.Referrals.Where(referral => referral.IsChanged).ToList();
        string[] keys = [nameof(PointsReferral.Id)];
        string[] values =
        [
            nameof(PointsReferral.State), nameof(PointsReferral.Reason), nameof(PointsReferral.RewardedOn), nameof(PointsReferral.SaleKey), nameof(PointsReferral.LotsJson),
        ];
        await InsertAsync<PointsReferral, WorkingReferral>(
            context,
            [.. keys, .. values, nameof(PointsReferral.ReferrerId), nameof(PointsReferral.On)],
            [.. changed.Where(referral => !referral.IsStored)],
            (row, referral) =>
            {
                Write(row, referral);
                row.Write(PointsJson.Id(referral.Snapshot.Referrer));
                row.Write(referral.Snapshot.On);
            },
            cancellationToken);
        await BulkUpdate.SetAsync<PointsReferral, WorkingReferral>(context, keys, values, [.. changed.Where(referral => referral.IsStored)], Write, cancellationToken);

        static void Write(IBulkRow row, WorkingReferral referral)
        {
            row.Write(PointsJson.Id(referral.Snapshot.Referred));
            row.Write((int)referral.Snapshot.State);
            row.Write(referral.Snapshot.Reason);
            row.Write(referral.Snapshot.RewardedOn);
            row.Write(referral.Snapshot.Sale);
            row.Write(PointsJson.Write(referral.Snapshot.Lots.ToDictionary(pair => pair.Key, pair => PointsJson.LotNumber(pair.Value))));
        }
    }

    private static Task EventsAsync(PointsBatch batch, DateTime nowUtc, PortalDbContext context, CancellationToken cancellationToken) =>
        InsertAsync<PointsEventRecord, PointsBooked>(
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

    private static Task InsertAsync<TEntity, TRow>(
        PortalDbContext context, IReadOnlyList<string> properties, IReadOnlyList<TRow> rows, Action<IBulkRow, TRow> write, CancellationToken cancellationToken)
        where TEntity : class =>
        rows.Count == 0 ? Task.CompletedTask : BulkWriter.InsertAsync<TEntity, TRow>(context, properties, rows, write, cancellationToken);
}

/// <summary>How an earning came about, as it is stored and shown.</summary>
/// <param name="Units">Units in all.</param>
/// <param name="Sentence">In one line.</param>
/// <param name="Steps">Step by step.</param>
/// <param name="Shares">By rule and line, in units.</param>
/// <param name="Lines">The lines' numbers.</param>
public sealed record PointsEarning(long Units, string Sentence, IReadOnlyList<Domain.Points.Earning.EarningStep> Steps, IReadOnlyList<PointsEarningShare> Shares, IReadOnlyList<int> Lines)
{
    internal static PointsEarning Of(Booked booked) => new(
        booked.Result.Units, booked.Result.Sentence, booked.Result.Steps, [.. booked.Result.Shares.Select(share => new PointsEarningShare(share.Id, share.Units))], booked.Lines);
}

/// <summary>What a rule gave by line.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Units">Units by line.</param>
public sealed record PointsEarningShare(string Rule, IReadOnlyList<long> Units);
