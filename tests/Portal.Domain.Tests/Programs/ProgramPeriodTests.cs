using Portal.Domain.Programs;
using Portal.Domain.Shared;
using static Portal.Domain.Tests.Programs.Definitions;

namespace Portal.Domain.Tests.Programs;

public class ProgramPeriodTests
{
    [Theory]
    [InlineData(PeriodKind.Month, 11, "2026-02-10", "2026-02-28")]
    [InlineData(PeriodKind.Quarter, 4, "2026-02-10", "2026-03-31")]
    [InlineData(PeriodKind.HalfYear, 2, "2026-02-10", "2026-06-30")]
    [InlineData(PeriodKind.Year, 1, "2026-02-10", "2026-12-15")]
    public void Calendar_periods_are_cut_to_the_validity(PeriodKind kind, int count, string from, string to)
    {
        var periods = ProgramPeriods.Of(Program().Every(kind) with { ValidFrom = Day(2, 10), ValidTo = Day(12, 15) });
        Assert.Equal(count, periods.Count);
        Assert.Equal(new DateRange(DateOnly.ParseExact(from, "yyyy-MM-dd"), DateOnly.ParseExact(to, "yyyy-MM-dd")), periods[0]);
        Assert.Equal(Day(12, 15), periods[^1].To);
        Assert.All(periods.Zip(periods.Skip(1)), pair => Assert.Equal(pair.First.To.AddDays(1), pair.Second.From));
    }

    [Fact]
    public void Custom_periods_are_the_list()
    {
        var program = Program() with { Period = new ProgramPeriod(PeriodKind.Custom) { Custom = [new(Day(1, 1), Day(2, 15)), new(Day(3, 1), Day(3, 31))] } };
        Assert.Equal(new DateRange(Day(3, 1), Day(3, 31)), ProgramPeriods.Containing(program, Day(3, 1)));
        Assert.Null(ProgramPeriods.Containing(program, Day(2, 20)));
        Assert.Single(ProgramPeriods.EndedBefore(program, Day(2, 16)));
        Assert.Empty(ProgramPeriods.EndedBefore(program, Day(2, 15)));
    }

    [Theory]
    [InlineData(3, 31, true)]
    [InlineData(4, 1, false)]
    [InlineData(4, 2, true)]
    public void A_day_splits_a_period_unless_it_is_its_first(int month, int day, bool splits) =>
        Assert.Equal(splits, ProgramPeriods.Splits(Program(), Day(month, day)));

    [Fact]
    public void The_end_of_time_does_not_overflow() =>
        Assert.Equal(DateOnly.MaxValue, ProgramPeriods.Of(Program() with { ValidFrom = new DateOnly(9998, 5, 1), ValidTo = DateOnly.MaxValue })[^1].To);

    [Theory]
    [InlineData("2026-03-30", 1)]
    [InlineData("2026-03-31", 0)]
    [InlineData("2026-05-01", 0)]
    public void Days_left_are_those_after_today(string on, int left) =>
        Assert.Equal(left, ProgramPeriods.DaysLeft(new DateRange(Day(1, 1), Day(3, 31)), DateOnly.ParseExact(on, "yyyy-MM-dd")));
}
