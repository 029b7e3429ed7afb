using Portal.Domain.Points.Rules;
using Portal.Domain.Shared;

namespace Portal.Domain.Points.Levels;

/// <summary>A member's level, the growth value behind it, and how it came about.</summary>
public sealed class LevelStanding
{
    private readonly LevelRules _rules;
    private readonly List<GrowthEntry> _growth = [];
    private readonly List<LevelChange> _history = [];
    private DateOnly _since = DateOnly.MinValue;

    /// <summary>A new member has the first level.</summary>
    public LevelStanding(LevelRules rules)
    {
        ArgumentNullException.ThrowIfNull(rules);
        _rules = rules;
        Current = rules.List[0];
    }

    /// <summary>A level as it was stored; one that the rules no longer have becomes the first.</summary>
    internal LevelStanding(LevelRules rules, LevelSnapshot stored)
        : this(rules)
    {
        Current = rules.List.FirstOrDefault(level => level.Code == stored.Code) ?? rules.List[0];
        IsLocked = stored.IsLocked;
        BelowSince = stored.BelowSince;
        _since = stored.Since ?? DateOnly.MinValue;
        _growth.AddRange(stored.Growth);
        _history.AddRange(stored.History);
    }

    /// <summary>The level.</summary>
    public MemberLevel Current { get; private set; }

    /// <summary>Whether it stays whatever the growth value.</summary>
    public bool IsLocked { get; private set; }

    /// <summary>The check that the member failed, while the grace runs.</summary>
    public DateOnly? BelowSince { get; private set; }

    /// <summary>The first day of the level; null for the level of the beginning.</summary>
    public DateOnly? Since => _since == DateOnly.MinValue ? null : _since;

    /// <summary>Every change, in order.</summary>
    public IReadOnlyList<LevelChange> History => _history;

    /// <summary>The growth ledger.</summary>
    public IReadOnlyList<GrowthEntry> Growth => _growth;

    /// <summary>The next level up; null at the top.</summary>
    public MemberLevel? Next => _rules.List.ElementAtOrDefault(IndexOf(Current.Code) + 1);

    /// <summary>The growth value in the window of a day; for <see cref="GrowthSource.Balance"/> the balance.</summary>
    public decimal ValueOn(DateOnly day, decimal balance) => Value(LevelWindow.Of(_rules, day), balance);

    /// <summary>Adds growth value; negative for what a return takes back, dated as the sale.</summary>
    internal void Add(DateOnly on, string source, decimal value)
    {
        if (value != 0)
        {
            _growth.Add(new GrowthEntry(on, source, value));
        }
    }

    /// <summary>The level that an amount of growth value more would reach.</summary>
    internal MemberLevel Reached(DateOnly on, decimal more)
    {
        var reached = ByValue(ValueOn(on, 0) + more);
        return IsLocked || IndexOf(reached.Code) < IndexOf(Current.Code) ? Current : reached;
    }

    /// <summary>Up at once where the growth value reaches a higher level.</summary>
    internal void Climb(DateOnly on, decimal balance)
    {
        var value = ValueOn(on, balance);
        var reached = ByValue(value);
        if (!IsLocked && IndexOf(reached.Code) > IndexOf(Current.Code))
        {
            Change(on, reached, LevelReason.Reached, value, reached.From, null);
        }
    }

    /// <summary>After a return: levels go that only the returned goods had reached; one held by other right stays.</summary>
    /// <param name="on">The day of the return.</param>
    /// <param name="soldOn">The day of the sale: a climb before it owes it nothing, however little of its own is left in the window.</param>
    internal void Undo(DateOnly on, DateOnly soldOn)
    {
        // A balance is no ledger of growth: what it was on an earlier day cannot be told without the returned goods.
        if (_rules.OnReturn == LevelReturn.AtCheck || _rules.Growth == GrowthSource.Balance || IsLocked)
        {
            return;
        }

        while (ClimbTo(Current) is { } climb && climb.On >= soldOn)
        {
            // The return is dated as its sale, so the value of the day of the climb is now what it would have been.
            var value = Math.Max(ValueOn(climb.On, 0), ValueOn(on, 0));
            if (value >= Current.From)
            {
                return;
            }

            var target = Math.Max(IndexOf(climb.From), IndexOf(ByValue(value).Code));
            Change(on, _rules.List[target], LevelReason.Returned, value, Current.From, null);
        }
    }

    /// <summary>The end of a local day: the check at the end of each period, and the end of a grace.</summary>
    internal void DayEnded(DateOnly day, decimal balance)
    {
        if (_rules.Down == LevelDown.Never || IsLocked || IndexOf(Current.Code) == 0)
        {
            return;
        }

        if (BelowSince is { } failed)
        {
            // Growth value of the days of grace counts on top of the window that was checked.
            var window = LevelWindow.Of(_rules, failed);
            if (day >= failed.AddDays(_rules.GraceDays))
            {
                Fall(day, Value(new DateRange(window.From, day), balance));
            }
        }
        else if (LevelWindow.IsCheckDay(_rules.CheckAtEndOf, day) && !IsHeld(day))
        {
            Check(day, ValueOn(day, balance));
        }
    }

    /// <summary>The first day after one at whose beginning a check or the end of a grace has an effect; null for none.</summary>
    internal DateOnly? NextCheck(DateOnly after)
    {
        if (_rules.Down == LevelDown.Never || IsLocked || IndexOf(Current.Code) == 0)
        {
            return null;
        }

        if (BelowSince is { } failed)
        {
            var end = failed.AddDays(_rules.GraceDays);
            return (end < after ? after : end).AddDays(1);
        }

        var day = after;
        while (!LevelWindow.IsCheckDay(_rules.CheckAtEndOf, day))
        {
            day = day.AddDays(1);
        }

        return day.AddDays(1);
    }

    /// <summary>A level by hand.</summary>
    internal void Set(DateOnly on, string code, bool isLocked, string reason)
    {
        IsLocked = isLocked;
        Change(on, _rules.List.First(level => level.Code == code), isLocked ? LevelReason.Locked : LevelReason.Set, null, null, reason);
    }

    /// <summary>The growth value that keeps the level.</summary>
    public decimal Needed => Current.KeepFrom ?? Current.From;

    private void Check(DateOnly day, decimal value)
    {
        if (value >= Needed)
        {
            _since = _rules.HoldRenews ? day.AddDays(1) : _since;
        }
        else if (_rules.GraceDays > 0)
        {
            BelowSince = day;
        }
        else
        {
            Fall(day, value);
        }
    }

    private void Fall(DateOnly day, decimal value)
    {
        BelowSince = null;
        if (value < Needed)
        {
            var below = _rules.Down == LevelDown.OneLevel ? IndexOf(Current.Code) - 1 : Math.Min(IndexOf(Current.Code) - 1, IndexOf(ByValue(value).Code));
            Change(day.AddDays(1), _rules.List[below], LevelReason.NotKept, value, Needed, null);
        }
    }

    private void Change(DateOnly on, MemberLevel to, LevelReason reason, decimal? value, decimal? threshold, string? remark)
    {
        _history.Add(new LevelChange(on, Current.Code, to.Code, reason, value, threshold, remark));
        Current = to;
        _since = on;
        BelowSince = null;
    }

    private bool IsHeld(DateOnly day) => _rules.HoldMonths is { } months && _since > DateOnly.MinValue && day < _since.AddMonths(months);

    private decimal Value(DateRange window, decimal balance) =>
        _rules.Growth == GrowthSource.Balance ? balance : _growth.Where(entry => window.Contains(entry.On)).Sum(entry => entry.Value);

    /// <summary>The climb that reached or passed a level; null where it was given or kept in another way.</summary>
    private LevelChange? ClimbTo(MemberLevel level)
    {
        var other = _history.FindLastIndex(change => change.Reason is not (LevelReason.Reached or LevelReason.Returned));
        return _history.Skip(other + 1).LastOrDefault(change =>
            change.Reason == LevelReason.Reached && IndexOf(change.From) < IndexOf(level.Code) && IndexOf(change.To) >= IndexOf(level.Code));
    }

    private MemberLevel ByValue(decimal value) => _rules.List.Last(level => level.From == 0 || level.From <= value);

    private int IndexOf(string code) => _rules.List.TakeWhile(level => level.Code != code).Count();
}

/// <summary>A level as it is stored between events.</summary>
public sealed record LevelSnapshot
{
    /// <summary>The level's code; null for the first.</summary>
    public string? Code { get; init; }

    /// <summary>Whether it is locked.</summary>
    public bool IsLocked { get; init; }

    /// <summary>The check that the member failed, while the grace runs.</summary>
    public DateOnly? BelowSince { get; init; }

    /// <summary>The first day of the level.</summary>
    public DateOnly? Since { get; init; }

    /// <summary>Growth value that the windows still look at; older value may be one entry on the first of all days.</summary>
    public IReadOnlyList<GrowthEntry> Growth { get; init; } = [];

    /// <summary>The changes since the last one that was no climb and no return.</summary>
    public IReadOnlyList<LevelChange> History { get; init; } = [];
}

/// <summary>Growth value, in money, points, visits or as rules give it.</summary>
/// <param name="On">The local day; a return's is that of its sale.</param>
/// <param name="Source">The event.</param>
/// <param name="Value">Negative for what a return takes back.</param>
public sealed record GrowthEntry(DateOnly On, string Source, decimal Value);

/// <summary>A change of level.</summary>
/// <param name="On">The first local day of the new level.</param>
/// <param name="From">The level before.</param>
/// <param name="To">The level after.</param>
/// <param name="Reason">Why.</param>
/// <param name="Value">The growth value that decided; null by hand.</param>
/// <param name="Threshold">The growth value it was compared with; null by hand.</param>
/// <param name="Remark">The reason given by hand.</param>
public sealed record LevelChange(DateOnly On, string From, string To, LevelReason Reason, decimal? Value, decimal? Threshold, string? Remark);

/// <summary>Why a level changed.</summary>
public enum LevelReason
{
    /// <summary>The growth value reached it.</summary>
    Reached = 0,

    /// <summary>The growth value did not keep the one before.</summary>
    NotKept = 1,

    /// <summary>Goods that had reached the one before came back.</summary>
    Returned = 2,

    /// <summary>By hand.</summary>
    Set = 3,

    /// <summary>By hand, to stay.</summary>
    Locked = 4,
}
