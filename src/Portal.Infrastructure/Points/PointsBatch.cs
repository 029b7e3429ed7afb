using System.Globalization;
using Portal.Domain.Points.Accounts;
using Portal.Domain.Points.Earning;
using Portal.Domain.Points.Engine;
using Portal.Domain.Points.Events;
using Portal.Domain.Points.Levels;
using Portal.Domain.Points.Records;

namespace Portal.Infrastructure.Points;

/// <summary>
/// Some members in memory, and what events did to them since they were read. The engine decides; this remembers what is to be
/// written, and gives new lots their numbers.
/// </summary>
internal sealed class PointsBatch(PointsRulesByDay rules, IReadOnlyDictionary<long, StoredMember> stored, IEnumerable<PointsReferral> referrals)
{
    private readonly Dictionary<long, WorkingMember> _members = stored.Values.ToDictionary(member => member.Row.Id, member => new WorkingMember(member));
    private readonly Dictionary<long, WorkingReferral> _referrals = referrals.ToDictionary(row => row.Id, row => new WorkingReferral(Snapshot(row), IsStored: true));

    public PointsRulesByDay Rules { get; } = rules;

    public IReadOnlyCollection<WorkingMember> Members => _members.Values;

    public IReadOnlyCollection<WorkingReferral> Referrals => _referrals.Values;

    /// <summary>What was booked, in order.</summary>
    public List<PointsBooked> Booked { get; } = [];

    public IReadOnlyDictionary<string, PointsProduct> Products { get; init; } = new Dictionary<string, PointsProduct>();

    public WorkingMember Member(long customerId) => _members[customerId];

    /// <summary>Lets the engine handle an event; refused, nothing has changed.</summary>
    public EventResult Handle(PointsEvent item, PointsBookingNote note, DateOnly on)
    {
        var customerId = PointsJson.Id(item.Member);
        WorkDays(customerId, on);
        var partners = _referrals.Values.Where(one => Concerns(one.Snapshot, item)).ToList();
        var members = partners.SelectMany(one => new[] { one.Snapshot.Referrer, one.Snapshot.Referred })
            .Concat(item is JoinEvent { ReferredBy: { } by } ? [by] : [])
            .Append(item.Member).Distinct().Select(PointsJson.Id).Where(_members.ContainsKey).ToList();
        foreach (var partner in members.Where(id => id != customerId))
        {
            WorkDays(partner, on);
        }

        var step = PointsStep.Handle(
            Rules.On(on)!,
            new StepInput
            {
                Members = members.ConvertAll(id => _members[id].Current),
                Referrals = [.. (item is JoinEvent ? _referrals.Values.ToList() : partners).Select(one => one.Snapshot)],
                Products = Products,
            },
            item);
        if (step.Result!.State == EventState.Done)
        {
            Take(step, item.Id);
            Booked.Add(new PointsBooked(item, note, step.Result, _members[customerId].StepUnits));
        }

        return step.Result;
    }

    /// <summary>Works off the days of a member, each under the rules that held.</summary>
    public void WorkDays(long customerId, DateOnly until)
    {
        var member = _members[customerId];
        if (member.Current.DoneUntil is null || member.Current.DoneUntil >= until)
        {
            return;
        }

        // A member's days up to one are worked off once, so the day names the step.
        var stepKey = "day-" + until.ToString("yyyyMMdd", CultureInfo.InvariantCulture);
        foreach (var (inForce, day) in Rules.Stretches(member.Current.DoneUntil.Value, until))
        {
            Take(PointsStep.Days(inForce, new StepInput { Members = [_members[customerId].Current] }, day), stepKey);
        }
    }

    private static bool Concerns(ReferralSnapshot referral, PointsEvent item) => item switch
    {
        SaleEvent => referral.Referred == item.Member && referral.State == ReferralState.Pending,
        ReturnEvent back => referral.Sale == back.Sale && referral.State == ReferralState.Rewarded,
        _ => false,
    };

    private static ReferralSnapshot Snapshot(PointsReferral row) => new()
    {
        Referrer = PointsJson.Name(row.ReferrerId),
        Referred = PointsJson.Name(row.Id),
        On = row.On,
        State = row.State,
        Reason = row.Reason,
        RewardedOn = row.RewardedOn,
        Sale = row.SaleKey,
        Lots = PointsJson.Read<Dictionary<string, int>>(row.LotsJson).ToDictionary(pair => pair.Key, pair => PointsJson.Lot(pair.Value)),
    };

    private void Take(StepResult step, string stepKey)
    {
        var renamed = new Dictionary<(string Member, string Lot), string>();
        foreach (var change in step.Members)
        {
            var id = PointsJson.Id(change.After.Person.Member);
            if (!_members.TryGetValue(id, out var member))
            {
                continue;
            }

            var names = member.NumberLots(change);
            foreach (var (from, to) in names)
            {
                renamed[(change.After.Person.Member, from)] = to;
            }

            member.Take(change, names, stepKey);
        }

        foreach (var referral in step.Referrals)
        {
            var lots = referral.Lots.ToDictionary(pair => pair.Key, pair => renamed.GetValueOrDefault((pair.Key, pair.Value), pair.Value));
            var known = _referrals.GetValueOrDefault(PointsJson.Id(referral.Referred));
            _referrals[PointsJson.Id(referral.Referred)] = new WorkingReferral(referral with { Lots = lots }, known?.IsStored ?? false) { IsChanged = true };
        }
    }
}

/// <summary>What people read about an event.</summary>
/// <param name="ContentHash">Recognises a repetition.</param>
/// <param name="Reference">The document or the reason.</param>
/// <param name="ByUserId">Who did it.</param>
/// <param name="IsHold">Whether points are held, or come back from being held.</param>
/// <param name="DocumentId">The sales document.</param>
/// <param name="DocumentNumber">Its number.</param>
/// <param name="DocumentSource">The system that issued it.</param>
internal sealed record PointsBookingNote(
    string ContentHash, string? Reference, long? ByUserId, bool IsHold = false, long? DocumentId = null, string? DocumentNumber = null, string? DocumentSource = null);

/// <summary>An event that was booked.</summary>
internal sealed record PointsBooked(PointsEvent Event, PointsBookingNote Note, EventResult Result, long Units);

/// <summary>A referral in memory.</summary>
internal sealed record WorkingReferral(ReferralSnapshot Snapshot, bool IsStored)
{
    public bool IsChanged { get; init; }
}

/// <summary>A movement with what it belongs to.</summary>
internal sealed record WorkingEntry(string StepKey, PointEntry Entry, string? Breakdown);

/// <summary>A member in memory.</summary>
internal sealed class WorkingMember(StoredMember stored)
{
    public PointsMembership Row { get; } = stored.Row;

    public MemberSnapshot Original { get; private set; } = stored.Snapshot;

    public MemberSnapshot Current { get; private set; } = stored.Snapshot;

    public int LotCount { get; private set; } = stored.Row.LotCount;

    public List<WorkingEntry> Entries { get; } = [];

    public List<(string StepKey, GrowthEntry Entry)> Growth { get; } = [];

    public List<LevelChange> Levels { get; } = [];

    public Dictionary<string, DateOnly?> Expires { get; } = [];

    public bool IsChanged { get; private set; }

    /// <summary>What the last step moved on the balance.</summary>
    public long StepUnits { get; private set; }

    public long Balance => Current.Lots.Sum(lot => lot.Remaining) - Current.Debt;

    /// <summary>Splits one use out of the sums, so that it can be freed by its source.</summary>
    public void SplitUse(DateOnly on, string rule, string source)
    {
        var uses = Current.Usage.ToList();
        var index = uses.FindIndex(use => use.Rule == rule && use.Source.Length == 0 && use.On == on && use.Count > 0);
        if (index >= 0)
        {
            uses[index] = uses[index] with { Units = uses[index].Units - 1, Times = uses[index].Times - 1, Count = uses[index].Count - 1 };
            uses.Add(new Use(on, rule, 1, source, 1, 1));
            Current = Current with { Usage = uses };
            Original = Current;
        }
    }

    /// <summary>Gives the new lots of a step their numbers.</summary>
    public Dictionary<string, string> NumberLots(MemberChange change)
    {
        var names = new Dictionary<string, string>();
        foreach (var lot in change.After.Lots.Where(lot => lot.Id.StartsWith(PointsStep.NewLot, StringComparison.Ordinal)))
        {
            names[lot.Id] = PointsJson.Lot(++LotCount);
        }

        return names;
    }

    public void Take(MemberChange change, Dictionary<string, string> names, string stepKey)
    {
        IsChanged = true;
        StepUnits = change.Entries.Sum(entry => entry.Units);
        foreach (var entry in change.Entries)
        {
            var booking = change.Bookings.FirstOrDefault(booked => booked.Lots.Count > 0 && entry.Kind == PointEntryKind.Earned && booked.Lots[0].Id == entry.Lots[0].Lot);
            Entries.Add(new WorkingEntry(stepKey, entry with { Lots = Named(entry.Lots) }, booking?.Result.Sentence));
        }

        Growth.AddRange(change.Growth.Select(entry => (stepKey, entry)));
        Levels.AddRange(change.Levels);
        foreach (var (lot, on) in change.Expires)
        {
            Expires[names.GetValueOrDefault(lot, lot)] = on;
        }

        Current = change.After with
        {
            Lots = [.. change.After.Lots.Select(lot => lot with { Id = names.GetValueOrDefault(lot.Id, lot.Id) })],
            Sales = [.. change.After.Sales.Select(sale => sale with { Lots = [.. sale.Lots.Select(lot => names.GetValueOrDefault(lot, lot))] })],
            Redemptions = [.. change.After.Redemptions.Select(use => use with { Lots = Named(use.Lots) })],
        };

        LotAllocation[] Named(IReadOnlyList<LotAllocation> lots) => [.. lots.Select(lot => lot with { Lot = names.GetValueOrDefault(lot.Lot, lot.Lot) })];
    }
}
