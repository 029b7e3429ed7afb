namespace Portal.Infrastructure.Data.BulkRead;

/// <summary>A query of one table without parameters; see <see cref="BulkSql"/>.</summary>
/// <param name="Columns">The quoted columns.</param>
/// <param name="Table">The quoted table.</param>
/// <param name="Where">The conditions, or null for all rows.</param>
/// <param name="Order">The quoted columns to order by, or null.</param>
internal sealed record BulkQuery(string Columns, string Table, string? Where = null, string? Order = null)
{
    /// <summary>Whether an index holds all that is asked for, in the order asked for, so that the table need not be looked at.</summary>
    public bool IsCovered { get; init; }

    /// <summary>The query with a last condition, for its effect; no column is asked for.</summary>
    public string With(string condition) => Text("1", Where is null ? condition : $"{Where} AND {condition}");

    public override string ToString() => Text(Columns, Where);

    private string Text(string columns, string? where) =>
        $"SELECT {columns} FROM {Table}{(where is null ? "" : $" WHERE {where}")}{(Order is null ? "" : $" ORDER BY {Order}")}";
}
