using System.Globalization;
using System.Text;
using Portal.Domain.Messages;

namespace Portal.Infrastructure.Messages;

/// <summary>Writes a message as the text that mail servers pass on (RFC 5322): headers in ASCII, words of other scripts encoded, body as base64.</summary>
internal static class MailText
{
    private const int BytesPerWord = 39;
    private const int BodyLineLength = 76;

    /// <summary>Writes it.</summary>
    /// <exception cref="MailRefusedException">An address or header holds what could end it.</exception>
    public static byte[] Write(OutgoingMessage message, string fromAddress, string fromName)
    {
        var from = AddressOf(fromAddress, "message_sender_invalid");
        var to = AddressOf(message.To, "message_address_invalid");
        var text = new StringBuilder();
        Header("From", $"{Words(fromName)} <{from}>");
        Header("To", $"<{to}>");
        Header("Subject", Words(message.Subject));
        Header("Date", message.WrittenAtUtc.ToString("ddd, dd MMM yyyy HH:mm:ss '+0000'", CultureInfo.InvariantCulture));
        Header("Message-ID", $"<{Plain(message.Id)}@{from[(from.IndexOf('@', StringComparison.Ordinal) + 1)..]}>");
        Header("Auto-Submitted", "auto-generated");
        Header("Content-Language", Plain(message.Culture));
        Header("MIME-Version", "1.0");
        Header("Content-Type", "text/plain; charset=utf-8");
        Header("Content-Transfer-Encoding", "base64");
        text.Append("\r\n");
        var body = Convert.ToBase64String(Encoding.UTF8.GetBytes(message.Body.ReplaceLineEndings("\r\n")));
        for (var start = 0; start < body.Length; start += BodyLineLength)
        {
            text.Append(body.AsSpan(start, Math.Min(BodyLineLength, body.Length - start))).Append("\r\n");
        }

        return Encoding.ASCII.GetBytes(text.ToString());

        void Header(string name, string value) => text.Append(name).Append(": ").Append(value).Append("\r\n");
    }

    private static string AddressOf(string typed, string reasonCode) =>
        EmailAddress.TryParse(typed, out var address) && address.Text == typed ? address.Text : throw new MailRefusedException(reasonCode);

    private static string Plain(string value) =>
        value.All(sign => char.IsAsciiLetterOrDigit(sign) || sign is '-' or '.' or '_') ? value : throw new MailRefusedException("message_header_invalid");

    /// <summary>Words of a header: never as they are, so that nothing in them means anything to a server.</summary>
    private static string Words(string value)
    {
        if (value.Any(sign => char.IsControl(sign) || sign is '\u2028' or '\u2029'))
        {
            throw new MailRefusedException("message_header_invalid");
        }

        var words = new List<string>();
        var bytes = new List<byte>(BytesPerWord);
        Span<byte> sign = stackalloc byte[4];
        foreach (var rune in value.EnumerateRunes())
        {
            var length = rune.EncodeToUtf8(sign);
            if (bytes.Count + length > BytesPerWord)
            {
                words.Add(Encoded(bytes));
                bytes.Clear();
            }

            bytes.AddRange(sign[..length]);
        }

        words.Add(Encoded(bytes));
        return string.Join("\r\n ", words);
    }

    private static string Encoded(List<byte> bytes) => "=?utf-8?B?" + Convert.ToBase64String([.. bytes]) + "?=";
}

/// <summary>A message that must not leave as it is.</summary>
/// <param name="reasonCode">The code of the reason.</param>
internal sealed class MailRefusedException(string reasonCode) : Exception(reasonCode)
{
    public string ReasonCode { get; } = reasonCode;
}
