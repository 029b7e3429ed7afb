using System.Diagnostics.Tracing;
using System.Globalization;
using Microsoft.Diagnostics.NETCore.Client;

namespace Portal.Bench.Circuits;

/// <summary>The resident memory of another process, in MiB; what is shared with others (the runtime's libraries) included.</summary>
internal static class ServerMemory
{
    private const string Resident = "VmRSS:";
    private const long CollectHeap = 0x800000;
    private static readonly TimeSpan Collecting = TimeSpan.FromSeconds(2);

    public static double Of(int processId)
    {
        var line = File.ReadLines($"/proc/{processId}/status").First(text => text.StartsWith(Resident, StringComparison.Ordinal));
        return double.Parse(line[Resident.Length..].Replace("kB", "", StringComparison.Ordinal), CultureInfo.InvariantCulture) / 1024;
    }

    /// <summary>The same after full collections: what is held, not what was not yet given back.</summary>
    public static async Task<double> HeldAsync(int processId, CancellationToken cancellationToken)
    {
        // The first frees what the second then finds finalized.
        for (var round = 0; round < 2; round++)
        {
            using var session = new DiagnosticsClient(processId).StartEventPipeSession(
                [new EventPipeProvider("Microsoft-Windows-DotNETRuntime", EventLevel.Informational, CollectHeap)], requestRundown: false);
            var reading = session.EventStream.CopyToAsync(Stream.Null, cancellationToken);
            await Task.Delay(Collecting, cancellationToken);
            await session.StopAsync(cancellationToken);
            await reading;
        }

        return Of(processId);
    }
}
