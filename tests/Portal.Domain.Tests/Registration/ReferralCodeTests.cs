using Portal.Domain.Registration;

namespace Portal.Domain.Tests.Registration;

public sealed class ReferralCodeTests
{
    [Fact]
    public void A_code_stands_for_one_customer()
    {
        var codes = new HashSet<string>();
        for (var id = 1L; id <= 20_000; id++)
        {
            var code = ReferralCode.Of(id);
            Assert.True(codes.Add(code));
            Assert.True(ReferralCode.TryRead(code, out var read));
            Assert.Equal(id, read);
        }

        Assert.True(ReferralCode.TryRead(" " + ReferralCode.Of(887_503_680).ToLowerInvariant().Insert(3, "-"), out var last));
        Assert.Equal(887_503_680, last);
    }

    [Fact]
    public void One_wrong_sign_or_two_neighbours_that_changed_places_are_found()
    {
        var code = ReferralCode.Of(4711);
        for (var place = 0; place < code.Length; place++)
        {
            var other = code[place] == '7' ? 'K' : '7';
            Assert.False(ReferralCode.TryRead(code[..place] + other + code[(place + 1)..], out _));
        }

        for (var place = 0; place < 5; place++)
        {
            if (code[place] != code[place + 1])
            {
                Assert.False(ReferralCode.TryRead(code[..place] + code[place + 1] + code[place] + code[(place + 2)..], out _));
            }
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("0OI1L00")]
    [InlineData("ABCDEFGH")]
    [InlineData("'; drop table")]
    public void What_is_no_code_is_none(string? typed) => Assert.False(ReferralCode.TryRead(typed, out _));
}
