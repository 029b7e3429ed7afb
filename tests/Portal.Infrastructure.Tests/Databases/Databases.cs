using Portal.Infrastructure.Data;

namespace Portal.Infrastructure.Tests.Databases;

/// <summary>The databases that every data test runs on. One that is not configured shows as skipped.</summary>
public static class Databases
{
    /// <summary>For <c>[MemberData(nameof(Databases.All), MemberType = typeof(Databases))]</c>.</summary>
    public static TheoryData<DatabaseProvider> All => [DatabaseProvider.Sqlite, DatabaseProvider.Postgres, DatabaseProvider.SqlServer];

    /// <summary>The connection string of the test server, or null where none is configured.</summary>
    internal static string? ServerOf(DatabaseProvider provider) => provider switch
    {
        DatabaseProvider.Postgres => Environment.GetEnvironmentVariable("PORTAL_TEST_POSTGRES"),
        DatabaseProvider.SqlServer => Environment.GetEnvironmentVariable("PORTAL_TEST_SQLSERVER"),
        _ => "",
    };
}
