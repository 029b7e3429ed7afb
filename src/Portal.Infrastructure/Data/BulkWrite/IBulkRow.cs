namespace Portal.Infrastructure.Data.BulkWrite;

/// <summary>Takes the values of one row, in the order of the columns. Enums are written as their number.</summary>
public interface IBulkRow
{
    /// <summary>Nothing.</summary>
    void WriteNull();

    /// <summary>A whole number.</summary>
    void Write(long value);

    /// <summary>A whole number or null.</summary>
    void Write(long? value)
    {
        if (value is { } number)
        {
            Write(number);
        }
        else
        {
            WriteNull();
        }
    }

    /// <summary>A whole number of 32 bits.</summary>
    void Write(int value);

    /// <summary>A decimal number or null.</summary>
    void Write(decimal? value);

    /// <summary>Text or null.</summary>
    void Write(string? value);

    /// <summary>A business day.</summary>
    void Write(DateOnly value);

    /// <summary>A business day or null.</summary>
    void Write(DateOnly? value)
    {
        if (value is { } day)
        {
            Write(day);
        }
        else
        {
            WriteNull();
        }
    }

    /// <summary>An instant in UTC.</summary>
    void Write(DateTime value);

    /// <summary>An instant in UTC or null.</summary>
    void Write(DateTime? value)
    {
        if (value is { } instant)
        {
            Write(instant);
        }
        else
        {
            WriteNull();
        }
    }

    /// <summary>True or false.</summary>
    void Write(bool value);

    /// <summary>Bytes.</summary>
    void Write(byte[] value);
}
