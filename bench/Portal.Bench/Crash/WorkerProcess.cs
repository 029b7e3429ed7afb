using System.Diagnostics;
using System.Globalization;

namespace Portal.Bench.Crash;

/// <summary>A worker in a process of its own: a <see cref="CrashWorker"/> where nothing else is said.</summary>
internal sealed class WorkerProcess : IAsyncDisposable
{
    private readonly Process _process;

    private WorkerProcess(Process process) => _process = process;

    public bool HasEnded => _process.HasExited;

    /// <summary>Whether the owner of a lease is this process.</summary>
    public bool Holds(string? owner) => owner?.Split('/') is [_, var id, ..] && id == _process.Id.ToString(CultureInfo.InvariantCulture);

    public static WorkerProcess Start(IReadOnlyDictionary<string, string?> settings, string verb = CrashWorker.Verb)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(WorkerProcess).Assembly.Location, verb]);
        foreach (var (key, value) in settings)
        {
            start.Environment[key.Replace(":", "__", StringComparison.Ordinal)] = value;
        }

        return new WorkerProcess(Process.Start(start)!);
    }

    /// <summary>Ends it without any chance to clear up (SIGKILL).</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>Lets it stand still, as a machine that hangs.</summary>
    public Task StopAsync() => SignalAsync("-STOP");

    /// <summary>Lets it go on, as if nothing had happened.</summary>
    public Task ContinueAsync() => SignalAsync("-CONT");

    /// <summary>Waits for its end.</summary>
    /// <returns>Whether it ended well in time.</returns>
    public async Task<bool> EndAsync(TimeSpan atMost)
    {
        using var patience = new CancellationTokenSource(atMost);
        try
        {
            await _process.WaitForExitAsync(patience.Token);
            return _process.ExitCode == 0;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            await KillAsync();
        }

        _process.Dispose();
    }

    private async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("kill", [signal, _process.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
    }
}
