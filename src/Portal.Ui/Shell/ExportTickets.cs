using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace Portal.Ui.Shell;

/// <summary>A file that a person may fetch once, within two minutes.</summary>
/// <param name="Owner">The name of the person who asked for it.</param>
/// <param name="FileName">The name it is saved under.</param>
/// <param name="ContentType">Its media type.</param>
/// <param name="WriteAsync">Writes it.</param>
/// <param name="ExpiresAtUtc">When the ticket is void.</param>
public sealed record ExportTicket(
    string Owner, string FileName, string ContentType, Func<Stream, CancellationToken, Task> WriteAsync, DateTime ExpiresAtUtc);

/// <summary>Files that pages have offered for download: the page says what to write, the browser fetches it under the ticket's address.</summary>
public sealed class ExportTickets(TimeProvider clock)
{
    private readonly ConcurrentDictionary<string, ExportTicket> _tickets = new();

    /// <summary>Offers a file.</summary>
    /// <returns>The address to fetch it from.</returns>
    public string Offer(string owner, string fileName, string contentType, Func<Stream, CancellationToken, Task> writeAsync)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        foreach (var (old, _) in _tickets.Where(ticket => ticket.Value.ExpiresAtUtc < now))
        {
            _tickets.TryRemove(old, out _);
        }

        var key = Convert.ToHexString(RandomNumberGenerator.GetBytes(16));
        _tickets[key] = new ExportTicket(owner, fileName, contentType, writeAsync, now.AddMinutes(2));
        return "/exports/" + key;
    }

    /// <summary>Takes a file that was offered to this person; null when there is none.</summary>
    public ExportTicket? Take(string key, string owner)
    {
        if (!_tickets.TryGetValue(key, out var ticket) || ticket.Owner != owner || ticket.ExpiresAtUtc < clock.GetUtcNow().UtcDateTime)
        {
            return null;
        }

        return _tickets.TryRemove(key, out _) ? ticket : null;
    }
}
