using System.Globalization;
using System.Net.Security;
using System.Text;

namespace Portal.Infrastructure.Messages;

/// <summary>A conversation with a mail server (RFC 5321): as much of it as handing over one message takes.</summary>
internal sealed class SmtpSession(Stream stream) : IAsyncDisposable
{
    private const int MaxLineLength = 2000;
    private const int MaxReplyLines = 100;
    private readonly byte[] _buffer = new byte[4096];
    private Stream _stream = stream;
    private int _start;
    private int _end;
    private HashSet<string> _offers = [];

    /// <summary>Takes the server's welcome and asks what it can do.</summary>
    public async Task GreetAsync(CancellationToken cancellationToken)
    {
        await ExpectAsync(220, cancellationToken);
        await HelloAsync(cancellationToken);
    }

    /// <summary>Changes to TLS; a server that cannot is left before anything is said.</summary>
    public async Task StartTlsAsync(SslClientAuthenticationOptions encryption, CancellationToken cancellationToken)
    {
        if (!_offers.Contains("STARTTLS"))
        {
            throw new SmtpRefusedException("The server does not offer STARTTLS.", isForGood: false);
        }

        await SayAsync("STARTTLS", cancellationToken);
        await ExpectAsync(220, cancellationToken);
        if (_start != _end)
        {
            // What came in clear behind the answer could be somebody else's and would be taken for the server's.
            throw new SmtpRefusedException("The server said more than it may before TLS.", isForGood: false);
        }

        await ProtectAsync(encryption, cancellationToken);
        await HelloAsync(cancellationToken);
    }

    /// <summary>Encrypts from here on.</summary>
    public async Task ProtectAsync(SslClientAuthenticationOptions encryption, CancellationToken cancellationToken)
    {
        var secure = new SslStream(_stream, leaveInnerStreamOpen: false);
        _stream = secure;
        await secure.AuthenticateAsClientAsync(encryption, cancellationToken);
    }

    /// <summary>Shows user and password.</summary>
    public async Task SignInAsync(string user, string password, CancellationToken cancellationToken)
    {
        try
        {
            if (_offers.Contains("AUTH PLAIN"))
            {
                await SayAsync("AUTH PLAIN " + Base64($"\0{user}\0{password}"), cancellationToken);
                await ExpectAsync(235, cancellationToken);
                return;
            }

            await SayAsync("AUTH LOGIN", cancellationToken);
            await ExpectAsync(334, cancellationToken);
            await SayAsync(Base64(user), cancellationToken);
            await ExpectAsync(334, cancellationToken);
            await SayAsync(Base64(password), cancellationToken);
            await ExpectAsync(235, cancellationToken);
        }
        catch (SmtpRefusedException refused)
        {
            // The message is right; the settings can be put right.
            throw new SmtpRefusedException(refused.Message, isForGood: false);
        }
    }

    /// <summary>Hands the message over; when this returns, it is the server's.</summary>
    public async Task SendAsync(string from, string to, byte[] text, CancellationToken cancellationToken)
    {
        await SayAsync($"MAIL FROM:<{from}>", cancellationToken);
        await ExpectAsync(250, cancellationToken);
        await SayAsync($"RCPT TO:<{to}>", cancellationToken);
        await ExpectAsync(250, cancellationToken);
        await SayAsync("DATA", cancellationToken);
        await ExpectAsync(354, cancellationToken);
        await _stream.WriteAsync(WithDots(text), cancellationToken);
        await _stream.FlushAsync(cancellationToken);
        await ExpectAsync(250, cancellationToken);
        await PartAsync(cancellationToken);
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync() => _stream.DisposeAsync();

    /// <summary>A line that begins with a dot would end the message: such dots are doubled, and the end is added.</summary>
    internal static byte[] WithDots(byte[] text)
    {
        var lines = Encoding.Latin1.GetString(text);
        lines = (lines.StartsWith('.') ? "." : "") + lines.Replace("\r\n.", "\r\n..", StringComparison.Ordinal);
        return Encoding.Latin1.GetBytes(lines + (lines.EndsWith("\r\n", StringComparison.Ordinal) ? "" : "\r\n") + ".\r\n");
    }

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    /// <summary>Says goodbye; the message is handed over, so what goes wrong now does not matter.</summary>
    private async Task PartAsync(CancellationToken cancellationToken)
    {
        try
        {
            await SayAsync("QUIT", cancellationToken);
        }
        catch (Exception error) when (error is IOException or OperationCanceledException)
        {
            // It has gone already.
        }
    }

    private async Task HelloAsync(CancellationToken cancellationToken)
    {
        await SayAsync("EHLO portal.localdomain", cancellationToken);
        var lines = await ExpectAsync(250, cancellationToken);
        _offers = [.. lines.Skip(1).SelectMany(Offers)];
    }

    private static IEnumerable<string> Offers(string line)
    {
        var words = line.ToUpperInvariant().Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return words.Length == 0 ? [] : words is ["AUTH", ..] ? words.Skip(1).Select(way => "AUTH " + way) : [words[0]];
    }

    private async Task SayAsync(string line, CancellationToken cancellationToken)
    {
        await _stream.WriteAsync(Encoding.ASCII.GetBytes(line + "\r\n"), cancellationToken);
        await _stream.FlushAsync(cancellationToken);
    }

    /// <summary>Reads a reply of one or several lines.</summary>
    /// <exception cref="SmtpRefusedException">It is another one than expected.</exception>
    private async Task<IReadOnlyList<string>> ExpectAsync(int expected, CancellationToken cancellationToken)
    {
        var lines = new List<string>();
        for (; ; )
        {
            var line = await ReadLineAsync(cancellationToken);
            if (line.Length < 3 || !int.TryParse(line.AsSpan(0, 3), NumberStyles.None, CultureInfo.InvariantCulture, out var code) || lines.Count == MaxReplyLines)
            {
                throw new IOException("The server does not speak SMTP.");
            }

            lines.Add(line.Length > 4 ? line[4..] : "");
            if (line.Length > 3 && line[3] == '-')
            {
                continue;
            }

            return code == expected ? lines : throw new SmtpRefusedException(string.Create(CultureInfo.InvariantCulture, $"{code} {string.Join(' ', lines)}"), code >= 500);
        }
    }

    private async Task<string> ReadLineAsync(CancellationToken cancellationToken)
    {
        var line = new StringBuilder();
        for (; ; )
        {
            if (_start == _end)
            {
                (_start, _end) = (0, await _stream.ReadAsync(_buffer, cancellationToken));
                if (_end == 0)
                {
                    throw new IOException("The server closed the connection.");
                }
            }

            var sign = (char)_buffer[_start++];
            if (sign == '\n')
            {
                return line.ToString().TrimEnd('\r');
            }

            if (line.Append(sign).Length > MaxLineLength)
            {
                throw new IOException("The server does not speak SMTP.");
            }
        }
    }
}

/// <summary>A mail server said no.</summary>
/// <param name="message">What it said.</param>
/// <param name="isForGood">Whether trying again is of no use.</param>
internal sealed class SmtpRefusedException(string message, bool isForGood) : Exception(message)
{
    public bool IsForGood { get; } = isForGood;
}
