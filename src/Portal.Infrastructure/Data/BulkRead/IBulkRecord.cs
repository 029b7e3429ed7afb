namespace Portal.Infrastructure.Data.BulkRead;

/// <summary>The row at which a bulk read stands; valid only while it is handed out. Columns count from 0.</summary>
internal interface IBulkRecord
{
    /// <summary>Whether a column holds nothing.</summary>
    bool IsNull(int column);

    /// <summary>A whole number of any width.</summary>
    long Number(int column);

    /// <summary>A business day.</summary>
    DateOnly Day(int column);

    /// <summary>Text.</summary>
    string Text(int column);

    /// <summary>Bytes, where they lie; gone with the row.</summary>
    ReadOnlySpan<byte> Bytes(int column);
}
