using Portal.Infrastructure.Access;

namespace Portal.Ui.Shell;

/// <summary>How many things wait for the person at each line of the menu; read by one at a time.</summary>
public sealed class TodoCounts(IServiceProvider services, CurrentUser user)
{
    private Dictionary<string, int> _counts = [];
    private bool _reading;

    /// <summary>Raised when the counts were read.</summary>
    public event Action? Changed;

    /// <summary>All that waits.</summary>
    public int Total => _counts.Values.Sum();

    /// <summary>What waits at a line; 0 until read.</summary>
    public int At(string href) => _counts.GetValueOrDefault(href);

    /// <summary>Reads the counts of the lines that the person sees.</summary>
    public async Task RefreshAsync(IEnumerable<NavEntry> entries, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(entries);
        if (_reading)
        {
            return;
        }

        _reading = true;
        try
        {
            var counts = new Dictionary<string, int>();
            foreach (var entry in entries.Where(entry => entry.Count is not null && (entry.Permission is null || user.Can(entry.Permission))))
            {
                counts[entry.Href] = await entry.Count!(services, cancellationToken);
            }

            _counts = counts;
        }
        finally
        {
            _reading = false;
        }

        Changed?.Invoke();
    }
}
