using Portal.Domain.Registration;

namespace Portal.Domain.Tests.Registration;

public sealed class MemberDetailsTests
{
    private static readonly DateOnly Today = new(2026, 2, 28);

    [Theory]
    [InlineData("13800138000", "13800138000")]
    [InlineData("138 0013-8000", "13800138000")]
    [InlineData("+86 138 0013 8000", "13800138000")]
    [InlineData("１３８００１３８０００", "13800138000")]
    [InlineData("+1 (415) 555-0100", "+14155550100")]
    [InlineData("12800138000", null)]
    [InlineData("1380013800", null)]
    [InlineData("+0123456789", null)]
    [InlineData("+12", null)]
    [InlineData("138001380001", null)]
    [InlineData("<b>13800138000", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void Mobile_numbers_are_read_as_people_type_them(string? typed, string? number) => Assert.Equal(number, MemberDetails.MobileOf(typed));

    [Theory]
    [InlineData("2012-02-28", null)]
    [InlineData("2012-02-29", "member_too_young")]
    [InlineData("2026-03-01", "member_birthday_invalid")]
    [InlineData("1906-02-27", "member_birthday_invalid")]
    [InlineData("1906-02-28", null)]
    [InlineData("2000-02-29", null)]
    public void Birthdays(string birthOn, string? refused)
    {
        var outcome = MemberDetails.Read("Li Na", "13800138000", DateOnly.Parse(birthOn, System.Globalization.CultureInfo.InvariantCulture), Today);
        Assert.Equal(refused, outcome.IsDone ? null : outcome.Refusal.Code);
    }

    [Theory]
    [InlineData("<script>alert(1)</script>", true)]
    [InlineData("欧阳·买买提江", true)]
    [InlineData("Li\r\nBcc: x", false)]
    [InlineData("  ", false)]
    [InlineData(null, false)]
    public void Names_are_any_signs_on_one_line(string? name, bool isTaken) =>
        Assert.Equal(isTaken, MemberDetails.Read(name, "13800138000", null, Today).IsDone);

    [Fact]
    public void A_name_that_is_too_long_is_refused() =>
        Assert.False(MemberDetails.Read(new string('李', MemberDetails.MaxNameLength + 1), "13800138000", null, Today).IsDone);
}
