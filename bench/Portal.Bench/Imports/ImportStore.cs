using System.Globalization;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;
using Portal.Domain.Imports;
using Portal.Infrastructure;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Demo;
using Portal.Infrastructure.Sales;

namespace Portal.Bench.Imports;

/// <summary>A database with the customers, products and employees of the demo data, and fresh copies of it.</summary>
internal abstract class ImportStore(string name, string folder)
{
    private int _copies;

    /// <summary>"sqlite" or "postgres".</summary>
    public string Name { get; } = name;

    /// <summary>The connection string of the database that copies are made of.</summary>
    public abstract string Template { get; }

    protected abstract DatabaseProvider Provider { get; }

    protected string Folder { get; } = folder;

    public static PortalDbContext Context(IServiceProvider services) => services.GetRequiredService<IDbContextFactory<PortalDbContext>>().CreateDbContext();

    public ServiceProvider Build(string connectionString)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Database:Provider"] = Provider.ToString(),
            ["Database:ConnectionString"] = connectionString,
            ["Storage:Folder"] = Folder,
        }).Build();
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(configuration);
        services.AddPortalInfrastructure(configuration);
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Error));
        return services.BuildServiceProvider();
    }

    /// <summary>Makes the template by the product's own importer.</summary>
    public async Task<SalesDirectory> PrepareAsync(DemoData data, CancellationToken cancellationToken)
    {
        await using var services = Build(Template);
        await DatabaseSetup.MigrateAsync(services, cancellationToken);
        await using (var context = Context(services))
        {
            context.AddRange(data.Employees().Select(row => new Portal.Domain.Staff.Employee(row.Number, row.Title, row.Title)));
            await context.SaveChangesAsync(cancellationToken);
        }

        await PortalImport.RunAsync(services, ImportKind.Products, data.Products(), cancellationToken);
        await PortalImport.RunAsync(services, ImportKind.Customers, data.Distributors(), cancellationToken);
        await PortalImport.RunAsync(services, ImportKind.Customers, data.Members(), cancellationToken);
        await using var last = Context(services);
        await FinishTemplateAsync(last, cancellationToken);
        return await SalesDirectory.LoadAsync(last, cancellationToken);
    }

    /// <returns>The connection string of a fresh copy.</returns>
    public Task<string> CopyAsync(CancellationToken cancellationToken) =>
        CopyAsync(string.Create(CultureInfo.InvariantCulture, $"portal_bench_{Environment.ProcessId}_{++_copies}"), cancellationToken);

    public abstract Task DropAsync(string connectionString);

    public abstract Task InsertAsync(string connectionString, List<ParsedDocument> documents, CancellationToken cancellationToken);

    /// <summary>Counts and sums by which what was written is compared.</summary>
    public async Task<string> FactsAsync(string connectionString, CancellationToken cancellationToken)
    {
        await using var services = Build(connectionString);
        await using var context = Context(services);
        return string.Join(
            ' ',
            await context.SalesDocuments.CountAsync(cancellationToken),
            await context.SalesDocuments.SumAsync(row => row.NetMinor, cancellationToken),
            await context.SalesDocuments.SumAsync(row => row.CustomerId * row.LineCount, cancellationToken),
            await context.SalesLines.CountAsync(cancellationToken),
            await context.SalesPacks.SumAsync(row => row.DocumentId + row.Part + row.Lines.Length, cancellationToken),
            await context.SalesLines.SumAsync(row => row.QuantityMilli, cancellationToken),
            await context.SalesLines.SumAsync(row => row.NetMinor + row.ProductId, cancellationToken),
            await context.SalesLines.SumAsync(row => row.CostMinor, cancellationToken));
    }

    protected abstract Task FinishTemplateAsync(PortalDbContext context, CancellationToken cancellationToken);

    protected abstract Task<string> CopyAsync(string name, CancellationToken cancellationToken);
}

internal sealed class SqliteStore(string folder) : ImportStore("sqlite", folder)
{
    public override string Template => "Data Source=" + Path.Combine(Folder, "template.db");

    protected override DatabaseProvider Provider => DatabaseProvider.Sqlite;

    public override Task DropAsync(string connectionString)
    {
        SqliteConnection.ClearAllPools();
        File.Delete(new SqliteConnectionStringBuilder(connectionString).DataSource);
        return Task.CompletedTask;
    }

    public override Task InsertAsync(string connectionString, List<ParsedDocument> documents, CancellationToken cancellationToken) =>
        RawInsert.IntoSqliteAsync(connectionString, documents, cancellationToken);

    protected override Task FinishTemplateAsync(PortalDbContext context, CancellationToken cancellationToken) =>
        context.Database.ExecuteSqlRawAsync("PRAGMA wal_checkpoint(TRUNCATE)", cancellationToken);

    protected override Task<string> CopyAsync(string name, CancellationToken cancellationToken)
    {
        var path = Path.Combine(Folder, name + ".db");
        File.Copy(Path.Combine(Folder, "template.db"), path);
        return Task.FromResult("Data Source=" + path);
    }
}

internal sealed class PostgresStore(string server, string folder) : ImportStore("postgres", folder), IAsyncDisposable
{
    private readonly string _name = string.Create(CultureInfo.InvariantCulture, $"portal_bench_{Environment.ProcessId}");

    public override string Template => Database(_name);

    protected override DatabaseProvider Provider => DatabaseProvider.Postgres;

    public async Task CreateAsync() => await ExecuteAsync($"CREATE DATABASE {_name}");

    public async ValueTask DisposeAsync() => await DropAsync(Template);

    public override Task DropAsync(string connectionString) =>
        ExecuteAsync($"DROP DATABASE IF EXISTS {new NpgsqlConnectionStringBuilder(connectionString).Database} WITH (FORCE)");

    public override Task InsertAsync(string connectionString, List<ParsedDocument> documents, CancellationToken cancellationToken) =>
        RawInsert.IntoPostgresAsync(connectionString, documents, cancellationToken);

    protected override Task FinishTemplateAsync(PortalDbContext context, CancellationToken cancellationToken) => Task.CompletedTask;

    protected override async Task<string> CopyAsync(string name, CancellationToken cancellationToken)
    {
        NpgsqlConnection.ClearAllPools();
        await ExecuteAsync($"CREATE DATABASE {name} TEMPLATE {_name}");
        return Database(name);
    }

    private string Database(string name) => new NpgsqlConnectionStringBuilder(server) { Database = name }.ConnectionString;

    private async Task ExecuteAsync(string command)
    {
        NpgsqlConnection.ClearAllPools();
        await using var connection = new NpgsqlConnection(server);
        await connection.OpenAsync();
        await using var text = connection.CreateCommand();
        text.CommandText = command;
        await text.ExecuteNonQueryAsync();
    }
}
