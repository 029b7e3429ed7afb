using System.Globalization;
using Radzen;

namespace Portal.Ui;

/// <summary>The built-in texts of the components, in our languages; null leaves the component's own English.</summary>
internal sealed class RadzenTexts(Texts texts) : ILocalizer
{
    /// <inheritdoc />
    public string? Get(string key, CultureInfo culture)
    {
        var own = "radzen." + key;
        return texts.Has(own) ? texts[own] : null;
    }
}
