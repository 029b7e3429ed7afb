using Microsoft.EntityFrameworkCore;
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
        Assert.Equal(7, await context.Roles.CountAsync());
    }

    [Fact]
    public void The_migration_script_of_every_provider_can_be_written()
    {
        foreach (var provider in Enum.GetValues<DatabaseProvider>())
        {
            using var context = DatabaseSetup.CreateContext(
                new DatabaseOptions { Provider = provider, ConnectionString = provider == DatabaseProvider.Sqlite ? "Data Source=none.db" : "Server=none" }, new SaveRules());

            Assert.Contains("SalesLines", context.Database.GenerateCreateScript(), StringComparison.Ordinal);
        }
    }
}
