using System.Diagnostics;

namespace Portal.Browser.Tests.Portals;

/// <summary>One of the product's programs, started as a user starts it: built, with environment variables, in a process of its own.</summary>
internal sealed class PortalProcess : IAsyncDisposable
{
    private readonly Process _process;

    private PortalProcess(Process process) => _process = process;

    /// <summary>The folder that holds the solution.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>Runs a verb of the command line to its end.</summary>
    public static async Task RunToEndAsync(string project, IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        using var process = Launch(project, environment, arguments);
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"{project} {string.Join(' ', arguments)} ended with {process.ExitCode}: {await output}{await errors}");
    }

    /// <summary>Starts an app on a free port of its own choice and waits until it says where it listens.</summary>
    public static async Task<(PortalProcess App, string Url)> StartAsync(string project, IReadOnlyDictionary<string, string> environment)
    {
        var process = Launch(project, environment, ["--urls", "http://127.0.0.1:0"]);
        var url = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        var log = new List<string>();
        process.OutputDataReceived += (_, line) => Note(line.Data, log, url);
        process.ErrorDataReceived += (_, line) => Note(line.Data, log, url);
        process.EnableRaisingEvents = true;
        process.Exited += (_, _) => url.TrySetException(new InvalidOperationException($"{project} ended: {string.Join('\n', log)}"));
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return (new PortalProcess(process), await url.Task.WaitAsync(TimeSpan.FromMinutes(2)));
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }

    private static Process Launch(string project, IReadOnlyDictionary<string, string> environment, IReadOnlyList<string> arguments)
    {
        var assembly = project == "Portal.Cli" ? "portal" : project;
        var configuration = AppContext.BaseDirectory.Contains("/Release/", StringComparison.Ordinal) ? "Release" : "Debug";
        var folder = Path.Combine(Root, "src", project);
        var start = new ProcessStartInfo("dotnet")
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.ArgumentList.Add(Path.Combine(folder, "bin", configuration, "net10.0", assembly + ".dll"));
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }

    private static void Note(string? line, List<string> log, TaskCompletionSource<string> url)
    {
        const string Marker = "Now listening on: ";
        if (line is null)
        {
            return;
        }

        lock (log)
        {
            log.Add(line);
        }

        var at = line.IndexOf(Marker, StringComparison.Ordinal);
        if (at >= 0)
        {
            url.TrySetResult(line[(at + Marker.Length)..].Trim());
        }
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "RebatePortal.sln")))
        {
            folder = folder.Parent;
        }

        return folder.FullName;
    }
}
