using System.Collections;
using System.Data;
using System.Data.Common;
using System.Reflection;
using System.Security.Claims;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Portal.Domain.Settlements;
using Portal.Domain.Shared;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Data.BulkWrite;
using Portal.Infrastructure.Shared;
using Xunit.Abstractions;

namespace Portal.Infrastructure.Tests.Data;

/// <summary>
/// Runs every method of every query class against a SQL Server context whose commands are caught before they leave: what
/// cannot be translated for SQL Server fails here, although no server is at hand.
/// </summary>
public sealed class QueryTranslationTests(ITestOutputHelper output)
{
    private static readonly string[] Sorts =
        ["", "number", "name", "code", "date", "on", "state", "status", "amount", "total", "due", "balance", "created", "customer", "product", "period", "program", "net", "kind", "count", "net", "updated", "started"];

    public static TheoryData<Type> QueryClasses
    {
        get
        {
            var data = new TheoryData<Type>();
            var services = new ServiceCollection();
            services.AddPortalInfrastructure(new ConfigurationBuilder().Build());
            foreach (var type in services.Select(service => service.ServiceType)
                .Where(type => type.Assembly == typeof(PortalServices).Assembly && IsQueryClass(type.Name))
                .OrderBy(type => type.FullName, StringComparer.Ordinal))
            {
                data.Add(type);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(QueryClasses))]
    public async Task Every_query_can_be_translated_for_sql_server(Type type)
    {
        var commands = new CaughtCommands();
        await using var services = Build(commands);
        await using var scope = services.CreateAsyncScope();
        Become(scope.ServiceProvider.GetRequiredService<CurrentUser>(), type.Name.StartsWith("My", StringComparison.Ordinal));
        var queries = scope.ServiceProvider.GetRequiredService(type);

        foreach (var method in type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly).Where(method => !method.IsSpecialName))
        {
            foreach (var sort in method.GetParameters().Any(parameter => parameter.ParameterType == typeof(GridQuery)) ? Sorts : [""])
            {
                var failure = await InvokeAsync(queries, method, sort);
                Assert.True(failure is null, $"{type.Name}.{method.Name} (sort '{sort}'): {failure}");
            }
        }

        output.WriteLine($"{type.Name}: {commands.Texts.Count} commands");
        // A My… class may be a write, which refuses this input before it reads anything.
        Assert.True(commands.Texts.Count > 0 || !type.Name.EndsWith("Queries", StringComparison.Ordinal), $"{type.Name} read nothing.");
    }

    [Fact]
    public async Task A_row_is_changed_on_sql_server_unless_another_transaction_has_it_locked()
    {
        var commands = new CaughtCommands();
        await using var context = new CaughtContexts(commands).CreateDbContext();
        await LockedRows.LockIfFree<SettlementPartition>(context, 5).Where(partition => partition.Token == 1)
            .ExecuteUpdateAsync(partition => partition.SetProperty(row => row.Token, 2));
        var text = Assert.Single(commands.Texts);
        Assert.StartsWith("UPDATE", text, StringComparison.Ordinal);
        Assert.Contains("WITH (UPDLOCK, ROWLOCK, READPAST) WHERE [Id] IN (5)", text, StringComparison.Ordinal);

        // It stands in a subquery, where SQL Server takes no order.
        Assert.DoesNotContain("ORDER BY", text, StringComparison.Ordinal);
    }

    private static bool IsQueryClass(string name) =>
        name.EndsWith("Queries", StringComparison.Ordinal) || (name.StartsWith("My", StringComparison.Ordinal) && !name.StartsWith("MyRequest", StringComparison.Ordinal));

    private static async Task<string?> InvokeAsync(object queries, MethodInfo method, string sort)
    {
        try
        {
            var result = method.Invoke(queries, [.. method.GetParameters().Select(parameter => Argument(parameter, sort))]);
            if (result is Task task)
            {
                await task;
            }
            else if (result is IEnumerable rows and not string)
            {
                foreach (var _ in rows)
                {
                    break;
                }
            }

            return null;
        }
        catch (Exception error)
        {
            var cause = error is TargetInvocationException { InnerException: { } inner } ? inner : error;
            return cause is NotSupportedException || cause.Message.Contains("could not be translated", StringComparison.Ordinal) ? cause.Message : null;
        }
    }

    private static object? Argument(ParameterInfo parameter, string sort)
    {
        var type = Nullable.GetUnderlyingType(parameter.ParameterType) ?? parameter.ParameterType;
        return type switch
        {
            _ when type == typeof(CancellationToken) => CancellationToken.None,
            _ when type == typeof(GridQuery) => new GridQuery { Sort = sort.Length == 0 ? null : sort, Descending = sort.Length % 2 == 1, Search = "a", Take = 5 },
            _ when type == typeof(string) => "a",
            _ when type == typeof(long) => 1L,
            _ when type == typeof(int) => 1,
            _ when type == typeof(decimal) => 1m,
            _ when type == typeof(DateOnly) => new DateOnly(2026, 1, 1),
            _ when type == typeof(DateRange) => new DateRange(new DateOnly(2026, 1, 1), new DateOnly(2026, 12, 31)),
            _ when type == typeof(bool) => true,
            _ when type.IsEnum => Enum.GetValues(type).GetValue(0),
            _ when type.IsArray => Array.CreateInstance(type.GetElementType()!, 0),
            _ when type.IsGenericType && type.IsAssignableFrom(typeof(List<>).MakeGenericType(type.GetGenericArguments()[0])) =>
                Activator.CreateInstance(typeof(List<>).MakeGenericType(type.GetGenericArguments()[0])),
            _ when type.GetConstructor(Type.EmptyTypes) is not null => Activator.CreateInstance(type),
            _ => null,
        };
    }

    private static void Become(CurrentUser user, bool isCustomer) => user.Become(new ClaimsPrincipal(new ClaimsIdentity(
        isCustomer
            ? [new Claim(ClaimTypes.NameIdentifier, "1"), new Claim(PortalClaims.Kind, "2"), new Claim(PortalClaims.CustomerId, "1"), new Claim(ClaimTypes.Role, RolePermissions.Distributor)]
            : [new Claim(ClaimTypes.NameIdentifier, "1"), new Claim(PortalClaims.Kind, "1"), new Claim(PortalClaims.EmployeeId, "1"), .. RolePermissions.StaffRoles.Select(role => new Claim(ClaimTypes.Role, role))],
        "test")));

    private static ServiceProvider Build(CaughtCommands commands)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Database:Provider"] = nameof(DatabaseProvider.SqlServer),
            ["Database:ConnectionString"] = "Server=none;Database=none",
            ["Storage:Folder"] = Path.GetTempPath(),
        }).Build();
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(configuration);
        services.AddPortalInfrastructure(configuration);
        services.AddSingleton<IDbContextFactory<PortalDbContext>>(new CaughtContexts(commands));
        return services.BuildServiceProvider();
    }

    private sealed class CaughtContexts(CaughtCommands commands) : IDbContextFactory<PortalDbContext>
    {
        private readonly DbContextOptions<SqlServerPortalDbContext> _options = new DbContextOptionsBuilder<SqlServerPortalDbContext>()
            .UseSqlServer("Server=none;Database=none").AddInterceptors(commands, new NoConnection()).Options;

        public PortalDbContext CreateDbContext() => new SqlServerPortalDbContext(_options);
    }

    private sealed class NoConnection : DbConnectionInterceptor
    {
        public override InterceptionResult ConnectionOpening(DbConnection connection, ConnectionEventData eventData, InterceptionResult result) =>
            InterceptionResult.Suppress();

        public override ValueTask<InterceptionResult> ConnectionOpeningAsync(
            DbConnection connection, ConnectionEventData eventData, InterceptionResult result, CancellationToken cancellationToken = default) =>
            ValueTask.FromResult(InterceptionResult.Suppress());
    }

    /// <summary>Answers every command with no row, or with one zero where a single value is asked for.</summary>
    private sealed class CaughtCommands : DbCommandInterceptor
    {
        public List<string> Texts { get; } = [];

        public override InterceptionResult<DbDataReader> ReaderExecuting(DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result) =>
            InterceptionResult<DbDataReader>.SuppressWithResult(Answer(command));

        public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
            DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default) =>
            ValueTask.FromResult(InterceptionResult<DbDataReader>.SuppressWithResult(Answer(command)));

        public override ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
            DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
        {
            Texts.Add(command.CommandText);
            return ValueTask.FromResult(InterceptionResult<int>.SuppressWithResult(1));
        }

        private DataTableReader Answer(DbCommand command)
        {
            Texts.Add(command.CommandText);
            var table = new DataTable();
            if (command.CommandText.StartsWith("SELECT COUNT(", StringComparison.Ordinal))
            {
                table.Columns.Add("value", typeof(int));
                table.Rows.Add(0);
            }
            else if (command.CommandText.StartsWith("SELECT CASE", StringComparison.Ordinal))
            {
                // EXISTS: yes, so that what comes after the check is tried too.
                table.Columns.Add("value", typeof(bool));
                table.Rows.Add(true);
            }
            else if (command.CommandText.StartsWith("SELECT COALESCE(SUM(", StringComparison.Ordinal))
            {
                table.Columns.Add("value", typeof(long));
                table.Rows.Add(0L);
            }

            return table.CreateDataReader();
        }
    }
}
