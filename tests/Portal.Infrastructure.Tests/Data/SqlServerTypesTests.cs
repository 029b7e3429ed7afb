using System.Data;
using Microsoft.Data.SqlClient;
using Microsoft.SqlServer.Server;

namespace Portal.Infrastructure.Tests.Data;

public sealed class SqlServerTypesTests
{
    [Fact]
    public void SqlClient_finds_the_types_it_needs_for_a_parameter()
    {
        // Reading the type of a parameter makes SqlClient load the assembly; without it every command would fail at run time.
        var parameter = new SqlParameter("@value", SqlDbType.Decimal) { Value = 1.5m, Precision = 28, Scale = 8 };
        var inferred = new SqlParameter("@other", new DateOnly(2026, 1, 1));

        Assert.Equal(SqlDbType.Decimal, parameter.SqlDbType);
        Assert.Equal(SqlDbType.Date, inferred.SqlDbType);
        Assert.Equal("Microsoft.SqlServer.Server", typeof(SqlUserDefinedTypeAttribute).Assembly.GetName().Name);
        Assert.Equal(new Version(1, 0, 0, 0), typeof(IBinarySerialize).Assembly.GetName().Version);
    }
}
