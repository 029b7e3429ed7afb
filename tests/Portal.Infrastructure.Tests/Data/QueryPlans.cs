using System.Data.Common;
using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Npgsql;
using Portal.Infrastructure.Data;

namespace Portal.Infrastructure.Tests.Data;

/// <summary>Listens to the commands of one flow of work and asks the database how it would answer each.</summary>
internal sealed partial class QueryPlans : IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>, IDisposable
{
    private static readonly AsyncLocal<List<DbCommand>?> Heard = new();
    private readonly List<IDisposable> _subscriptions = [];

    public QueryPlans() => _subscriptions.Add(DiagnosticListener.AllListeners.Subscribe(this));

    /// <summary>The queries of a call.</summary>
    public static async Task<IReadOnlyList<DbCommand>> OfAsync(Func<Task> call)
    {
        var heard = Heard.Value = [];
        await call();
        Heard.Value = null;
        return heard;
    }

    /// <summary>The tables of which the database would read everything to answer a query.</summary>
    public static async Task<IReadOnlyList<string>> ReadWholeAsync(PortalDbContext context, DbCommand query) =>
        context.Database.GetDbConnection() is SqliteConnection ? await OfSqliteAsync(context, query) : await OfPostgresAsync(context, query);

    public void OnNext(DiagnosticListener listener)
    {
        if (listener.Name == DbLoggerCategory.Name)
        {
            _subscriptions.Add(listener.Subscribe(this));
        }
    }

    public void OnNext(KeyValuePair<string, object?> heard)
    {
        if (heard.Key == RelationalEventId.CommandExecuting.Name && heard.Value is CommandEventData { Command: var command } && Heard.Value is { } list
            && command.CommandText.StartsWith("SELECT", StringComparison.Ordinal))
        {
            list.Add(Copy(command));
        }
    }

    public void OnCompleted()
    {
    }

    public void OnError(Exception error)
    {
    }

    public void Dispose() => _subscriptions.ForEach(subscription => subscription.Dispose());

    private static DbCommand Copy(DbCommand command)
    {
        DbCommand copy = command is NpgsqlCommand ? new NpgsqlCommand(command.CommandText) : new SqliteCommand(command.CommandText);
        foreach (DbParameter parameter in command.Parameters)
        {
            copy.Parameters.Add(parameter is NpgsqlParameter postgres ? postgres.Clone() : new SqliteParameter(parameter.ParameterName, parameter.Value));
        }

        return copy;
    }

    private static async Task<IReadOnlyList<string>> OfSqliteAsync(PortalDbContext context, DbCommand query)
    {
        var tables = new Dictionary<string, string>();
        foreach (Match named in NamedTable().Matches(query.CommandText))
        {
            tables[named.Groups[2].Value] = named.Groups[1].Value;
        }

        var whole = new List<string>();
        foreach (var step in await ExplainAsync(context, query, "EXPLAIN QUERY PLAN ", column: 3))
        {
            if (WholeTable().Match(step) is { Success: true } scan && tables.TryGetValue(scan.Groups[1].Value, out var table))
            {
                whole.Add(table);
            }
        }

        return whole;
    }

    private static async Task<IReadOnlyList<string>> OfPostgresAsync(PortalDbContext context, DbCommand query)
    {
        // Tables this small would be read whole and joined at once: what is asked is whether there is a better way.
        await context.Database.OpenConnectionAsync();
        await context.Database.ExecuteSqlRawAsync("SET enable_seqscan = off; SET enable_hashjoin = off; SET enable_mergejoin = off; SET enable_material = off");
        var plan = await ExplainAsync(context, query, "EXPLAIN (FORMAT JSON) ", column: 0);
        using var json = JsonDocument.Parse(plan[0]);
        var whole = new List<string>();
        Look(json.RootElement[0].GetProperty("Plan"), whole);
        return whole;
    }

    private static void Look(JsonElement node, List<string> whole)
    {
        if (node.TryGetProperty("Relation Name", out var table) && !node.TryGetProperty("Index Cond", out _) && !node.TryGetProperty("Recheck Cond", out _))
        {
            whole.Add(table.GetString()!);
        }

        if (node.TryGetProperty("Plans", out var below))
        {
            foreach (var inner in below.EnumerateArray())
            {
                Look(inner, whole);
            }
        }
    }

    private static async Task<List<string>> ExplainAsync(PortalDbContext context, DbCommand query, string verb, int column)
    {
        await context.Database.OpenConnectionAsync();
        query.Connection = context.Database.GetDbConnection();
        query.CommandText = verb + query.CommandText;
        await using var reader = await query.ExecuteReaderAsync();
        var rows = new List<string>();
        while (await reader.ReadAsync())
        {
            rows.Add(reader.GetString(column));
        }

        return rows;
    }

    [GeneratedRegex("\"(\\w+)\" AS \"(\\w+)\"")]
    private static partial Regex NamedTable();

    [GeneratedRegex("^SCAN (\\w+)")]
    private static partial Regex WholeTable();
}
