using Portal.Domain.Points.Accounts;
using Portal.Domain.Points.Earning;
using Portal.Domain.Points.Events;
using Portal.Domain.Points.Rules;
using Portal.Domain.Shared;

namespace Portal.Domain.Points.Engine;

/// <summary>What became of an event.</summary>
public sealed record EventResult
{
    /// <summary>The event.</summary>
    public required PointsEvent Event { get; init; }

    /// <summary>When.</summary>
    public required Moment At { get; init; }

    /// <summary>What became of it.</summary>
    public EventState State { get; init; }

    /// <summary>Why it was refused; nothing was changed then.</summary>
    public IReadOnlyList<Refusal> Refusals { get; init; } = [];

    /// <summary>What it earned, for whom.</summary>
    public IReadOnlyList<Booked> Earned { get; init; } = [];

    /// <summary>Units used.</summary>
    public IReadOnlyList<LotAllocation> Redeemed { get; init; } = [];

    /// <summary>The value of the units used, in minor units; null for a reward.</summary>
    public long? RedeemedMinor { get; init; }

    /// <summary>Units given back.</summary>
    public IReadOnlyList<LotAllocation> GivenBack { get; init; } = [];

    /// <summary>How a return was met.</summary>
    public TakenBack? TakenBack { get; init; }

    /// <summary>What a return took back by line, in units.</summary>
    public IReadOnlyList<LotPart> TakenBackLines { get; init; } = [];
}

/// <summary>What became of an event.</summary>
public enum EventState
{
    /// <summary>Done.</summary>
    Done = 0,

    /// <summary>The same event came again: nothing was done.</summary>
    Replayed = 1,

    /// <summary>Refused: nothing was done.</summary>
    Refused = 2,

    /// <summary>Later than the day that was asked for.</summary>
    NotYet = 3,
}

/// <summary>An earning as it was stored.</summary>
/// <param name="Member">Whose.</param>
/// <param name="Result">How it came about.</param>
/// <param name="Lines">The lines' numbers, as <see cref="EarningShare.Units"/> are ordered; one 0 for what is no sale.</param>
/// <param name="Lots">The lots it went to.</param>
public sealed record Booked(string Member, EarningResult Result, IReadOnlyList<int> Lines, IReadOnlyList<PointLot> Lots);

/// <summary>What became of a referral.</summary>
public sealed class Referral
{
    internal Referral(string referrer, string referred, DateOnly on)
    {
        Referrer = referrer;
        Referred = referred;
        On = on;
    }

    /// <summary>Who brought the new member.</summary>
    public string Referrer { get; }

    /// <summary>The new member.</summary>
    public string Referred { get; }

    /// <summary>The local day of joining.</summary>
    public DateOnly On { get; }

    /// <summary>How it stands.</summary>
    public ReferralState State { get; internal set; }

    /// <summary>Why it was refused.</summary>
    public string? Reason { get; internal set; }

    /// <summary>The local day of the reward.</summary>
    public DateOnly? RewardedOn { get; internal set; }

    /// <summary>The purchase that earned the reward.</summary>
    internal RecordedSale? Sale { get; set; }

    internal Dictionary<string, PointLot> Lots { get; } = [];
}

/// <summary>How a referral stands.</summary>
public enum ReferralState
{
    /// <summary>The purchase is missing still.</summary>
    Pending = 0,

    /// <summary>Rewarded.</summary>
    Rewarded = 1,

    /// <summary>Refused.</summary>
    Refused = 2,

    /// <summary>Rewarded, and taken back with the purchase.</summary>
    Reversed = 3,
}
