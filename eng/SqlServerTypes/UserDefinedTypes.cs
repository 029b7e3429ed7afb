// SqlClient loads the assembly Microsoft.SqlServer.Server 1.0.0.0 as soon as a command has a parameter, for four types
// that describe CLR user types. The package that holds them is not in every feed, and this product never uses CLR user
// types, so the four stand here. Set UseOfficialSqlServerTypes=true (see eng/SqlServer.props) to take the package instead.
namespace Microsoft.SqlServer.Server;

/// <summary>How a CLR user type is stored.</summary>
public enum Format
{
    /// <summary>Not said.</summary>
    Unknown = 0,

    /// <summary>Stored by the server's own layout.</summary>
    Native = 1,

    /// <summary>Stored by the type's <see cref="IBinarySerialize"/>.</summary>
    UserDefined = 2,
}

/// <summary>Reads and writes a CLR user type.</summary>
public interface IBinarySerialize
{
    /// <summary>Fills the value from <paramref name="r"/>.</summary>
    void Read(BinaryReader r);

    /// <summary>Writes the value to <paramref name="w"/>.</summary>
    void Write(BinaryWriter w);
}

/// <summary>A type cannot be used as a CLR user type.</summary>
public sealed class InvalidUdtException : SystemException
{
    /// <summary>Makes the exception with a message.</summary>
    public InvalidUdtException(string message)
        : base(message)
    {
    }
}

/// <summary>Marks a CLR user type.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct, AllowMultiple = false, Inherited = false)]
public sealed class SqlUserDefinedTypeAttribute(Format format) : Attribute
{
    /// <summary>How the type is stored.</summary>
    public Format Format { get; } = format;

    /// <summary>The greatest stored size in bytes, -1 for no limit.</summary>
    public int MaxByteSize { get; set; }

    /// <summary>Whether every value has the same stored size.</summary>
    public bool IsFixedLength { get; set; }

    /// <summary>Whether stored bytes compare like the values.</summary>
    public bool IsByteOrdered { get; set; }

    /// <summary>The method that checks a value.</summary>
    public string? ValidationMethodName { get; set; }

    /// <summary>The name on the server.</summary>
    public string? Name { get; set; }
}
