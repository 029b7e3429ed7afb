using System.Diagnostics;
using System.Globalization;

namespace Portal.Bench.Settle;

/// <summary>By how much this process grew at its peak, in megabytes of resident memory.</summary>
internal sealed class PeakMemory
{
    private const string Peak = "VmHWM:";
    private readonly double _before;

    public PeakMemory()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        if (OperatingSystem.IsLinux())
        {
            // Sets the peak back to what is resident now.
            File.WriteAllText("/proc/self/clear_refs", "5");
        }

        _before = Now();
    }

    public double GrowthMegabytes => Math.Max(0, Now() - _before);

    private static double Now()
    {
        if (!OperatingSystem.IsLinux())
        {
            using var process = Process.GetCurrentProcess();
            return process.PeakWorkingSet64 / 1e6;
        }

        var line = File.ReadLines("/proc/self/status").First(text => text.StartsWith(Peak, StringComparison.Ordinal));
        return double.Parse(line[Peak.Length..].Replace("kB", "", StringComparison.Ordinal), CultureInfo.InvariantCulture) * 1024 / 1e6;
    }
}
