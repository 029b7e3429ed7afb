using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Portal.Infrastructure.Tests.Messages;

/// <summary>A mail server on this machine that keeps what it takes and says what a test wants.</summary>
public sealed class SmtpListener : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _lock = new();
    private readonly List<string> _taken = [];
    private readonly Task _serving;

    public SmtpListener()
    {
        _listener.Start();
        _serving = ServeAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>What it answers to a recipient; 250 takes it.</summary>
    public Func<string, string> ToRecipient { get; set; } = _ => "250 OK";

    /// <summary>What it says it can do.</summary>
    public string[] Offers { get; set; } = ["PIPELINING", "8BITMIME"];

    /// <summary>Called when a message has come whole, before it is acknowledged; the answer waits for it.</summary>
    public Func<string, Task> BeforeAnswer { get; set; } = _ => Task.CompletedTask;

    /// <summary>Lines that clients said outside messages.</summary>
    public List<string> Said { get; } = [];

    /// <summary>The messages taken, as they came.</summary>
    public IReadOnlyList<string> Taken
    {
        get
        {
            lock (_lock)
            {
                return [.. _taken];
            }
        }
    }

    /// <summary>The text of a message, decoded.</summary>
    public static string BodyOf(string message) =>
        Encoding.UTF8.GetString(Convert.FromBase64String(message[(message.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..].ReplaceLineEndings("")));

    /// <summary>A header of a message.</summary>
    public static string HeaderOf(string message, string name) =>
        message.Split("\r\n").First(line => line.StartsWith(name + ": ", StringComparison.Ordinal))[(name.Length + 2)..];

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _serving;
        _stop.Dispose();
    }

    private async Task ServeAsync()
    {
        var talks = new List<Task>();
        try
        {
            while (true)
            {
                talks.Add(TalkAsync(await _listener.AcceptTcpClientAsync(_stop.Token)));
            }
        }
        catch (Exception error) when (error is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(talks);
        }
    }

    private async Task TalkAsync(TcpClient client)
    {
        try
        {
            using var _ = client;
            await using var stream = client.GetStream();
            using var reader = new StreamReader(stream, Encoding.Latin1);
            await SayAsync(stream, "220 test");
            while (await reader.ReadLineAsync(_stop.Token) is { } line)
            {
                lock (_lock)
                {
                    Said.Add(line);
                }

                await AnswerAsync(line, stream, reader);
            }
        }
        catch (Exception error) when (error is IOException or OperationCanceledException or SocketException)
        {
            // The client, or the test, has gone.
        }
    }

    private async Task AnswerAsync(string line, NetworkStream stream, StreamReader reader)
    {
        var word = line.Split(' ', ':')[0].ToUpperInvariant();
        switch (word)
        {
            case "EHLO":
                await SayAsync(stream, "250-test\r\n" + string.Join("\r\n", Offers.Select((offer, index) => (index == Offers.Length - 1 ? "250 " : "250-") + offer)));
                break;
            case "RCPT":
                await SayAsync(stream, ToRecipient(line[9..^1]));
                break;
            case "AUTH":
                await SayAsync(stream, "235 OK");
                break;
            case "DATA":
                await SayAsync(stream, "354 go on");
                await TakeAsync(reader);
                await SayAsync(stream, "250 taken");
                break;
            case "QUIT":
                await SayAsync(stream, "221 bye");
                break;
            default:
                await SayAsync(stream, "250 OK");
                break;
        }
    }

    private async Task TakeAsync(StreamReader reader)
    {
        var message = new StringBuilder();
        while (await reader.ReadLineAsync(_stop.Token) is { } line && line != ".")
        {
            message.Append(line.StartsWith("..", StringComparison.Ordinal) ? line[1..] : line).Append("\r\n");
        }

        lock (_lock)
        {
            _taken.Add(message.ToString());
        }

        await BeforeAnswer(message.ToString());
    }

    private async Task SayAsync(NetworkStream stream, string line) => await stream.WriteAsync(Encoding.Latin1.GetBytes(line + "\r\n"), _stop.Token);
}
