using Microsoft.EntityFrameworkCore;
using Portal.Domain.Settlements;

namespace Portal.Infrastructure.Data;

/// <summary>The tables on SQLite; there only to own its migrations.</summary>
public sealed class SqlitePortalDbContext(DbContextOptions<SqlitePortalDbContext> options) : PortalDbContext(options)
{
    /// <inheritdoc />
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);

        // A table that remembers its greatest key ever costs twice as much for every row; with a default of its own the key is not
        // remembered, and SQLite gives the next one. It may come again: only lines of runs that were discarded are deleted, and
        // nobody has seen those.
        modelBuilder.Entity<SettlementLine>().Property(line => line.Id).HasDefaultValueSql("NULL");
    }
}

/// <summary>The tables on PostgreSQL; there only to own its migrations.</summary>
public sealed class PostgresPortalDbContext(DbContextOptions<PostgresPortalDbContext> options) : PortalDbContext(options);

/// <summary>The tables on SQL Server; there only to own its migrations.</summary>
public sealed class SqlServerPortalDbContext(DbContextOptions<SqlServerPortalDbContext> options) : PortalDbContext(options);
