using Microsoft.EntityFrameworkCore;

namespace Portal.Infrastructure.Data;

/// <summary>The tables on SQLite; there only to own its migrations.</summary>
public sealed class SqlitePortalDbContext(DbContextOptions<SqlitePortalDbContext> options) : PortalDbContext(options);

/// <summary>The tables on PostgreSQL; there only to own its migrations.</summary>
public sealed class PostgresPortalDbContext(DbContextOptions<PostgresPortalDbContext> options) : PortalDbContext(options);

/// <summary>The tables on SQL Server; there only to own its migrations.</summary>
public sealed class SqlServerPortalDbContext(DbContextOptions<SqlServerPortalDbContext> options) : PortalDbContext(options);
