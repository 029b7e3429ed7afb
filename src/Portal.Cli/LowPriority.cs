using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Portal.Cli;

/// <summary>Lets people who wait for a page of the same machine come first.</summary>
internal static class LowPriority
{
    private const int BelowNormal = 10;
    private const int OneThread = 0;

    /// <summary>Lowers the priority of all threads; those begun later have that of the one that begins them.</summary>
    public static void Take()
    {
        using var process = Process.GetCurrentProcess();
        process.PriorityClass = ProcessPriorityClass.BelowNormal;
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        // Linux keeps a priority for each thread, and the line above changes the first one's alone: the threads that compile and
        // collect, which take a good part of a short run, would stay as they are.
        foreach (var thread in Directory.EnumerateDirectories("/proc/self/task"))
        {
            // One that has ended meanwhile needs none.
            _ = SetPriority(OneThread, int.Parse(Path.GetFileName(thread), CultureInfo.InvariantCulture), BelowNormal);
        }
    }

    [DllImport("libc", EntryPoint = "setpriority"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SetPriority(int which, int who, int priority);
}
