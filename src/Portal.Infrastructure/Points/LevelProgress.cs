using Portal.Domain.Points.Levels;
using Portal.Domain.Points.Rules;

namespace Portal.Infrastructure.Points;

/// <summary>How a member stands between levels: what is missing to the next one, and what keeps the present one until when.</summary>
public sealed record LevelProgress
{
    /// <summary>The level's code.</summary>
    public required string Level { get; init; }

    /// <summary>What points are multiplied with.</summary>
    public decimal Factor { get; init; }

    /// <summary>The growth value that counts today.</summary>
    public decimal Value { get; init; }

    /// <summary>Whether growth value is money, so that screens write it as such.</summary>
    public bool IsMoney { get; init; }

    /// <summary>The next level up; null at the top.</summary>
    public string? Next { get; init; }

    /// <summary>Its threshold.</summary>
    public decimal? NextFrom { get; init; }

    /// <summary>What is missing to it.</summary>
    public decimal? MissingToNext { get; init; }

    /// <summary>The day by whose end the level must be kept; null where nothing takes it.</summary>
    public DateOnly? KeepBy { get; init; }

    /// <summary>What is missing by then; 0 where it is kept.</summary>
    public decimal MissingToKeep { get; init; }

    /// <summary>Whether the check was failed and the days of grace run.</summary>
    public bool IsInGrace { get; init; }

    /// <summary>Whether it stays whatever the growth value.</summary>
    public bool IsLocked { get; init; }

    internal static LevelProgress? Of(PointsRules rules, Domain.Points.Records.PointsMembership member, IReadOnlyList<(DateOnly On, decimal Value)> growth, decimal lifetime, DateOnly today)
    {
        if (rules.Levels is not { } levels)
        {
            return null;
        }

        var list = levels.List.ToList();
        var index = Math.Max(0, list.FindIndex(level => level.Code == member.LevelCode));
        var (current, next) = (list[index], list.ElementAtOrDefault(index + 1));
        var scale = new PointScale(rules.PointDecimals, rules.CurrencyDecimals);
        var value = ValueIn(LevelWindow.Of(levels, today));
        var mayFall = index > 0 && levels.Down != LevelDown.Never && !member.IsLevelLocked;
        DateOnly? keepBy = !mayFall ? null : member.BelowSinceOn is { } failed ? failed.AddDays(levels.GraceDays) : CheckDay(levels, today);
        var counted = keepBy is not { } day ? value
            : member.BelowSinceOn is { } since ? ValueIn(LevelWindow.Of(levels, since) with { To = day })
            : ValueIn(LevelWindow.Of(levels, day));
        return new LevelProgress
        {
            Level = current.Code,
            Factor = current.Factor,
            Value = value,
            IsMoney = levels.Growth == GrowthSource.Spend,
            Next = next?.Code,
            NextFrom = next?.From,
            MissingToNext = next is null ? null : Math.Max(0, next.From - value),
            KeepBy = keepBy,
            MissingToKeep = keepBy is null ? 0 : Math.Max(0, (current.KeepFrom ?? current.From) - counted),
            IsInGrace = mayFall && member.BelowSinceOn is not null,
            IsLocked = member.IsLevelLocked,
        };

        decimal ValueIn(Domain.Shared.DateRange window) => levels.Growth == GrowthSource.Balance ? scale.Points(member.BalanceUnits)
            : levels.Window == GrowthWindow.Lifetime ? lifetime
            : growth.Where(entry => window.Contains(entry.On)).Sum(entry => entry.Value);
    }

    private static DateOnly CheckDay(LevelRules levels, DateOnly today)
    {
        var day = today;
        while (!LevelWindow.IsCheckDay(levels.CheckAtEndOf, day))
        {
            day = day.AddDays(1);
        }

        return day;
    }
}
