using System.Globalization;
using System.Security.Claims;
using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Data;

namespace Portal.Infrastructure.Tests.Databases;

/// <summary>The whole infrastructure over a fresh, migrated, empty database of its own, with a clock that stands at 2026-03-15 04:00 UTC.</summary>
public sealed class TestPortal : IAsyncDisposable
{
    private static readonly SemaphoreSlim TemplateGate = new(1);
    private static readonly Dictionary<DatabaseProvider, string> Templates = [];
    private readonly string _folder;

    private TestPortal(DatabaseProvider provider, string connectionString, string folder, FixedClock clock, Action<IServiceCollection>? configure)
    {
        Provider = provider;
        ConnectionString = connectionString;
        _folder = folder;
        Clock = clock;
        Services = Build(provider, connectionString, folder, clock, configure);
    }

    public DatabaseProvider Provider { get; }

    public string ConnectionString { get; }

    /// <summary>A folder for files, removed at the end.</summary>
    public string Folder => _folder;

    public FixedClock Clock { get; }

    public ServiceProvider Services { get; }

    /// <summary>Makes one; a server that is not configured skips the test.</summary>
    public static async Task<TestPortal> CreateAsync(DatabaseProvider provider, Action<IServiceCollection>? configure = null)
    {
        Skip.If(Databases.ServerOf(provider) is null, $"No {provider} server is configured.");
        var folder = Directory.CreateTempSubdirectory("portal-test-").FullName;
        var connectionString = await CopyTemplateAsync(provider, folder);
        var clock = new FixedClock(new DateTimeOffset(2026, 3, 15, 4, 0, 0, TimeSpan.Zero));
        return new TestPortal(provider, connectionString, folder, clock, configure);
    }

    /// <summary>A scope in which the system acts.</summary>
    public AsyncServiceScope AsSystem()
    {
        var scope = Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentUser>().BecomeSystem();
        return scope;
    }

    /// <summary>A scope in which a staff member acts.</summary>
    public AsyncServiceScope AsStaff(string role, long userId = 1, long? employeeId = null) => As(AccountKind.Staff, role, userId, employeeId, null);

    /// <summary>A scope in which a customer's log-in acts.</summary>
    public AsyncServiceScope AsCustomer(long customerId, long userId = 1000, string role = RolePermissions.Distributor) =>
        As(AccountKind.Customer, role, userId, null, customerId);

    /// <summary>A context of this database.</summary>
    public PortalDbContext NewContext() => Services.GetRequiredService<IDbContextFactory<PortalDbContext>>().CreateDbContext();

    public async ValueTask DisposeAsync()
    {
        await Services.DisposeAsync();
        if (Provider == DatabaseProvider.Sqlite)
        {
            SqliteConnection.ClearPool(new SqliteConnection(ConnectionString));
        }
        else if (Provider == DatabaseProvider.Postgres)
        {
            NpgsqlConnection.ClearPool(new NpgsqlConnection(ConnectionString));
            var name = new NpgsqlConnectionStringBuilder(ConnectionString).Database;
            await ExecutePostgresAsync($"DROP DATABASE IF EXISTS \"{name}\" WITH (FORCE)");
        }

        Directory.Delete(_folder, recursive: true);
    }

    private static async Task<string> CopyTemplateAsync(DatabaseProvider provider, string folder)
    {
        await TemplateGate.WaitAsync();
        try
        {
            if (!Templates.TryGetValue(provider, out var template))
            {
                template = await MakeTemplateAsync(provider);
                Templates[provider] = template;
            }

            return await CopyAsync(provider, template, folder);
        }
        finally
        {
            TemplateGate.Release();
        }
    }

    private static async Task<string> MakeTemplateAsync(DatabaseProvider provider)
    {
        if (provider == DatabaseProvider.SqlServer)
        {
            return "";
        }

        var name = "portal_template_" + Guid.NewGuid().ToString("N");
        var folder = Directory.CreateTempSubdirectory("portal-template-").FullName;
        var connectionString = provider == DatabaseProvider.Sqlite
            ? "Data Source=" + Path.Combine(folder, name + ".db") + ";Pooling=False"
            : new NpgsqlConnectionStringBuilder(Databases.ServerOf(provider)) { Database = name, Pooling = false }.ConnectionString;
        await MigrateAsync(provider, connectionString, folder);
        return connectionString;
    }

    private static async Task<string> CopyAsync(DatabaseProvider provider, string template, string folder)
    {
        var name = "portal_test_" + Guid.NewGuid().ToString("N");
        switch (provider)
        {
            case DatabaseProvider.Sqlite:
                var file = Path.Combine(folder, "portal.db");
                File.Copy(new SqliteConnectionStringBuilder(template).DataSource, file);
                return "Data Source=" + file;
            case DatabaseProvider.Postgres:
                var templateName = new NpgsqlConnectionStringBuilder(template).Database;
                await ExecutePostgresAsync($"CREATE DATABASE \"{name}\" TEMPLATE \"{templateName}\"");
                return new NpgsqlConnectionStringBuilder(template) { Database = name, Pooling = true, MaxPoolSize = 40 }.ConnectionString;
            default:
                var connectionString = new SqlConnectionStringBuilder(Databases.ServerOf(provider)) { InitialCatalog = name }.ConnectionString;
                await MigrateAsync(provider, connectionString, folder);
                return connectionString;
        }
    }

    private static async Task MigrateAsync(DatabaseProvider provider, string connectionString, string folder)
    {
        await using var services = Build(provider, connectionString, folder, new FixedClock(DateTimeOffset.UnixEpoch), null);
        await DatabaseSetup.MigrateAsync(services, CancellationToken.None);
        await using var scope = services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<SeedRoles>().RunAsync(CancellationToken.None);
        if (provider == DatabaseProvider.Sqlite)
        {
            // The file is copied alone, so what is in the write-ahead log has to be in it.
            await using var context = services.GetRequiredService<IDbContextFactory<PortalDbContext>>().CreateDbContext();
            await context.Database.ExecuteSqlRawAsync("PRAGMA wal_checkpoint(TRUNCATE)");
        }
    }

    private static ServiceProvider Build(
        DatabaseProvider provider, string connectionString, string folder, FixedClock clock, Action<IServiceCollection>? configure)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Database:Provider"] = provider.ToString(),
            ["Database:ConnectionString"] = connectionString,
            ["Database:MaxBatchSize"] = provider == DatabaseProvider.SqlServer ? "1" : null,
            ["Storage:Folder"] = folder,
        }).Build();
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(configuration);
        services.AddSingleton<TimeProvider>(clock);
        services.AddPortalInfrastructure(configuration);
        configure?.Invoke(services);
        return services.BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true });
    }

    private static async Task ExecutePostgresAsync(string sql)
    {
        var server = new NpgsqlConnectionStringBuilder(Databases.ServerOf(DatabaseProvider.Postgres)) { Pooling = false };
        await using var connection = new NpgsqlConnection(server.ConnectionString);
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }

    private AsyncServiceScope As(AccountKind kind, string role, long userId, long? employeeId, long? customerId)
    {
        var claims = new List<Claim>
        {
            new(ClaimTypes.NameIdentifier, userId.ToString(CultureInfo.InvariantCulture)),
            new(PortalClaims.DisplayName, role),
            new(PortalClaims.Kind, ((int)kind).ToString(CultureInfo.InvariantCulture)),
            new(ClaimTypes.Role, role),
        };
        if (employeeId is { } employee)
        {
            claims.Add(new Claim(PortalClaims.EmployeeId, employee.ToString(CultureInfo.InvariantCulture)));
        }

        if (customerId is { } customer)
        {
            claims.Add(new Claim(PortalClaims.CustomerId, customer.ToString(CultureInfo.InvariantCulture)));
        }

        var scope = Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentUser>().Become(new ClaimsPrincipal(new ClaimsIdentity(claims, "test")));
        return scope;
    }
}
