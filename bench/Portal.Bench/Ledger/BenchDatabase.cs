using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;
using Portal.Infrastructure;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Data;

namespace Portal.Bench.Ledger;

/// <summary>The whole infrastructure over an empty database of its own, removed at the end.</summary>
internal sealed class BenchDatabase : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("portal-bench-").FullName;
    private readonly ServiceProvider _services;

    private BenchDatabase(DatabaseProvider provider)
    {
        Provider = provider;
        ConnectionString = provider == DatabaseProvider.Sqlite
            ? "Data Source=" + Path.Combine(_folder, "bench.db")
            : new NpgsqlConnectionStringBuilder(Server) { Database = "portal_bench_" + Guid.NewGuid().ToString("N"), MaxPoolSize = 40 }.ConnectionString;
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(Settings).Build();
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(configuration);
        services.AddPortalInfrastructure(configuration);
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Error));
        _services = services.BuildServiceProvider();
    }

    public static string? Server => Environment.GetEnvironmentVariable("PORTAL_BENCH_POSTGRES") ?? Environment.GetEnvironmentVariable("PORTAL_TEST_POSTGRES");

    /// <summary>SQLite, and PostgreSQL where one is configured.</summary>
    public static IReadOnlyList<DatabaseProvider> Providers => Server is null ? [DatabaseProvider.Sqlite] : [DatabaseProvider.Sqlite, DatabaseProvider.Postgres];

    public DatabaseProvider Provider { get; }

    public string ConnectionString { get; }

    public Dictionary<string, string?> Settings => new()
    {
        ["Database:Provider"] = Provider.ToString(),
        ["Database:ConnectionString"] = ConnectionString,
        ["Storage:Folder"] = _folder,
    };

    public static async Task<BenchDatabase> CreateAsync(DatabaseProvider provider, CancellationToken cancellationToken)
    {
        var database = new BenchDatabase(provider);
        await DatabaseSetup.MigrateAsync(database._services, cancellationToken);
        return database;
    }

    /// <summary>A scope in which the system acts.</summary>
    public AsyncServiceScope NewScope()
    {
        var scope = _services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentUser>().BecomeSystem();
        return scope;
    }

    public PortalDbContext NewContext() => _services.GetRequiredService<IDbContextFactory<PortalDbContext>>().CreateDbContext();

    public async ValueTask DisposeAsync()
    {
        if (Provider == DatabaseProvider.Postgres)
        {
            await using var context = NewContext();
            await context.Database.EnsureDeletedAsync();
        }

        await _services.DisposeAsync();
        SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }
}
