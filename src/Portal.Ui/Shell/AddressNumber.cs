using System.Globalization;

namespace Portal.Ui.Shell;

/// <summary>Numbers of records in an address. They are taken as text, since an address with nonsense must show the page, not an error.</summary>
public static class AddressNumber
{
    /// <summary>The number, or null for none and for nonsense.</summary>
    public static long? Read(string? text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
