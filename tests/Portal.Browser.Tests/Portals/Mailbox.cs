using System.Text;
using System.Text.RegularExpressions;

namespace Portal.Browser.Tests.Portals;

/// <summary>The e-mails that the portals wrote as files.</summary>
internal static partial class Mailbox
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Waits for an e-mail to an address that holds a code.</summary>
    public static async Task<string> CodeAsync(PortalsFixture portals, string address)
    {
        var folder = Directory.CreateDirectory(Path.Combine(portals.Folder, "mail")).FullName;
        using var watcher = new FileSystemWatcher(folder, "*.eml") { EnableRaisingEvents = true };
        using var over = new CancellationTokenSource(Patience);
        while (Find(folder, address) is not { } code)
        {
            var came = new TaskCompletionSource();
            watcher.Created += (_, _) => came.TrySetResult();
            watcher.Changed += (_, _) => came.TrySetResult();
            if (Find(folder, address) is { } found)
            {
                return found;
            }

            await came.Task.WaitAsync(over.Token);
        }

        return Find(folder, address)!;
    }

    private static string? Find(string folder, string address)
    {
        foreach (var file in Directory.GetFiles(folder, "*.eml").OrderByDescending(File.GetLastWriteTimeUtc))
        {
            var text = Read(file);
            var body = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
            if (body > 0 && text.Contains($"To: <{address}>", StringComparison.Ordinal) && Code().Match(Decoded(text[body..])) is { Success: true } code)
            {
                return code.Value;
            }
        }

        return null;
    }

    private static string Read(string file)
    {
        using var reader = new StreamReader(new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        return reader.ReadToEnd();
    }

    private static string Decoded(string body)
    {
        try
        {
            return Encoding.UTF8.GetString(Convert.FromBase64String(body.ReplaceLineEndings("")));
        }
        catch (FormatException)
        {
            // Half written: it is looked at again.
            return "";
        }
    }

    [GeneratedRegex(@"\b\d{6}\b")]
    private static partial Regex Code();
}
