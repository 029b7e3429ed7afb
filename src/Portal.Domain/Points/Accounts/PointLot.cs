using Portal.Domain.Points.Rules;

namespace Portal.Domain.Points.Accounts;

/// <summary>Points that were earned together, become available together and expire together.</summary>
public sealed class PointLot
{
    private readonly List<LotPart> _parts;

    /// <summary>Opens a lot.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="source">The event that earned it.</param>
    /// <param name="earnedOn">The local day of earning.</param>
    /// <param name="availableOn">The first local day on which it can be used; null where it waits for a release.</param>
    /// <param name="expiry">How long it lasts.</param>
    /// <param name="parts">Units by line of the sale; one part for anything else.</param>
    public PointLot(string id, string source, DateOnly earnedOn, DateOnly? availableOn, ExpiryRule expiry, IReadOnlyList<LotPart> parts)
    {
        ArgumentNullException.ThrowIfNull(parts);
        Id = id;
        Source = source;
        EarnedOn = earnedOn;
        AvailableOn = availableOn;
        Expiry = expiry;
        _parts = [.. parts];
        Earned = parts.Sum(part => part.Units);
        Remaining = Earned;
        FixedExpiryOn = Expiration.LastDay(expiry, earnedOn, availableOn);
    }

    private PointLot(LotSnapshot stored)
    {
        _parts = [.. stored.Parts];
        Id = stored.Id;
        Source = stored.Source;
        EarnedOn = stored.EarnedOn;
        AvailableOn = stored.AvailableOn;
        Expiry = stored.Expiry;
        FixedExpiryOn = stored.FixedExpiryOn;
        Earned = stored.Earned;
        Remaining = stored.Remaining;
        Redeemed = stored.Redeemed;
        Expired = stored.Expired;
        TakenBack = stored.TakenBack;
        TakenForOthers = stored.TakenForOthers;
        Adjusted = stored.Adjusted;
        Absorbed = stored.Absorbed;
        Covered = stored.Covered;
        Forgiven = stored.Forgiven;
    }

    /// <summary>Its id.</summary>
    public string Id { get; }

    /// <summary>The event that earned it.</summary>
    public string Source { get; }

    /// <summary>The local day of earning.</summary>
    public DateOnly EarnedOn { get; }

    /// <summary>The first local day on which it can be used; null while it waits for a release.</summary>
    public DateOnly? AvailableOn { get; private set; }

    /// <summary>How long it lasts.</summary>
    public ExpiryRule Expiry { get; }

    /// <summary>The last day of use; null for never, and for lots that the member's activity prolongs.</summary>
    public DateOnly? FixedExpiryOn { get; private set; }

    /// <summary>Units by line, with what was taken back.</summary>
    public IReadOnlyList<LotPart> Parts => _parts;

    /// <summary>Units earned.</summary>
    public long Earned { get; }

    /// <summary>Units still there.</summary>
    public long Remaining { get; private set; }

    /// <summary>Units used, less those given back.</summary>
    public long Redeemed { get; private set; }

    /// <summary>Units expired.</summary>
    public long Expired { get; private set; }

    /// <summary>Units that its own return took.</summary>
    public long TakenBack { get; private set; }

    /// <summary>Units that the return of another sale took, since its own points were spent.</summary>
    public long TakenForOthers { get; private set; }

    /// <summary>Units that adjustments took from here.</summary>
    public long Adjusted { get; private set; }

    /// <summary>Units that absorbed a debt.</summary>
    public long Absorbed { get; private set; }

    /// <summary>Units of its own return that were taken elsewhere, became a debt, or were forgiven, since they had been spent.</summary>
    public long Covered { get; private set; }

    /// <summary>Units of its own return that were forgiven; they are taken first when points come back here.</summary>
    public long Forgiven { get; private set; }

    /// <summary>Whether it can be used on a local day.</summary>
    public bool IsAvailable(DateOnly on) => AvailableOn <= on;

    /// <summary>Makes the lot that was stored.</summary>
    internal static PointLot Restore(LotSnapshot stored) => new(stored);

    /// <summary>What is to be stored of it.</summary>
    internal LotSnapshot Snapshot() => new()
    {
        Id = Id,
        Source = Source,
        EarnedOn = EarnedOn,
        AvailableOn = AvailableOn,
        Expiry = Expiry,
        FixedExpiryOn = FixedExpiryOn,
        Parts = [.. _parts],
        Earned = Earned,
        Remaining = Remaining,
        Redeemed = Redeemed,
        Expired = Expired,
        TakenBack = TakenBack,
        TakenForOthers = TakenForOthers,
        Adjusted = Adjusted,
        Absorbed = Absorbed,
        Covered = Covered,
        Forgiven = Forgiven,
    };

    /// <summary>Its pending points become available.</summary>
    internal void Release(DateOnly on)
    {
        AvailableOn = on;
        FixedExpiryOn = Expiration.LastDay(Expiry, EarnedOn, on);
    }

    /// <summary>Takes units out.</summary>
    internal void Take(long units, LotUse use)
    {
        Remaining -= units;
        Count(use, units);
    }

    /// <summary>Puts used units back.</summary>
    internal void GiveBack(long units, DateOnly? graceUntil)
    {
        Remaining += units;
        Redeemed -= units;
        if (graceUntil > FixedExpiryOn)
        {
            FixedExpiryOn = graceUntil;
        }
    }

    /// <summary>Spent units that a return of its own sale has not yet asked for.</summary>
    internal long SpentAndNotCovered() => Math.Max(0, Redeemed + Adjusted + Absorbed + TakenForOthers - Covered);

    /// <summary>Remembers how a return was met though the points were spent.</summary>
    internal void Cover(long units, long forgiven)
    {
        Covered += units;
        Forgiven += forgiven;
    }

    /// <summary>Forgiven units that came back after all, and are taken: nothing stands in for them any more.</summary>
    internal void Unforgive(long units)
    {
        Forgiven -= units;
        Covered -= units;
    }

    /// <summary>Remembers what a return took of a line.</summary>
    internal void TakeBackOf(int line, long units)
    {
        var index = _parts.FindIndex(part => part.Line == line);
        _parts[index] = _parts[index] with { TakenBack = _parts[index].TakenBack + units };
    }

    private void Count(LotUse use, long units)
    {
        switch (use)
        {
            case LotUse.Redeemed:
                Redeemed += units;
                break;
            case LotUse.Expired:
                Expired += units;
                break;
            case LotUse.TakenBack:
                TakenBack += units;
                break;
            case LotUse.TakenForOthers:
                TakenForOthers += units;
                break;
            case LotUse.Adjusted:
                Adjusted += units;
                break;
            case LotUse.Absorbed:
                Absorbed += units;
                break;
            default:
                throw new InvalidOperationException("Unknown use " + use);
        }
    }
}

/// <summary>What one line of a sale earned in a lot.</summary>
/// <param name="Line">The line; 0 for what is no sale.</param>
/// <param name="Units">Units earned.</param>
/// <param name="TakenBack">Units that returns of the line asked for.</param>
public sealed record LotPart(int Line, long Units, long TakenBack = 0);

/// <summary>Why units leave a lot.</summary>
public enum LotUse
{
    /// <summary>Used by the member.</summary>
    Redeemed = 0,

    /// <summary>Expired.</summary>
    Expired = 1,

    /// <summary>Taken back by the return of the sale that earned it.</summary>
    TakenBack = 2,

    /// <summary>Taken by the return of another sale.</summary>
    TakenForOthers = 3,

    /// <summary>Taken by hand.</summary>
    Adjusted = 4,

    /// <summary>Set against a debt.</summary>
    Absorbed = 5,
}
