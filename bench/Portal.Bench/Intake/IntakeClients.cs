using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace Portal.Bench.Intake;

/// <summary>
/// Sixty-four systems that send documents, each the next when the last was answered. One document in twenty is sent again
/// later; one connection in a hundred is cut, before or after the whole document was sent, and the document sent anew.
/// </summary>
internal sealed class IntakeClients(Uri address, string key, int seed) : IDisposable
{
    private const int Clients = 64;
    private readonly HttpClient _http = new(new SocketsHttpHandler { MaxConnectionsPerServer = Clients, PooledConnectionLifetime = Timeout.InfiniteTimeSpan })
    {
        BaseAddress = address,
        DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", key) },
        Timeout = TimeSpan.FromMinutes(2),
    };

    /// <summary>The acknowledged documents and the hashes told; empty where none is told.</summary>
    public ConcurrentDictionary<int, string> Acknowledged { get; } = [];

    /// <summary>What no answer may be.</summary>
    public ConcurrentQueue<string> Violations { get; } = [];

    public int Cuts => _cuts;

    private int _cuts;

    /// <summary>Sends documents from one number on.</summary>
    public async Task<TimeSpan> RunAsync(int first, int count, CancellationToken cancellationToken)
    {
        var next = first - 1;
        var started = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, Clients).Select(_ => Task.Run(
            async () =>
            {
                for (var number = Interlocked.Increment(ref next); number < first + count; number = Interlocked.Increment(ref next))
                {
                    await SendAsync(number, first, cancellationToken);
                }
            },
            cancellationToken)));
        return Stopwatch.GetElapsedTime(started);
    }

    /// <summary>Reads every acknowledged document back.</summary>
    public async Task<int> CountLostAsync(CancellationToken cancellationToken)
    {
        var lost = 0;
        await Parallel.ForEachAsync(Acknowledged, new ParallelOptions { MaxDegreeOfParallelism = Clients, CancellationToken = cancellationToken }, async (pair, ct) =>
        {
            using var answer = await _http.GetAsync(new Uri("/api/v1/sales-documents/bench/" + IntakeDocuments.NumberOf(pair.Key), UriKind.Relative), ct);
            if (answer.StatusCode != HttpStatusCode.OK || (await answer.Content.ReadFromJsonAsync<JsonElement>(ct)).GetProperty("hash").GetString() != pair.Value)
            {
                Interlocked.Increment(ref lost);
            }
        });
        return lost;
    }

    public void Dispose() => _http.Dispose();

    private async Task SendAsync(int number, int first, CancellationToken cancellationToken)
    {
        var random = new Random(unchecked((seed * 7919) + number));
        var text = IntakeDocuments.Text(seed, number);
        if (random.Next(100) == 0)
        {
            Interlocked.Increment(ref _cuts);
            await (random.Next(2) == 0 ? CutHalfwayAsync(text, cancellationToken) : GiveUpAsync(text, cancellationToken));
        }

        await PostAsync(number, text, cancellationToken);
        if (random.Next(20) == 0)
        {
            var earlier = random.Next(first, number + 1);
            if (Acknowledged.ContainsKey(earlier))
            {
                await PostAsync(earlier, IntakeDocuments.Text(seed, earlier), cancellationToken);
            }
        }
    }

    private async Task PostAsync(int number, byte[] text, CancellationToken cancellationToken)
    {
        using var answer = await _http.PostAsync(new Uri("/api/v1/sales-documents", UriKind.Relative), Content(text), cancellationToken);
        if (answer.StatusCode is not (HttpStatusCode.Created or HttpStatusCode.OK))
        {
            Violations.Enqueue($"document {number}: {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync(cancellationToken)}");
            return;
        }

        var body = await answer.Content.ReadAsByteArrayAsync(cancellationToken);
        var hash = body.Length == 0 ? "" : JsonDocument.Parse(body).RootElement.GetProperty("hash").GetString()!;
        if (Acknowledged.TryGetValue(number, out var known) && (known != hash || answer.StatusCode == HttpStatusCode.Created))
        {
            Violations.Enqueue($"document {number}: recorded anew");
        }

        Acknowledged[number] = hash;
    }

    /// <summary>The whole document is sent, and nobody waits for the answer.</summary>
    private async Task GiveUpAsync(byte[] text, CancellationToken cancellationToken)
    {
        using var socket = await ConnectAsync(text.Length, cancellationToken);
        await socket.SendAsync(text, cancellationToken);
        socket.Close(0);
    }

    private async Task CutHalfwayAsync(byte[] text, CancellationToken cancellationToken)
    {
        using var socket = await ConnectAsync(text.Length, cancellationToken);
        await socket.SendAsync(text.AsMemory(0, text.Length / 2), cancellationToken);
        socket.Close(0);
    }

    private async Task<Socket> ConnectAsync(int length, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(address.Host, address.Port, cancellationToken);
        var head = $"POST /api/v1/sales-documents HTTP/1.1\r\nHost: {address.Authority}\r\nAuthorization: Bearer {key}\r\nContent-Type: application/json\r\nContent-Length: {length}\r\n\r\n";
        await socket.SendAsync(Encoding.ASCII.GetBytes(head), cancellationToken);
        return socket;
    }

    private static ByteArrayContent Content(byte[] text)
    {
        var content = new ByteArrayContent(text);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return content;
    }
}
