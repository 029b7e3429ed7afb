namespace Portal.Member.Registration;

/// <summary>The addresses of the pages of signing up; a referral code goes along.</summary>
internal static class RegisterAddresses
{
    public static string Start(string? referral) => With("/account/register", referral);

    public static string Code(string? referral) => With("/account/register/code", referral);

    public static string Details(string? referral) => With("/account/register/details", referral);

    private static string With(string page, string? referral) =>
        string.IsNullOrWhiteSpace(referral) || referral.Length > 20 ? page : page + "?ref=" + Uri.EscapeDataString(referral);
}
