using System.Globalization;
using Microsoft.Data.Sqlite;
using Npgsql;
using NpgsqlTypes;
using Portal.Domain.Sales;

namespace Portal.Bench.Imports;

/// <summary>What the driver alone takes for rows that lie parsed in memory: prepared inserts or COPY, in one transaction.</summary>
internal static class RawInsert
{
    private static readonly string Hash = new('0', 64);

    private static readonly string[] DocumentColumns =
    [
        "Id", "Source", "Number", "Kind", "CustomerId", "SalespersonId", "DocumentOn", "Currency", "OriginalNumber", "LineCount", "NetMinor", "ContentHash", "RecordedAtUtc",
    ];

    private static readonly string[] LineColumns =
    [
        "DocumentId", "LineNumber", "CustomerId", "DocumentOn", "ProductId", "QuantityMilli", "NetMinor", "DiscountMinor", "CostMinor",
    ];

    private static readonly string[] PackColumns = ["CustomerId", "DocumentOn", "DocumentId", "Part", "LastLineId", "Lines"];

    public static async Task IntoSqliteAsync(string connectionString, List<ParsedDocument> documents, CancellationToken cancellationToken)
    {
        await using var connection = new SqliteConnection(connectionString);
        await connection.OpenAsync(cancellationToken);
        await using var transaction = (SqliteTransaction)await connection.BeginTransactionAsync(cancellationToken);
        using var document = Command(connection, transaction, "SalesDocuments", DocumentColumns);
        using var line = Command(connection, transaction, "SalesLines", LineColumns);
        using var pack = Command(connection, transaction, "SalesPacks", PackColumns);
        var lines = 0L;
        for (var index = 0; index < documents.Count; index++)
        {
            var row = documents[index];
            var on = row.On.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
            Set(document, index + 1L, "import", row.Number, (int)row.Kind, row.CustomerId, row.SalespersonId, on, "CNY", row.OriginalNumber, row.Lines.Count, row.NetMinor, Hash, "1970-01-01 00:00:00");
            document.ExecuteNonQuery();
            foreach (var item in row.Lines)
            {
                Set(line, index + 1L, item.Number, row.CustomerId, on, item.ProductId, item.QuantityMilli, item.NetMinor, item.DiscountMinor, item.CostMinor);
                line.ExecuteNonQuery();
            }

            foreach (var item in row.Packs(index + 1L, lines + 1))
            {
                Set(pack, item.CustomerId, on, item.DocumentId, item.Part, item.LastLineId, item.Lines);
                pack.ExecuteNonQuery();
            }

            lines += row.Lines.Count;
        }

        await transaction.CommitAsync(cancellationToken);
    }

    public static async Task IntoPostgresAsync(string connectionString, List<ParsedDocument> documents, CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using (var copy = await connection.BeginBinaryImportAsync(Copy("SalesDocuments", DocumentColumns), cancellationToken))
        {
            for (var index = 0; index < documents.Count; index++)
            {
                Write(copy, index + 1L, documents[index]);
            }

            await copy.CompleteAsync(cancellationToken);
        }

        await using (var copy = await connection.BeginBinaryImportAsync(Copy("SalesLines", LineColumns), cancellationToken))
        {
            for (var index = 0; index < documents.Count; index++)
            {
                foreach (var line in documents[index].Lines)
                {
                    Write(copy, index + 1L, documents[index], line);
                }
            }

            await copy.CompleteAsync(cancellationToken);
        }

        await using (var copy = await connection.BeginBinaryImportAsync(Copy("SalesPacks", PackColumns), cancellationToken))
        {
            var lines = 0L;
            for (var index = 0; index < documents.Count; index++)
            {
                foreach (var pack in documents[index].Packs(index + 1L, lines + 1))
                {
                    Write(copy, pack);
                }

                lines += documents[index].Lines.Count;
            }

            await copy.CompleteAsync(cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
    }

    private static SqliteCommand Command(SqliteConnection connection, SqliteTransaction transaction, string table, string[] columns)
    {
        var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = $"INSERT INTO {table} ({string.Join(',', columns)}) VALUES ({string.Join(',', columns.Select(column => "$" + column))})";
        foreach (var column in columns)
        {
            command.Parameters.Add(new SqliteParameter { ParameterName = "$" + column });
        }

        command.Prepare();
        return command;
    }

    private static void Set(SqliteCommand command, params ReadOnlySpan<object?> values)
    {
        for (var index = 0; index < values.Length; index++)
        {
            command.Parameters[index].Value = values[index] ?? DBNull.Value;
        }
    }

    private static string Copy(string table, string[] columns) =>
        $"COPY \"{table}\" ({string.Join(',', columns.Select(column => $"\"{column}\""))}) FROM STDIN (FORMAT BINARY)";

    private static void Write(NpgsqlBinaryImporter copy, long id, ParsedDocument row)
    {
        copy.StartRow();
        copy.Write(id, NpgsqlDbType.Bigint);
        copy.Write("import", NpgsqlDbType.Varchar);
        copy.Write(row.Number, NpgsqlDbType.Varchar);
        copy.Write((int)row.Kind, NpgsqlDbType.Integer);
        copy.Write(row.CustomerId, NpgsqlDbType.Bigint);
        copy.Write(row.SalespersonId, NpgsqlDbType.Bigint);
        copy.Write(row.On, NpgsqlDbType.Date);
        copy.Write("CNY", NpgsqlDbType.Varchar);
        copy.Write(row.OriginalNumber, NpgsqlDbType.Varchar);
        copy.Write(row.Lines.Count, NpgsqlDbType.Integer);
        copy.Write(row.NetMinor, NpgsqlDbType.Bigint);
        copy.Write(Hash, NpgsqlDbType.Varchar);
        copy.Write(DateTime.UnixEpoch, NpgsqlDbType.TimestampTz);
    }

    private static void Write(NpgsqlBinaryImporter copy, SalesPack pack)
    {
        copy.StartRow();
        copy.Write(pack.CustomerId, NpgsqlDbType.Bigint);
        copy.Write(pack.DocumentOn, NpgsqlDbType.Date);
        copy.Write(pack.DocumentId, NpgsqlDbType.Bigint);
        copy.Write(pack.Part, NpgsqlDbType.Integer);
        copy.Write(pack.LastLineId, NpgsqlDbType.Bigint);
        copy.Write(pack.Lines, NpgsqlDbType.Bytea);
    }

    private static void Write(NpgsqlBinaryImporter copy, long documentId, ParsedDocument row, ParsedLine line)
    {
        copy.StartRow();
        copy.Write(documentId, NpgsqlDbType.Bigint);
        copy.Write(line.Number, NpgsqlDbType.Integer);
        copy.Write(row.CustomerId, NpgsqlDbType.Bigint);
        copy.Write(row.On, NpgsqlDbType.Date);
        copy.Write(line.ProductId, NpgsqlDbType.Bigint);
        copy.Write(line.QuantityMilli, NpgsqlDbType.Bigint);
        copy.Write(line.NetMinor, NpgsqlDbType.Bigint);
        copy.Write(line.DiscountMinor, NpgsqlDbType.Bigint);
        copy.Write(line.CostMinor, NpgsqlDbType.Bigint);
    }
}
