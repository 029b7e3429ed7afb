using Portal.Domain.Shared;

namespace Portal.Infrastructure.Shared;

/// <summary>
/// Fills the places of a text: <c>{0}</c> is the value as people read it, <c>{0:customer|customers}</c> the word that goes with
/// the value, the first for one and the second for any other number. Screens and command line use it alike.
/// </summary>
/// <param name="formatValue">How a value is written.</param>
public sealed class TextFormatter(Func<object?, string> formatValue) : IFormatProvider, ICustomFormatter
{
    /// <inheritdoc />
    public object? GetFormat(Type? formatType) => formatType == typeof(ICustomFormatter) ? this : null;

    /// <inheritdoc />
    public string Format(string? format, object? arg, IFormatProvider? formatProvider) =>
        string.IsNullOrEmpty(format) ? formatValue(arg) : Word(format, arg);

    /// <summary>The word of "one|many" that goes with a value.</summary>
    public static string Word(string words, object? value)
    {
        ArgumentNullException.ThrowIfNull(words);
        var bar = words.IndexOf('|', StringComparison.Ordinal);
        return bar < 0 ? words : IsOne(value) ? words[..bar] : words[(bar + 1)..];
    }

    private static bool IsOne(object? value) => value switch
    {
        int count => count == 1,
        long count => count == 1,
        decimal number => number == 1,
        Quantity quantity => quantity.Milli == 1000,
        string text => text == "1",
        _ => false,
    };
}
