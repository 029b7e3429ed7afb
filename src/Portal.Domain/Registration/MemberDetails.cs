using Portal.Domain.Shared;

namespace Portal.Domain.Registration;

/// <summary>What a person says about itself when it becomes a member, read and checked.</summary>
/// <param name="Name">The name.</param>
/// <param name="Mobile">The mobile number: digits, with + and country code where it is not of mainland China.</param>
/// <param name="BirthOn">The birthday, or null.</param>
public sealed record MemberDetails(string Name, string Mobile, DateOnly? BirthOn)
{
    /// <summary>Most characters of a name.</summary>
    public const int MaxNameLength = 100;

    /// <summary>The age from which a person decides about its data itself (personal information protection law, article 31).</summary>
    public const int MinAge = 14;

    private const int MaxAge = 120;

    /// <summary>Reads what was typed.</summary>
    public static Outcome<MemberDetails> Read(string? name, string? mobile, DateOnly? birthOn, DateOnly today)
    {
        var refusals = new List<Refusal>();
        var cleanName = name?.Trim() ?? "";
        if (cleanName.Length is 0 or > MaxNameLength || cleanName.Any(sign => char.IsControl(sign) || sign is '\u2028' or '\u2029'))
        {
            refusals.Add(new Refusal("member_name_needed", MaxNameLength) { Field = nameof(Name) });
        }

        var cleanMobile = MobileOf(mobile);
        if (cleanMobile is null)
        {
            refusals.Add(new Refusal("member_mobile_invalid") { Field = nameof(Mobile) });
        }

        if (birthOn is { } birth && (birth > today || birth < today.AddYears(-MaxAge)))
        {
            refusals.Add(new Refusal("member_birthday_invalid") { Field = nameof(BirthOn) });
        }
        else if (birthOn > today.AddYears(-MinAge))
        {
            refusals.Add(new Refusal("member_too_young", MinAge) { Field = nameof(BirthOn) });
        }

        return refusals.Count > 0 ? Outcome<MemberDetails>.Refused(refusals) : new MemberDetails(cleanName, cleanMobile!, birthOn);
    }

    /// <summary>A mobile number as a person types it: 138 0013 8000, +86-138..., full-width digits; null where it is none.</summary>
    public static string? MobileOf(string? typed)
    {
        var digits = string.Concat((typed ?? "").Where(sign => !char.IsWhiteSpace(sign) && sign is not ('-' or '－' or '(' or ')')).Select(HalfWidth));
        if (digits.StartsWith("+86", StringComparison.Ordinal))
        {
            digits = digits[3..];
        }

        if (digits.StartsWith('+'))
        {
            return digits.Length is >= 8 and <= 16 && digits[1] != '0' && digits.Skip(1).All(char.IsAsciiDigit) ? digits : null;
        }

        return digits.Length == 11 && digits[0] == '1' && digits[1] is >= '3' and <= '9' && digits.All(char.IsAsciiDigit) ? digits : null;
    }

    private static char HalfWidth(char sign) => sign is >= '０' and <= '９' ? (char)(sign - '０' + '0') : sign == '＋' ? '+' : sign;
}

/// <summary>Which wording is agreed to. A new wording gets a new version; who agreed to an older one is asked again.</summary>
public static class ConsentWording
{
    /// <summary>The version of the wording shown now.</summary>
    public const string Version = "2026-11-22";
}
