using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Portal.Bench.Ledger;
using Portal.Bench.Pages;

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

    public static Task<PortalServer> StartAsync(BenchDatabase database, CancellationToken cancellationToken, string app = "Portal.Admin")
    {
        var address = FreeAddress();
        var start = new ProcessStartInfo("dotnet", [AssemblyOf(app, app), "--urls", Text(address)]) { WorkingDirectory = Path.Combine(Root(), "src", app) };
        foreach (var (key, value) in database.Settings)
        {
            start.Environment[key.Replace(":", "__", StringComparison.Ordinal)] = value;
        }

        start.Environment["Jobs__IsEnabled"] = "false";
        start.Environment["Logging__LogLevel__Default"] = "Warning";
        start.Environment["Api__RequestsPerMinute"] = "100000000";
        return StartAsync(start, address, cancellationToken);
    }

    /// <summary>A process that shows an empty page.</summary>
    public static Task<PortalServer> StartEmptyPageAsync(CancellationToken cancellationToken)
    {
        var address = FreeAddress();
        return StartAsync(new ProcessStartInfo("dotnet", [typeof(PortalServer).Assembly.Location, EmptyPage.Verb, Text(address)]), address, cancellationToken);
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

    private static async Task<PortalServer> StartAsync(ProcessStartInfo start, Uri address, CancellationToken cancellationToken)
    {
        var server = new PortalServer(Process.Start(start)!, address);
        await server.WaitAsync(cancellationToken);
        return server;
    }

    private static Uri FreeAddress()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}");
    }

    private static string Text(Uri address) => address.ToString().TrimEnd('/');

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
