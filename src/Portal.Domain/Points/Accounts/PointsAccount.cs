using Portal.Domain.Points.Rules;

namespace Portal.Domain.Points.Accounts;

/// <summary>A member's points: lots, a debt, and every movement. All sums follow from the lots.</summary>
public sealed class PointsAccount
{
    private readonly List<PointLot> _lots = [];
    private readonly List<PointEntry> _entries = [];
    private readonly Dictionary<ActivityKind, DateOnly> _lastActivities = [];

    /// <summary>All lots, in order of earning.</summary>
    public IReadOnlyList<PointLot> Lots => _lots;

    /// <summary>All movements, in order.</summary>
    public IReadOnlyList<PointEntry> Entries => _entries;

    /// <summary>Units owed after a return of spent points.</summary>
    public long Debt { get; private set; }

    /// <summary>Units in lots, less the debt.</summary>
    public long Balance => _lots.Sum(lot => lot.Remaining) - Debt;

    /// <summary>Units that can be used on a day; nothing while there is a debt.</summary>
    public long Available(DateOnly on) => _lots.Where(lot => lot.IsAvailable(on)).Sum(lot => lot.Remaining);

    /// <summary>Units that cannot be used yet.</summary>
    public long Pending(DateOnly on) => _lots.Where(lot => !lot.IsAvailable(on)).Sum(lot => lot.Remaining);

    /// <summary>The last day on which a lot can be used, as things stand; null for never.</summary>
    public DateOnly? ExpiresOn(PointLot lot)
    {
        ArgumentNullException.ThrowIfNull(lot);
        if (lot.Expiry is not ExpiresAfterInactivity rule)
        {
            return lot.FixedExpiryOn;
        }

        var last = rule.Activities.Select(kind => _lastActivities.GetValueOrDefault(kind, lot.EarnedOn)).Append(lot.EarnedOn).Max();
        var expires = Expiration.LastDay(rule, last);
        return lot.FixedExpiryOn > expires ? lot.FixedExpiryOn : expires;
    }

    /// <summary>The last day of each kind of activity.</summary>
    internal IReadOnlyDictionary<ActivityKind, DateOnly> LastActivities => _lastActivities;

    /// <summary>Takes over what was stored. Movements are not needed to go on.</summary>
    internal void Restore(IEnumerable<LotSnapshot> lots, long debt, IReadOnlyDictionary<ActivityKind, DateOnly> lastActivities)
    {
        _lots.AddRange(lots.Select(PointLot.Restore));
        Debt = debt;
        foreach (var (kind, on) in lastActivities)
        {
            _lastActivities[kind] = on;
        }
    }

    /// <summary>Remembers an activity, which prolongs points that expire by inactivity.</summary>
    internal void Touch(ActivityKind kind, DateOnly on)
    {
        // What comes late does not shorten.
        if (!_lastActivities.TryGetValue(kind, out var last) || last < on)
        {
            _lastActivities[kind] = on;
        }
    }

    /// <summary>Puts earned or given points in.</summary>
    internal void Add(DateOnly on, string source, PointEntryKind kind, IReadOnlyList<PointLot> lots)
    {
        _lots.AddRange(lots);
        Record(on, source, kind, lots.Sum(lot => lot.Earned), [.. lots.Select(lot => new LotAllocation(lot.Id, lot.Earned))]);
        Absorb(on);
    }

    /// <summary>Takes available units out, in order; fewer where fewer are there.</summary>
    /// <returns>From which lots.</returns>
    internal IReadOnlyList<LotAllocation> Take(long units, DateOnly on, ConsumptionOrder order, LotUse use)
    {
        var taken = new List<LotAllocation>();
        foreach (var lot in InOrder(on, order))
        {
            var part = Math.Min(units, lot.Remaining);
            if (part > 0)
            {
                lot.Take(part, use);
                taken.Add(new LotAllocation(lot.Id, -part));
                units -= part;
            }
        }

        return taken;
    }

    /// <summary>Expires what could be used until the day before; run at the start of a day, as often as wanted.</summary>
    internal void Expire(DateOnly startOf)
    {
        foreach (var lot in _lots.Where(lot => lot.Remaining > 0 && ExpiresOn(lot) < startOf).OrderBy(ExpiresOn).ToList())
        {
            // Midnight after the last day, however late the job runs.
            ExpireRest(lot, ExpiresOn(lot)!.Value.AddDays(1));
        }
    }

    /// <summary>Expires what is left of a lot.</summary>
    internal void ExpireRest(PointLot lot, DateOnly on)
    {
        var units = lot.Remaining;
        lot.Take(units, LotUse.Expired);
        Record(on, "expiry", PointEntryKind.Expired, -units, [new LotAllocation(lot.Id, -units)]);
    }

    /// <summary>Sets a debt against available points.</summary>
    internal void Absorb(DateOnly on)
    {
        if (Debt == 0)
        {
            return;
        }

        var taken = Take(Debt, on, ConsumptionOrder.EarliestExpiry, LotUse.Absorbed);
        if (taken.Count > 0)
        {
            Debt += taken.Sum(allocation => allocation.Units);
            Record(on, "debt", PointEntryKind.Absorbed, 0, taken);
        }
    }

    /// <summary>Owes units.</summary>
    internal void Owe(long units) => Debt += units;

    /// <summary>A lot by its id.</summary>
    internal PointLot Lot(string id) => _lots.Find(lot => lot.Id == id) ?? throw new InvalidOperationException("Unknown lot " + id);

    /// <summary>Adds a movement.</summary>
    internal void Record(DateOnly on, string source, PointEntryKind kind, long units, IReadOnlyList<LotAllocation> lots) =>
        _entries.Add(new PointEntry(on, source, kind, units, lots, Balance));

    private IEnumerable<PointLot> InOrder(DateOnly on, ConsumptionOrder order)
    {
        var usable = _lots.Where(lot => lot.Remaining > 0 && lot.IsAvailable(on)).ToList();
        return order switch
        {
            ConsumptionOrder.EarliestExpiry => usable.OrderBy(lot => ExpiresOn(lot) ?? DateOnly.MaxValue).ThenBy(lot => lot.EarnedOn),
            ConsumptionOrder.EarliestEarned => usable.OrderBy(lot => lot.EarnedOn),
            _ => throw new InvalidOperationException("Unknown order " + order),
        };
    }
}
