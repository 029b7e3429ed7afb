using Portal.Domain.Registration;

namespace Portal.Domain.Tests.Registration;

public sealed class SignInDeviceTests
{
    [Theory]
    [InlineData("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36", "Chrome · Windows")]
    [InlineData("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0", "Edge · Windows")]
    [InlineData("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Safari/605.1.15", "Safari · macOS")]
    [InlineData("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox · Linux")]
    [InlineData("Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0 Mobile Safari/537.36 MicroMessenger/8.0", "WeChat · Android")]
    [InlineData("Your own computer, really", "")]
    [InlineData(null, "")]
    public void Only_known_names_are_told(string? userAgent, string device) => Assert.Equal(device, SignInDevice.Describe(userAgent));

    [Fact]
    public void A_long_name_is_cut() => Assert.Equal(200, new SignInRequest("", "", "00", new string('x', 300), "", DateTime.UnixEpoch).Device.Length);
}
