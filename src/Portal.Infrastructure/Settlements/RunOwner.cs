using System.Diagnostics;
using System.Globalization;

namespace Portal.Infrastructure.Settlements;

/// <summary>Names the process that works on a run, so that another one can tell whether it is still alive.</summary>
internal static class RunOwner
{
    private const int StartToleranceSeconds = 5;

    /// <summary>A new name: machine, process, its start and a part that is never the same.</summary>
    public static string New()
    {
        using var process = Process.GetCurrentProcess();
        return string.Create(CultureInfo.InvariantCulture, $"{Environment.MachineName}/{process.Id}/{StartOf(process)}/{Guid.NewGuid():N}");
    }

    /// <summary>What an owner calls its sessions in the database while it writes.</summary>
    public static string SessionOf(string owner) => "settlement " + owner[(owner.LastIndexOf('/') + 1)..];

    /// <summary>Whether the owner was a process of this machine that has ended; its lease then need not run out.</summary>
    public static bool IsKnownDead(string owner)
    {
        var parts = owner.Split('/');
        if (parts.Length != 4
            || parts[0] != Environment.MachineName
            || !int.TryParse(parts[1], CultureInfo.InvariantCulture, out var processId)
            || !long.TryParse(parts[2], CultureInfo.InvariantCulture, out var startedAt))
        {
            return false;
        }

        try
        {
            using var process = Process.GetProcessById(processId);
            return Math.Abs(StartOf(process) - startedAt) > StartToleranceSeconds;
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            return exception is not System.ComponentModel.Win32Exception;
        }
    }

    private static long StartOf(Process process) => new DateTimeOffset(process.StartTime).ToUnixTimeSeconds();
}
