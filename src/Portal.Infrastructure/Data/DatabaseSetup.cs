using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Portal.Infrastructure.SalesPacks;

namespace Portal.Infrastructure.Data;

/// <summary>Chooses the database by configuration and brings its schema up to date.</summary>
public static class DatabaseSetup
{
    /// <summary>Registers <see cref="IDbContextFactory{TContext}"/> of <see cref="PortalDbContext"/> for the configured provider.</summary>
    public static IServiceCollection AddPortalDatabase(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<DatabaseOptions>().Bind(configuration.GetSection(DatabaseOptions.Section));
        services.AddSingleton<SaveRules>();
        services.AddSingleton<WriteGate>();
        services.AddSingleton<SqliteTurns>();
        services.AddSingleton<SqliteWriter>();
        services.AddSingleton<WriteTransaction>();
        services.AddSingleton<IDbContextFactory<PortalDbContext>, PortalDbContextFactory>();
        services.AddScoped(provider => provider.GetRequiredService<IDbContextFactory<PortalDbContext>>().CreateDbContext());
        return services;
    }

    /// <summary>Applies the migrations that the database lacks, and packs the sales that it has from before there were packs; on SQLite also switches to write-ahead logging.</summary>
    public static async Task MigrateAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        var options = services.GetRequiredService<IOptions<DatabaseOptions>>().Value;
        if (options.Provider == DatabaseProvider.Sqlite)
        {
            CreateFolder(options.ConnectionString);
        }

        await using var context = await services.GetRequiredService<IDbContextFactory<PortalDbContext>>().CreateDbContextAsync(cancellationToken);
        await context.Database.MigrateAsync(cancellationToken);
        if (options.Provider == DatabaseProvider.Sqlite)
        {
            await context.Database.ExecuteSqlRawAsync("PRAGMA journal_mode = WAL", cancellationToken);
        }

        await services.GetRequiredService<PackSales>().RunAsync(cancellationToken);
    }

    /// <summary>A context of the provider's own kind.</summary>
    public static PortalDbContext CreateContext(DatabaseOptions options, params IInterceptor[] interceptors) => CreatorOf(options, interceptors)();

    /// <summary>Makes contexts of the provider's own kind, all from options that are built once.</summary>
    internal static Func<PortalDbContext> CreatorOf(DatabaseOptions options, params IInterceptor[] interceptors)
    {
        switch (options.Provider)
        {
            case DatabaseProvider.Sqlite:
                var sqlite = Build<SqlitePortalDbContext>(interceptors, builder => builder.UseSqlite(
                    options.ConnectionString, provider => provider.MaxBatchSize(options.MaxBatchSize ?? 1000).CommandTimeout(options.CommandTimeoutSeconds)));
                return () => new SqlitePortalDbContext(sqlite);
            case DatabaseProvider.Postgres:
                var postgres = Build<PostgresPortalDbContext>([.. interceptors, new PostgresTransactions()], builder => builder.UseNpgsql(
                    options.ConnectionString, provider => provider.MaxBatchSize(options.MaxBatchSize ?? 1000).CommandTimeout(options.CommandTimeoutSeconds)));
                return () => new PostgresPortalDbContext(postgres);
            case DatabaseProvider.SqlServer:
                var sqlServer = Build<SqlServerPortalDbContext>(interceptors, builder => builder.UseSqlServer(
                    options.ConnectionString, provider => provider.MaxBatchSize(options.MaxBatchSize ?? 42).CommandTimeout(options.CommandTimeoutSeconds)));
                return () => new SqlServerPortalDbContext(sqlServer);
            default:
                throw new InvalidOperationException($"Unknown Database:Provider '{options.Provider}'.");
        }
    }

    private static DbContextOptions<T> Build<T>(IInterceptor[] interceptors, Action<DbContextOptionsBuilder<T>> choose)
        where T : DbContext
    {
        var builder = new DbContextOptionsBuilder<T>();
        choose(builder);
        builder.AddInterceptors(interceptors);
        return builder.Options;
    }

    private static void CreateFolder(string connectionString)
    {
        var file = new SqliteConnectionStringBuilder(connectionString).DataSource;
        if (Path.GetDirectoryName(Path.GetFullPath(file)) is { } folder && file != ":memory:")
        {
            Directory.CreateDirectory(folder);
        }
    }
}

/// <summary>Makes contexts of the configured provider; the options are built once.</summary>
internal sealed class PortalDbContextFactory(IOptions<DatabaseOptions> options, SaveRules rules, SqliteTurns turns, WriteGate gate) : IDbContextFactory<PortalDbContext>
{
    private readonly Lazy<Func<PortalDbContext>> _create = new(() => DatabaseSetup.CreatorOf(options.Value, rules, turns));

    public PortalDbContext CreateDbContext()
    {
        var context = _create.Value();
        context.Gate = gate;
        return context;
    }
}
