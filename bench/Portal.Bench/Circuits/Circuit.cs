using System.Diagnostics;
using System.Globalization;
using System.Net.WebSockets;
using System.Text;

namespace Portal.Bench.Circuits;

/// <summary>
/// An open page as a browser holds it, without the browser: a connection to the hub of Blazor Server that confirms each
/// rendering, answers each call of a script and can follow a link.
/// </summary>
internal sealed class Circuit : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private readonly ClientWebSocket _socket = new();
    private readonly SemaphoreSlim _sending = new(1);
    private readonly Visitor _visitor;
    private readonly TaskCompletionSource<string> _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Expectation? _expectation;
    private Task _reading = Task.CompletedTask;
    private bool _isClosing;

    private Circuit(Visitor visitor) => _visitor = visitor;

    /// <summary>What went wrong, or null.</summary>
    public string? Failure { get; private set; }

    /// <summary>Loads a page and opens its circuit; done when the circuit has rendered the page.</summary>
    /// <param name="visitor">Who opens it.</param>
    /// <param name="path">The page.</param>
    /// <param name="text">What the rendered page holds.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static async Task<Circuit> OpenAsync(Visitor visitor, string path, string text, CancellationToken cancellationToken)
    {
        var circuit = new Circuit(visitor);
        var page = PrerenderedPage.Read(await visitor.GetAsync(path, cancellationToken));
        var token = await visitor.NegotiateAsync(cancellationToken);
        circuit._socket.Options.SetRequestHeader("Cookie", visitor.Cookie);
        // As browsers do.
        circuit._socket.Options.DangerousDeflateOptions = new WebSocketDeflateOptions();
        await circuit._socket.ConnectAsync(new Uri($"ws://{visitor.Address.Authority}/_blazor?id={token}"), cancellationToken);
        await circuit.SendAsync(Encoding.UTF8.GetBytes("{\"protocol\":\"blazorpack\",\"version\":1}\u001e"), WebSocketMessageType.Text);
        circuit._reading = Task.Run(circuit.ReadAsync, CancellationToken.None);
        var rendered = circuit.Expect(text);
        await circuit.SendAsync(Call("start", "StartCircuit").Array(4).Text(visitor.Address.ToString()).Text(new Uri(visitor.Address, path).ToString()).Text("[]").Text("").Array(0).Message());
        await circuit._started.Task.WaitAsync(Patience, cancellationToken);
        await circuit.SendAsync(Call(null, "UpdateRootComponents").Array(2).Text(page.Operations).Text(page.State).Array(0).Message());
        await rendered.WaitAsync(Patience, cancellationToken);
        return circuit;
    }

    /// <summary>Follows a link within the app; the time until what is expected is rendered.</summary>
    public async Task<TimeSpan> FollowAsync(string path, string text, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        var rendered = Expect(text);
        await SendAsync(Call(null, "OnLocationChanged").Array(3).Text(new Uri(_visitor.Address, path).ToString()).Nil().Bool(true).Array(0).Message());
        await rendered.WaitAsync(Patience, cancellationToken);
        return Stopwatch.GetElapsedTime(started);
    }

    /// <summary>Closes the page as a browser does, which tells the server that nobody comes back.</summary>
    public async Task LeaveAsync(CancellationToken cancellationToken)
    {
        _isClosing = true;
        await _visitor.LeaveAsync(await _started.Task, cancellationToken);
        await DisposeAsync();
    }

    /// <summary>The connection breaks.</summary>
    public async ValueTask DisposeAsync()
    {
        _isClosing = true;
        _socket.Abort();
        await _reading;
        _socket.Dispose();
        _sending.Dispose();
    }

    private static PackWriter Call(string? invocation, string method) => new PackWriter().Array(6).Number(1).Map().Text(invocation).Text(method);

    private Task Expect(string text)
    {
        var expectation = new Expectation(Encoding.UTF8.GetBytes(text));
        _expectation = expectation;
        return expectation.Seen.Task;
    }

    private async Task SendAsync(byte[] message, WebSocketMessageType type = WebSocketMessageType.Binary)
    {
        await _sending.WaitAsync();
        try
        {
            await _socket.SendAsync(message, type, endOfMessage: true, CancellationToken.None);
        }
        finally
        {
            _sending.Release();
        }
    }

    private async Task ReadAsync()
    {
        try
        {
            await ReadMessagesAsync();
        }
        catch (Exception exception) when (exception is WebSocketException or OperationCanceledException or ObjectDisposedException or InvalidDataException)
        {
            Fail(exception.Message);
        }
    }

    private async Task ReadMessagesAsync()
    {
        var buffer = new byte[1024];
        var (filled, isOpen) = (0, false);
        while (true)
        {
            if (filled == buffer.Length)
            {
                Array.Resize(ref buffer, buffer.Length * 2);
            }

            var received = await _socket.ReceiveAsync(buffer.AsMemory(filled), CancellationToken.None);
            if (received.MessageType == WebSocketMessageType.Close)
            {
                Fail("The server closed the connection.");
                return;
            }

            filled += received.Count;
            if (!isOpen)
            {
                // The answer to the handshake ends with a byte of its own; messages may follow at once.
                var end = buffer.AsSpan(0, filled).IndexOf((byte)0x1e) + 1;
                isOpen = end > 0;
                buffer.AsSpan(end, filled - end).CopyTo(buffer);
                filled -= end;
            }

            var replies = new List<byte[]>();
            filled = isOpen ? Take(buffer, filled, replies) : filled;
            foreach (var reply in replies)
            {
                await SendAsync(reply);
            }

            if (filled == 0 && buffer.Length > 1024)
            {
                buffer = new byte[1024];
            }
        }
    }

    /// <summary>Takes whole messages off the buffer, moves the rest to its beginning and returns how long that is.</summary>
    private int Take(byte[] buffer, int filled, List<byte[]> replies)
    {
        ReadOnlySpan<byte> stream = buffer.AsSpan(0, filled);
        while (PackReader.TryTake(ref stream, out var message))
        {
            if (Answer(message) is { } reply)
            {
                replies.Add(reply);
            }
        }

        stream.CopyTo(buffer);
        return stream.Length;
    }

    private byte[]? Answer(ReadOnlySpan<byte> message)
    {
        var reader = new PackReader(message);
        reader.Array();
        switch (reader.Number())
        {
            case 1:
                reader.EmptyMap();
                reader.Text();
                return AnswerCall(ref reader);
            case 3:
                reader.EmptyMap();
                reader.Text();
                // With a result, as an error, or without either.
                if (reader.Number() == 3 && reader.Text() is { } secret)
                {
                    _started.TrySetResult(secret);
                }
                else
                {
                    Fail("The circuit did not start.");
                }

                return null;
            case 7:
                Fail("The server closed the circuit: " + reader.Text());
                return null;
            default:
                return null;
        }
    }

    private byte[]? AnswerCall(ref PackReader reader)
    {
        var target = reader.Text();
        reader.Array();
        switch (target)
        {
            case "JS.RenderBatch":
                var batch = reader.Number();
                See(reader.Bytes());
                return Call(null, "OnRenderCompleted").Array(2).Number(batch).Nil().Array(0).Message();
            case "JS.BeginInvokeJS":
                var handle = reader.Number();
                var result = string.Create(CultureInfo.InvariantCulture, $"[{handle},true,null]");
                return handle == 0 ? null : Call(null, "EndInvokeJSFromDotNet").Array(3).Number(handle).Bool(true).Text(result).Array(0).Message();
            case "JS.Error":
                Fail(reader.Text() ?? target);
                return null;
            default:
                return null;
        }
    }

    private void See(ReadOnlySpan<byte> rendered)
    {
        if (_expectation is { } expectation && rendered.IndexOf(expectation.Text) >= 0)
        {
            expectation.Seen.TrySetResult();
        }
    }

    private void Fail(string message)
    {
        if (!_isClosing)
        {
            Failure ??= message;
            _started.TrySetException(new InvalidOperationException(message));
            _expectation?.Seen.TrySetException(new InvalidOperationException(message));
        }
    }

    private sealed record Expectation(byte[] Text)
    {
        public TaskCompletionSource Seen { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
