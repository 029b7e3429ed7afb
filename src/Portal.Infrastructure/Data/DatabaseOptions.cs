namespace Portal.Infrastructure.Data;

/// <summary>The configuration section <c>Database</c>; environment variables <c>Database__Provider</c> and so on.</summary>
public sealed class DatabaseOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Database";

    /// <summary>Which database.</summary>
    public DatabaseProvider Provider { get; set; } = DatabaseProvider.Sqlite;

    /// <summary>The connection string; for SQLite by default a file under the data folder.</summary>
    public string ConnectionString { get; set; } = "Data Source=data/portal.db";

    /// <summary>Commands that EF Core sends in one go; null for the provider's own number.</summary>
    public int? MaxBatchSize { get; set; }

    /// <summary>Seconds a command may take; null for the provider's own number.</summary>
    public int? CommandTimeoutSeconds { get; set; }
}

/// <summary>The databases that are supported and tested.</summary>
public enum DatabaseProvider
{
    /// <summary>One file, one machine.</summary>
    Sqlite = 1,

    /// <summary>PostgreSQL 15 or later.</summary>
    Postgres = 2,

    /// <summary>SQL Server 2019 or later.</summary>
    SqlServer = 3,
}
