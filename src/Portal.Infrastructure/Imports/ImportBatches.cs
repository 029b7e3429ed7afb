using System.Threading.Channels;
using Portal.Infrastructure.Spreadsheets;

namespace Portal.Infrastructure.Imports;

/// <summary>Some records of a file, and how much of the file was read then.</summary>
internal sealed record ImportBatch(List<ImportUnit> Units, double Fraction);

/// <summary>Reads a file on a thread of its own, a few batches ahead of who writes them.</summary>
internal sealed class ImportBatches : IAsyncDisposable
{
    private const int BatchesAhead = 2;

    private readonly Channel<ImportBatch> _batches =
        Channel.CreateBounded<ImportBatch>(new BoundedChannelOptions(BatchesAhead) { SingleReader = true, SingleWriter = true });
    private readonly CancellationTokenSource _stop;
    private readonly Task _reading;

    public ImportBatches(ImportSource source, TableReader reader, int rowsPerBatch, CancellationToken cancellationToken)
    {
        _stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _reading = Task.Run(() => ReadAsync(source, reader, rowsPerBatch, _stop.Token), CancellationToken.None);
    }

    /// <summary>The batches in the order of the file; throws what reading threw.</summary>
    public IAsyncEnumerable<ImportBatch> AllAsync(CancellationToken cancellationToken) => _batches.Reader.ReadAllAsync(cancellationToken);

    /// <summary>Stops reading and waits until nothing touches the file any more.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _reading;
        _stop.Dispose();
    }

    private async Task ReadAsync(ImportSource source, TableReader reader, int rowsPerBatch, CancellationToken cancellationToken)
    {
        try
        {
            var units = new List<ImportUnit>();
            var rows = 0;
            foreach (var unit in source.Read(reader))
            {
                units.Add(unit);
                rows += unit.Rows.Count;
                if (rows >= rowsPerBatch)
                {
                    await _batches.Writer.WriteAsync(new ImportBatch(units, reader.Progress), cancellationToken);
                    units = [];
                    rows = 0;
                }
            }

            if (units.Count > 0)
            {
                await _batches.Writer.WriteAsync(new ImportBatch(units, reader.Progress), cancellationToken);
            }

            _batches.Writer.Complete();
        }
        catch (Exception error)
        {
            // Whoever takes the batches sees it.
            _batches.Writer.Complete(error);
        }
    }
}
