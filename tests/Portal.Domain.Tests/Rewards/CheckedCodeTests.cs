using Portal.Domain.Rewards;

namespace Portal.Domain.Tests.Rewards;

public sealed class CheckedCodeTests
{
    private const string Symbols = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";

    [Fact]
    public void A_wrong_symbol_is_always_noticed()
    {
        for (var round = 0; round < 20; round++)
        {
            var code = CheckedCode.New(12);
            Assert.Equal(code, CheckedCode.Read(code, 12));
            for (var index = 0; index < code.Length; index++)
            {
                foreach (var symbol in Symbols.Where(symbol => symbol != code[index]))
                {
                    Assert.True(CheckedCode.Read(code[..index] + symbol + code[(index + 1)..], 12) is null, $"{code}: {symbol} at {index}");
                }
            }
        }
    }

    [Fact]
    public void Neighbours_changed_for_each_other_are_noticed_but_for_the_outermost_symbols()
    {
        var missed = 0;
        foreach (var first in Symbols)
        {
            foreach (var second in Symbols.Where(second => second != first))
            {
                var code = CheckedCode.WithCheck($"{first}{second}ABC");
                missed += CheckedCode.Read($"{second}{first}{code[2..]}", 6) is null ? 0 : 1;
            }
        }

        Assert.Equal(2, missed);
    }

    [Fact]
    public void It_is_read_as_people_type_it()
    {
        var code = CheckedCode.WithCheck("QLABCDEFGHJ");
        Assert.Equal(code, CheckedCode.Read(" " + CheckedCode.Print(code).ToLowerInvariant() + " ", 12));
        Assert.Equal(code, CheckedCode.Read("01" + code[2..], 12));
        Assert.Equal(14, CheckedCode.Print(code).Length);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("----")]
    [InlineData("'; drop table vouchers; --")]
    [InlineData("ＡＢＣＤＥＦＧＨＪＫＬＭ")]
    public void Anything_else_is_none(string? typed) => Assert.Null(CheckedCode.Read(typed, 12));

    [Fact]
    public void Codes_do_not_repeat() => Assert.Equal(10_000, Enumerable.Range(0, 10_000).Select(_ => CheckedCode.New(12)).Distinct().Count());

    [Theory]
    [InlineData("89504E470D0A1A0A00", "image/png")]
    [InlineData("FFD8FFE0", "image/jpeg")]
    [InlineData("524946460000000057454250565038", "image/webp")]
    [InlineData("3C7376673E", null)]
    [InlineData("474946383961", null)]
    [InlineData("3C68746D6C3E", null)]
    [InlineData("", null)]
    public void A_picture_is_what_its_bytes_are(string hex, string? mediaType) => Assert.Equal(mediaType, PictureTypes.Of(Convert.FromHexString(hex)));
}
