using Portal.Domain.Points.Accounts;
using Portal.Domain.Points.Events;
using Portal.Domain.Points.Levels;
using Portal.Domain.Points.Rules;

namespace Portal.Domain.Points.Engine;

/// <summary>
/// One event, or the days up to a day, over what is stored of the members: the same engine as <see cref="PointsEngine.Run"/>,
/// which begins with nothing and takes all events.
/// </summary>
public static class PointsStep
{
    /// <summary>What the ids of lots begin with that a step opens; whoever stores them gives them their own.</summary>
    public const string NewLot = "new-";

    /// <summary>Works off the days of the member up to the event's, then handles the event.</summary>
    /// <param name="rules">The rules of the event's day.</param>
    /// <param name="input">What is stored; the event's member among it.</param>
    /// <param name="item">The event.</param>
    /// <returns>What came of it; where it was refused nothing is to be stored.</returns>
    public static StepResult Handle(PointsRules rules, StepInput input, PointsEvent item)
    {
        ArgumentNullException.ThrowIfNull(rules);
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(item);
        var program = Restore(rules, input);
        var at = Moment.Parse(item.At, TimeZoneInfo.FindSystemTimeZoneById(rules.TimeZone)) ?? throw new ArgumentException("No moment: " + item.At, nameof(item));
        var member = program.Member(item.Member);
        DayWork.Until(program, member, at.On);
        var result = PointsEngine.Handle(program, member, item, new EventResult { Event = item, At = at });
        if (result.State == EventState.Done)
        {
            foreach (var late in program.Members.Values.Where(one => one.DoneUntil > at.On))
            {
                CatchUp(program, late, late.DoneUntil!.Value);
            }
        }

        return Result(program, input, result);
    }

    /// <summary>Works off the days of members up to and with a day.</summary>
    public static StepResult Days(PointsRules rules, StepInput input, DateOnly until)
    {
        ArgumentNullException.ThrowIfNull(rules);
        ArgumentNullException.ThrowIfNull(input);
        var program = Restore(rules, input);
        foreach (var member in program.Members.Values)
        {
            DayWork.Until(program, member, until);
        }

        return Result(program, input, null);
    }

    /// <summary>The first day after those worked off on which something may happen by itself; null for never.</summary>
    public static DateOnly? NextDue(PointsRules rules, MemberSnapshot stored)
    {
        ArgumentNullException.ThrowIfNull(rules);
        ArgumentNullException.ThrowIfNull(stored);
        if (stored.DoneUntil is not { } done)
        {
            return DateOnly.MinValue;
        }

        var program = Restore(rules, new StepInput { Members = [stored] });
        var member = program.Members[stored.Person.Member];
        var days = member.Account.Lots.Where(lot => lot.Remaining > 0).Select(lot => member.Account.ExpiresOn(lot)?.AddDays(1))
            .Append(stored.Debt == 0 ? null : member.Account.Lots.Where(lot => lot.Remaining > 0 && lot.AvailableOn > done).Min(lot => lot.AvailableOn))
            .Append(Birthday(rules, stored.Person, done))
            .Append(member.Level?.NextCheck(done));
        return days.Min();
    }

    private static DateOnly? Birthday(PointsRules rules, PointsPerson person, DateOnly done)
    {
        if (person.Birthday is not { } birthday || !rules.EarnRules.OfType<BirthdayRule>().Any())
        {
            return null;
        }

        var thisYear = CalendarDays.BirthdayIn(done.Year, birthday);
        return thisYear > done ? thisYear : CalendarDays.BirthdayIn(done.Year + 1, birthday);
    }

    private static PointsProgram Restore(PointsRules rules, StepInput input)
    {
        var program = new PointsProgram(rules, input.Products) { LotPrefix = NewLot };
        foreach (var member in input.Members)
        {
            SnapshotMaking.Restore(program, member);
        }

        foreach (var referral in input.Referrals)
        {
            SnapshotMaking.Restore(program, referral);
        }

        return program;
    }

    /// <summary>What came late finds days that are worked off: what they would have done to it is done now.</summary>
    private static void CatchUp(PointsProgram program, PointsMember member, DateOnly day)
    {
        member.Account.Expire(day);
        member.Account.Absorb(day);
        member.Level?.Climb(day, program.Scale.Points(member.Account.Balance));
    }

    private static StepResult Result(PointsProgram program, StepInput input, EventResult? result)
    {
        var before = input.Members.ToDictionary(member => member.Person.Member);
        return new StepResult
        {
            Result = result,
            Members = [.. program.Members.Select(pair => Change(pair.Key, pair.Value))],
            Referrals = [.. program.Referrals.Select(SnapshotMaking.Snapshot)],
        };

        MemberChange Change(string name, PointsMember member)
        {
            var known = before.GetValueOrDefault(name);
            return new MemberChange
            {
                Before = known,
                After = SnapshotMaking.Snapshot(program, member),
                Entries = member.Account.Entries,
                Growth = member.Level is { } level ? [.. level.Growth.Skip(known?.Level.Growth.Count ?? 0)] : [],
                Levels = member.Level is { } standing ? [.. standing.History.Skip(known?.Level.History.Count ?? 0)] : [],
                Bookings = [.. program.Bookings.Where(booked => booked.Member == name)],
                Expires = member.Account.Lots.Select(lot => (lot.Id, On: member.Account.ExpiresOn(lot))).ToDictionary(lot => lot.Id, lot => lot.On),
            };
        }
    }
}

/// <summary>What a step begins with.</summary>
public sealed record StepInput
{
    /// <summary>The members that the event touches.</summary>
    public required IReadOnlyList<MemberSnapshot> Members { get; init; }

    /// <summary>The referrals that it touches.</summary>
    public IReadOnlyList<ReferralSnapshot> Referrals { get; init; } = [];

    /// <summary>Facts of products by number.</summary>
    public IReadOnlyDictionary<string, PointsProduct> Products { get; init; } = new Dictionary<string, PointsProduct>();
}

/// <summary>What came of a step.</summary>
public sealed record StepResult
{
    /// <summary>What became of the event; null for days alone.</summary>
    public EventResult? Result { get; init; }

    /// <summary>The members afterwards.</summary>
    public required IReadOnlyList<MemberChange> Members { get; init; }

    /// <summary>The referrals afterwards.</summary>
    public required IReadOnlyList<ReferralSnapshot> Referrals { get; init; }
}

/// <summary>What a step did to a member.</summary>
public sealed record MemberChange
{
    /// <summary>What was stored; null for a member that the event made known.</summary>
    public MemberSnapshot? Before { get; init; }

    /// <summary>What is to be stored.</summary>
    public required MemberSnapshot After { get; init; }

    /// <summary>New movements.</summary>
    public required IReadOnlyList<PointEntry> Entries { get; init; }

    /// <summary>New growth value.</summary>
    public required IReadOnlyList<GrowthEntry> Growth { get; init; }

    /// <summary>New changes of level.</summary>
    public required IReadOnlyList<LevelChange> Levels { get; init; }

    /// <summary>Earnings with how they came about.</summary>
    public required IReadOnlyList<Booked> Bookings { get; init; }

    /// <summary>The last day of use by lot, activity included; null for never.</summary>
    public required IReadOnlyDictionary<string, DateOnly?> Expires { get; init; }
}
