using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Portal.Domain.Shared;

namespace Portal.Ui.Pieces;

/// <summary>Reads amounts of money as people type them.</summary>
public static partial class AmountText
{
    /// <summary>The amount in minor units, or null where the text is none: at most two decimals, commas only between thousands.</summary>
    public static long? Read(string? typed)
    {
        var text = (typed ?? "").Normalize(NormalizationForm.FormKC).Trim().TrimStart('¥', '￥').Replace(" ", "", StringComparison.Ordinal);
        if (!Plain().IsMatch(text) && !Grouped().IsMatch(text))
        {
            return null;
        }

        return decimal.TryParse(text.Replace(",", "", StringComparison.Ordinal), NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var amount)
            ? Money.FromAmount(amount).Minor
            : null;
    }

    [GeneratedRegex(@"^-?\d{1,13}(\.\d{0,2})?$", RegexOptions.CultureInvariant)]
    private static partial Regex Plain();

    [GeneratedRegex(@"^-?\d{1,3}(,\d{3}){1,4}(\.\d{0,2})?$", RegexOptions.CultureInvariant)]
    private static partial Regex Grouped();
}
