using Npgsql;

namespace Portal.Infrastructure.Data.BulkWrite;

/// <summary>
/// COPY in the binary format, put together here: the driver's own importer looks up a column's type for every value, which took a
/// run of many settlement lines longer than reckoning them.
/// </summary>
internal static class PostgresCopy
{
    /// <summary>The server answers once all rows are written and checked, which takes longer than a command may.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    public static async Task<long> WriteAsync<TRow>(
        NpgsqlConnection connection, BulkTable table, IEnumerable<TRow> rows, Action<IBulkRow, TRow> write, CancellationToken cancellationToken)
    {
        var command = $"COPY {table.QuotedName('"', '"')} ({table.QuotedColumns('"', '"')}) FROM STDIN (FORMAT BINARY)";
        var stream = await connection.BeginRawBinaryCopyAsync(command, cancellationToken).ConfigureAwait(false);
        stream.ReadTimeout = stream.WriteTimeout = (int)Patience.TotalMilliseconds;
        long count;
        try
        {
            count = await WriteAsync(stream, table, rows, write, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            // To dispose of the stream would have the server keep what it has received.
            await GiveUpAsync(stream).ConfigureAwait(false);
            throw;
        }

        await stream.DisposeAsync().ConfigureAwait(false);
        return count;
    }

    private static async Task<long> WriteAsync<TRow>(
        Stream stream, BulkTable table, IEnumerable<TRow> rows, Action<IBulkRow, TRow> write, CancellationToken cancellationToken)
    {
        var row = new PostgresRow(table);
        long count = 0;
        foreach (var item in rows)
        {
            row.Begin();
            write(row, item);
            row.End();
            count++;
            if (row.IsFull)
            {
                cancellationToken.ThrowIfCancellationRequested();
                await row.SendAsync(stream).ConfigureAwait(false);
            }
        }

        row.Close();
        await row.SendAsync(stream).ConfigureAwait(false);
        return count;
    }

    private static async Task GiveUpAsync(NpgsqlRawCopyStream stream)
    {
        try
        {
            await stream.CancelAsync().ConfigureAwait(false);
        }
        catch (Exception error) when (error is NpgsqlException or ObjectDisposedException)
        {
            // The connection is gone, or the server has given up already: the first error tells why.
        }
    }
}
