using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Tests.Databases;

namespace Portal.Infrastructure.Tests.Data;

public sealed class MigrationTests
{
    [Theory]
    [InlineData(DatabaseProvider.Sqlite)]
    [InlineData(DatabaseProvider.Postgres)]
    [InlineData(DatabaseProvider.SqlServer)]
    public void Every_change_of_the_model_has_a_migration(DatabaseProvider provider)
    {
        using var context = DatabaseSetup.CreateContext(
            new DatabaseOptions { Provider = provider, ConnectionString = provider == DatabaseProvider.Sqlite ? "Data Source=none.db" : "Server=none" }, new SaveRules());

        Assert.False(context.Database.HasPendingModelChanges());
    }

    [SkippableTheory]
    [MemberData(nameof(Databases.Databases.All), MemberType = typeof(Databases.Databases))]
    public async Task A_fresh_database_takes_all_migrations(DatabaseProvider provider)
    {
        await using var portal = await TestPortal.CreateAsync(provider);
        await using var context = portal.NewContext();

        Assert.Empty(await context.Database.GetPendingMigrationsAsync());
        Assert.Equal(RolePermissions.Roles.Count, await context.Roles.CountAsync());
    }

    /// <summary>What an administrator of databases runs by hand instead of <c>portal migrate</c>.</summary>
    [Theory]
    [InlineData(DatabaseProvider.Sqlite, MigrationsSqlGenerationOptions.Default)]
    [InlineData(DatabaseProvider.Postgres, MigrationsSqlGenerationOptions.Idempotent)]
    [InlineData(DatabaseProvider.SqlServer, MigrationsSqlGenerationOptions.Idempotent)]
    public void The_script_of_all_migrations_makes_every_table_of_the_model(DatabaseProvider provider, MigrationsSqlGenerationOptions kind)
    {
        using var context = DatabaseSetup.CreateContext(
            new DatabaseOptions { Provider = provider, ConnectionString = provider == DatabaseProvider.Sqlite ? "Data Source=none.db" : "Server=none" }, new SaveRules());
        var script = context.GetService<IMigrator>().GenerateScript(options: kind);
        Assert.All(context.Model.GetEntityTypes().Select(type => type.GetTableName()).OfType<string>().Distinct(), table =>
            Assert.Matches($"CREATE TABLE [\\[\"]{table}[\\]\"]", script));
        Assert.All(context.Database.GetMigrations(), migration => Assert.Contains(migration, script, StringComparison.Ordinal));
    }
}
