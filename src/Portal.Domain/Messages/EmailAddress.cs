using System.Diagnostics.CodeAnalysis;

namespace Portal.Domain.Messages;

/// <summary>
/// An e-mail address as mail servers everywhere take it: one @, letters, digits and few signs, in lower case. Narrower than the
/// standard on purpose: what is refused here could end a header, hide a second recipient or not be typed at sign-in.
/// </summary>
public sealed record EmailAddress
{
    /// <summary>Most characters.</summary>
    public const int MaxLength = 200;

    private const int MaxNameLength = 64;
    private const int MaxLabelLength = 63;

    private EmailAddress(string text) => Text = text;

    /// <summary>The address in lower case.</summary>
    public string Text { get; }

    /// <summary>With most of the name hidden: l***i@example.org.</summary>
    public string Masked
    {
        get
        {
            var at = Text.IndexOf('@', StringComparison.Ordinal);
            return at <= 2 ? Text[..1] + "***" + Text[at..] : Text[..1] + "***" + Text[(at - 1)..];
        }
    }

    /// <summary>Takes what was typed; blanks around it do not matter.</summary>
    public static bool TryParse(string? typed, [NotNullWhen(true)] out EmailAddress? address)
    {
        address = null;
        var text = typed?.Trim(' ').ToLowerInvariant() ?? "";
        var at = text.IndexOf('@', StringComparison.Ordinal);
        if (text.Length > MaxLength || at is < 1 or > MaxNameLength || !IsName(text[..at]) || !IsHost(text[(at + 1)..]))
        {
            return false;
        }

        address = new EmailAddress(text);
        return true;
    }

    /// <inheritdoc />
    public override string ToString() => Text;

    private static bool IsName(string name) =>
        name.All(sign => char.IsAsciiLetterOrDigit(sign) || sign is '.' or '_' or '-' or '+')
        && name[0] != '.' && name[^1] != '.' && !name.Contains("..", StringComparison.Ordinal);

    private static bool IsHost(string host)
    {
        var labels = host.Split('.');
        return labels.Length > 1 && labels.All(IsLabel);
    }

    private static bool IsLabel(string label) =>
        label.Length is > 0 and <= MaxLabelLength && label[0] != '-' && label[^1] != '-' && label.All(sign => char.IsAsciiLetterOrDigit(sign) || sign == '-');
}
