using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Portal.Bench.Ledger;

namespace Portal.Bench.Intake;

/// <summary>One of the apps as a process of its own, on loopback.</summary>
internal sealed class PortalServer : IAsyncDisposable
{
    private readonly Process _process;

    private PortalServer(Process process, Uri address)
    {
        _process = process;
        Address = address;
    }

    public Uri Address { get; }

    public int ProcessId => _process.Id;

    public static async Task<PortalServer> StartAsync(BenchDatabase database, CancellationToken cancellationToken, string app = "Portal.Admin")
    {
        var folder = Path.Combine(Root(), "src", app);
        var assembly = AssemblyOf(app, app);
        var address = new Uri($"http://127.0.0.1:{FreePort()}");
        var start = new ProcessStartInfo("dotnet", [assembly, "--urls", address.ToString().TrimEnd('/')]) { WorkingDirectory = folder };
        foreach (var (key, value) in database.Settings)
        {
            start.Environment[key.Replace(":", "__", StringComparison.Ordinal)] = value;
        }

        start.Environment["Jobs__Enabled"] = "false";
        start.Environment["Logging__LogLevel__Default"] = "Warning";
        start.Environment["Api__RequestsPerMinute"] = "100000000";
        var server = new PortalServer(Process.Start(start)!, address);
        await server.WaitAsync(cancellationToken);
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    /// <summary>Where the build puts a project's program.</summary>
    public static string AssemblyOf(string project, string assembly)
    {
        var output = new DirectoryInfo(AppContext.BaseDirectory);
        return Path.Combine(Root(), "src", project, "bin", output.Parent!.Name, output.Name, assembly + ".dll");
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "RebatePortal.sln")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("The bench runs from its build in the repository.");
        }

        return folder.FullName;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private async Task WaitAsync(CancellationToken cancellationToken)
    {
        using var client = new HttpClient { BaseAddress = Address };
        var started = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(started) < TimeSpan.FromMinutes(1) && !_process.HasExited)
        {
            try
            {
                if ((await client.GetAsync(new Uri("/health", UriKind.Relative), cancellationToken)).IsSuccessStatusCode)
                {
                    return;
                }
            }
            catch (HttpRequestException)
            {
                // Not listening yet.
            }

            await Task.Delay(100, cancellationToken);
        }

        throw new InvalidOperationException("The portal did not start.");
    }
}
