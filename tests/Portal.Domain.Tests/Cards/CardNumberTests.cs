using Portal.Domain.Cards;
using Portal.Domain.Shared;

namespace Portal.Domain.Tests.Cards;

public sealed class CardNumberTests
{
    private static readonly DateTime Now = new(2026, 3, 15, 4, 0, 0, DateTimeKind.Utc);
    private static readonly byte[] Key = [.. Enumerable.Range(1, 32).Select(number => (byte)number)];

    [Theory]
    [InlineData("7992739871", '3')]
    [InlineData("411111111111111", '1')]
    [InlineData("0", '0')]
    public void The_check_digit(string digits, char expected)
    {
        Assert.Equal(expected, CardNumbers.CheckDigit(digits));
        Assert.True(CardNumbers.HasRightCheckDigit(digits + expected));
    }

    [Fact]
    public void One_wrong_digit_is_noticed()
    {
        const string Number = "6200010000017";
        var right = Number[..^1] + CardNumbers.CheckDigit(Number[..^1]);
        for (var index = 0; index < right.Length; index++)
        {
            var wrong = right[..index] + (char)('0' + ((right[index] - '0' + 1) % 10)) + right[(index + 1)..];
            Assert.False(CardNumbers.HasRightCheckDigit(wrong), wrong);
        }
    }

    [Fact]
    public void A_range_gives_out_its_numbers_once_and_no_more()
    {
        var range = new CardNumberRange(1, "6200", 6, 1, 3, true);
        var taken = range.Take(2).Value;
        Assert.All(taken, number => Assert.True(CardNumbers.HasRightCheckDigit(number)));
        Assert.Equal(["6200000001", "6200000002"], taken.Select(number => number[..^1]));
        Assert.Equal(new Refusal("cardrange_exhausted", "6200", 1L), range.Take(2).Refusal);
        Assert.Single(range.Take(1).Value);
        Assert.Equal(0, range.Left);
    }

    [Theory]
    [InlineData("62a", 6, 1, 9, "cardrange_prefix")]
    [InlineData("", 6, 1, 9, "cardrange_prefix")]
    [InlineData("6", 3, 1, 9, "cardrange_length")]
    [InlineData("62000000", 12, 1, 9, "cardrange_length")]
    [InlineData("6200", 4, 1, 10_000, "cardrange_serials")]
    [InlineData("6200", 4, 9, 8, "cardrange_serials")]
    [InlineData("6200", 4, 0, 9_999, null)]
    public void Ranges_that_cannot_be(string prefix, int digits, long first, long last, string? code) =>
        Assert.Equal(code, CardNumberRange.Check(prefix, digits, first, last, true)?.Code);

    [Fact]
    public void Ranges_that_overlap()
    {
        var range = new CardNumberRange(1, "6200", 6, 100, 199, true);
        Assert.True(range.Overlaps(new CardNumberRange(2, "62000", 5, 150, 160, true)));
        Assert.False(range.Overlaps(new CardNumberRange(2, "6200", 6, 200, 299, true)));
        Assert.False(range.Overlaps(new CardNumberRange(2, "6200", 7, 100, 199, true)));
    }

    [Theory]
    [InlineData(" 6200-0100 ０１２３ ", "620001000123")]
    [InlineData(null, "")]
    public void Numbers_as_people_type_them(string? typed, string expected) => Assert.Equal(expected, CardNumbers.Read(typed));

    [Fact]
    public void A_code_is_good_for_a_minute_and_not_after()
    {
        var code = CardCode.Make(42, Now, Key);
        Assert.Equal(42, CardCode.Read(code, Now, Key).Value);
        Assert.Equal(42, CardCode.Read(" " + code.ToLowerInvariant() + "\n", Now.AddSeconds(59), Key).Value);
        Assert.Equal("card_code_expired", CardCode.Read(code, Now.AddSeconds(60), Key).Refusal.Code);
        Assert.NotEqual(code, CardCode.Make(42, Now, Key));
    }

    [Fact]
    public void A_forged_code_is_refused()
    {
        var code = CardCode.Make(42, Now, Key);
        for (var index = CardCode.Prefix.Length; index < code.Length; index++)
        {
            var forged = code[..index] + (code[index] == '0' ? '1' : '0') + code[(index + 1)..];
            Assert.Equal("card_code_invalid", CardCode.Read(forged, Now, Key).Refusal.Code);
        }

        Assert.Equal("card_code_invalid", CardCode.Read(code, Now, new byte[32]).Refusal.Code);
        Assert.Equal("card_code_invalid", CardCode.Read(code + "00", Now, Key).Refusal.Code);
        Assert.Equal("card_code_invalid", CardCode.Read(null, Now, Key).Refusal.Code);
        Assert.Equal("card_code_invalid", CardCode.Read(CardCode.Prefix + new string('Z', 64), Now, Key).Refusal.Code);
    }

    [Fact]
    public void Visits_come_from_the_lot_that_ends_first()
    {
        var later = new VisitLot(1, 1, "wash", 5, 1_000, new DateOnly(2026, 12, 31));
        var never = new VisitLot(1, 1, "wash", 5, 1_000, null);
        var sooner = new VisitLot(1, 1, "wash", 2, 500, new DateOnly(2026, 4, 1));
        var over = new VisitLot(1, 1, "wash", 9, 900, new DateOnly(2026, 3, 14));
        var other = new VisitLot(1, 1, "oil", 9, 900, null);
        var plan = VisitLot.Plan([never, later, sooner, over, other], "wash", 8, new DateOnly(2026, 3, 15)).Value;
        Assert.Equal([(sooner, 2), (later, 5), (never, 1)], plan.Select(take => (take.Lot, take.Times)));
        Assert.Equal(
            new Refusal("card_visits_insufficient", "wash", 12, 13) { Field = "Times" }, VisitLot.Plan([never, later, sooner], "wash", 13, new DateOnly(2026, 3, 15)).Refusal);
    }

    [Fact]
    public void Single_visits_add_up_to_the_price()
    {
        var lot = new VisitLot(1, 1, "wash", 3, 100, null);
        var values = new List<long>();
        while (lot.Left > 0)
        {
            values.Add(lot.NextValueMinor(1));
            lot.Take(1);
        }

        Assert.Equal([33, 33, 34], values);
        Assert.Equal(0, lot.LeftValueMinor);
    }
}
