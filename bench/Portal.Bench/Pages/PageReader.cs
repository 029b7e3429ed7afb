using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Portal.Bench.Pages;

/// <summary>
/// Asks for pages over one connection and takes the time. The thread that asks waits for the answer itself: other threads, woken
/// where the server still works on what comes after the first byte, would wait for it to end on a machine with two cores.
/// </summary>
internal sealed class PageReader : IDisposable
{
    private readonly Uri _server;
    private readonly Socket _socket;
    private readonly MemoryStream _answer = new();
    private readonly byte[] _buffer = new byte[1 << 16];

    public PageReader(Uri server)
    {
        _server = server;
        _socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true, ReceiveTimeout = 120_000 };
        _socket.Connect(server.Host, server.Port);
    }

    /// <summary>The time until the first byte of the body, and the whole body.</summary>
    /// <param name="path">The page.</param>
    /// <param name="cookie">Who asks, or null.</param>
    public (double Milliseconds, string Text) Get(string path, string? cookie)
    {
        var request = Encoding.ASCII.GetBytes(
            $"GET {path} HTTP/1.1\r\nHost: {_server.Authority}\r\nAccept: text/html\r\nAccept-Language: en\r\n{(cookie is null ? "" : $"Cookie: {cookie}\r\n")}\r\n");
        _answer.SetLength(0);
        var started = Stopwatch.GetTimestamp();
        _socket.Send(request);
        int body;
        do
        {
            Receive();
            body = Answer.IndexOf("\r\n\r\n"u8) + 4;
        }
        while (body < 4 || body >= _answer.Length);
        var milliseconds = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        if (!Answer.StartsWith("HTTP/1.1 200"u8))
        {
            throw new InvalidOperationException($"{path} answers {Encoding.ASCII.GetString(Answer[..body])}");
        }

        return (milliseconds, Text(body));
    }

    public void Dispose()
    {
        _socket.Dispose();
        _answer.Dispose();
    }

    private ReadOnlySpan<byte> Answer => _answer.GetBuffer().AsSpan(0, (int)_answer.Length);

    /// <summary>The body without its chunks' lengths, read to its end.</summary>
    private string Text(int position)
    {
        var text = new StringBuilder();
        while (true)
        {
            int end;
            while ((end = Answer[position..].IndexOf("\r\n"u8)) < 0)
            {
                Receive();
            }

            var length = int.Parse(Encoding.ASCII.GetString(Answer.Slice(position, end)), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            position += end + 2;
            while (_answer.Length < position + length + 2)
            {
                Receive();
            }

            if (length == 0)
            {
                return text.ToString();
            }

            text.Append(Encoding.UTF8.GetString(Answer.Slice(position, length)));
            position += length + 2;
        }
    }

    private void Receive()
    {
        var count = _socket.Receive(_buffer);
        _answer.Write(_buffer, 0, count > 0 ? count : throw new EndOfStreamException("The server closed the connection."));
    }
}
