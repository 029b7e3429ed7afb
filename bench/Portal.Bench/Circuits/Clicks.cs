using System.Collections.Concurrent;
using System.Diagnostics;

namespace Portal.Bench.Circuits;

/// <summary>
/// People who follow a link now and then: so many clicks a second, whether the earlier ones were answered or not, each by the
/// next circuit, from the first page to the statements and back.
/// </summary>
internal sealed class Clicks(IReadOnlyList<Circuit> circuits)
{
    private const int PerSecond = 20;
    private readonly bool[] _atStatements = new bool[circuits.Count];
    private int _next;

    /// <summary>Clicks until told to stop; the time that each took, in milliseconds.</summary>
    public async Task<IReadOnlyCollection<double>> RunAsync(CancellationToken stop)
    {
        var times = new ConcurrentBag<double>();
        var clicking = new List<Task>();
        var started = Stopwatch.GetTimestamp();
        for (var click = 0; !stop.IsCancellationRequested; click++)
        {
            var wait = TimeSpan.FromSeconds(click / (double)PerSecond) - Stopwatch.GetElapsedTime(started);
            if (wait > TimeSpan.Zero)
            {
                await Task.Delay(wait, CancellationToken.None);
            }

            clicking.Add(ClickAsync(_next++ % circuits.Count, times));
        }

        await Task.WhenAll(clicking);
        return times;
    }

    private async Task ClickAsync(int index, ConcurrentBag<double> times)
    {
        var goesHome = _atStatements[index];
        _atStatements[index] = !goesHome;
        var taken = await (goesHome
            ? circuits[index].FollowAsync("/", CircuitsFigure.OnHome, CancellationToken.None)
            : circuits[index].FollowAsync("/statements", CircuitsFigure.OnStatements, CancellationToken.None));
        times.Add(taken.TotalMilliseconds);
    }
}
