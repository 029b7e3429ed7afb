using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Portal.Bench.Redeem;

/// <summary>Tills that redeem over HTTP. What each one asks follows from the seed and its number, so that a failure can be sent again.</summary>
internal sealed class RedeemClients(Uri address, string key, int seed) : IDisposable
{
    private const int Clients = 64;
    private readonly HttpClient _http = new(new SocketsHttpHandler { MaxConnectionsPerServer = 256, PooledConnectionLifetime = Timeout.InfiniteTimeSpan })
    {
        BaseAddress = address,
        DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", key) },
        Timeout = TimeSpan.FromMinutes(2),
    };

    /// <summary>What no answer may be.</summary>
    public ConcurrentQueue<string> Violations { get; } = [];

    /// <summary>Sends requests at a steady rate, whether or not earlier ones were answered.</summary>
    /// <returns>The server's time of each without the PIN's hash, the hash's, and how long all took.</returns>
    public async Task<(List<double> Server, List<double> Hashing, TimeSpan Took)> OfferAsync(string series, int perSecond, int count, CancellationToken cancellationToken)
    {
        var times = new ConcurrentBag<(double Server, double Hashing)>();
        var started = Stopwatch.GetTimestamp();
        var sent = new List<Task>(count);
        for (var number = 0; number < count; number++)
        {
            var due = TimeSpan.FromSeconds((double)number / perSecond) - Stopwatch.GetElapsedTime(started);
            if (due > TimeSpan.Zero)
            {
                await Task.Delay(due, cancellationToken);
            }

            sent.Add(OneAsync(series, number, times, cancellationToken));
        }

        await Task.WhenAll(sent);
        return ([.. times.Select(time => time.Server)], [.. times.Select(time => time.Hashing)], Stopwatch.GetElapsedTime(started));
    }

    /// <summary>The same request twenty times at once: one is new, all say the same.</summary>
    public async Task SendAlikeAsync(int rounds, CancellationToken cancellationToken)
    {
        for (var round = 0; round < rounds; round++)
        {
            var text = Text(string.Create(CultureInfo.InvariantCulture, $"alike-{seed}-{round}"), RedeemWorld.CardOf(round), RedeemWorld.RewardOf(round % RedeemWorld.Rewards));
            var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => PostAsync(text, cancellationToken)));
            if (answers.Count(answer => answer.Status == HttpStatusCode.Created) != 1
                || answers.Any(answer => answer.Status is not (HttpStatusCode.Created or HttpStatusCode.OK))
                || answers.Select(answer => answer.Order).Distinct().Count() != 1)
            {
                Violations.Enqueue($"alike {round}: {string.Join(' ', answers.Select(answer => $"{(int)answer.Status} {answer.Order}"))}");
            }
        }
    }

    /// <summary>Sixty-four clients want one reward, of which there are fewer.</summary>
    /// <returns>How many got it.</returns>
    public async Task<int> RushAsync(CancellationToken cancellationToken)
    {
        var got = 0;
        await Task.WhenAll(Enumerable.Range(0, Clients).Select(client => Task.Run(
            async () =>
            {
                for (var turn = 0; turn < 4; turn++)
                {
                    var text = Text(string.Create(CultureInfo.InvariantCulture, $"hot-{seed}-{client}-{turn}"), RedeemWorld.CardOf((client * 4) + turn), RedeemWorld.Hot);
                    var answer = await PostAsync(text, cancellationToken);
                    if (answer.Status == HttpStatusCode.Created)
                    {
                        Interlocked.Increment(ref got);
                    }
                    else if (answer.Code != "reward_sold_out")
                    {
                        Violations.Enqueue($"hot {client}.{turn}: {(int)answer.Status} {answer.Code}");
                    }
                }
            },
            cancellationToken)));
        return got;
    }

    public void Dispose() => _http.Dispose();

    private async Task OneAsync(string series, int number, ConcurrentBag<(double Server, double Hashing)> times, CancellationToken cancellationToken)
    {
        var random = new Random(unchecked((seed * 7919) + number));
        var card = RedeemWorld.CardOf(random.Next(RedeemWorld.Members));
        var answer = await PostAsync(
            Text(string.Create(CultureInfo.InvariantCulture, $"{series}-{seed}-{number}"), card, RedeemWorld.RewardOf(random.Next(RedeemWorld.Rewards))), cancellationToken);
        if (answer.Status != HttpStatusCode.Created)
        {
            Violations.Enqueue($"{series} {number}: {(int)answer.Status} {answer.Code}");
            return;
        }

        times.Add((answer.Total - answer.Hashing, answer.Hashing));
    }

    private async Task<Answer> PostAsync(string text, CancellationToken cancellationToken)
    {
        using var content = new StringContent(text, Encoding.UTF8, "application/json");
        using var answer = await _http.PostAsync(new Uri("/api/v1/redemptions", UriKind.Relative), content, cancellationToken);
        using var body = JsonDocument.Parse(await answer.Content.ReadAsByteArrayAsync(cancellationToken));
        var timing = answer.Headers.TryGetValues("Server-Timing", out var values) ? string.Join(',', values) : "";
        return new Answer(
            answer.StatusCode,
            body.RootElement.TryGetProperty("order", out var order) ? order.GetString() : null,
            body.RootElement.TryGetProperty("code", out var code) ? code.GetString() : null,
            Duration(timing, "total"),
            Duration(timing, "pin"));
    }

    private static string Text(string operation, string card, string reward) => $$"""{"key":"{{operation}}","card":"{{card}}","pin":"{{RedeemWorld.Pin}}","reward":"{{reward}}"}""";

    private static double Duration(string timing, string name)
    {
        var entry = timing.Split(',').Select(part => part.Trim()).FirstOrDefault(part => part.StartsWith(name + ";dur=", StringComparison.Ordinal));
        return entry is null ? 0 : double.Parse(entry[(name.Length + 5)..], CultureInfo.InvariantCulture);
    }

    private sealed record Answer(HttpStatusCode Status, string? Order, string? Code, double Total, double Hashing);
}
