using Microsoft.EntityFrameworkCore;
using Portal.Domain.Points.Documents;
using Portal.Domain.Points.Levels;
using Portal.Domain.Points.Rules;
using Portal.Domain.Shared;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Data;

namespace Portal.Infrastructure.Points;

/// <summary>Who would have another level under other thresholds, by the growth value that counts today. Nothing is changed.</summary>
public sealed class SimulateLevels
{
    private const int MostMembers = 200;
    private readonly IDbContextFactory<PortalDbContext> _contexts;
    private readonly PointsRulesBook _book;
    private readonly PointsBooking _booking;
    private readonly CurrentUser _user;

    internal SimulateLevels(IDbContextFactory<PortalDbContext> contexts, PointsRulesBook book, PointsBooking booking, CurrentUser user)
    {
        _contexts = contexts;
        _book = book;
        _booking = booking;
        _user = user;
    }

    /// <summary>Simulates the levels of a rules document.</summary>
    public async Task<Outcome<LevelSimulation>> RunAsync(string rulesJson, CancellationToken cancellationToken)
    {
        if (_user.Refuse(Permissions.Points.View) is { } refusal)
        {
            return refusal;
        }

        var read = PointsDocuments.ReadRules(rulesJson);
        if (!read.IsDone)
        {
            return Outcome<LevelSimulation>.Refused(read.Refusals);
        }

        if (read.Value.Levels is not { } levels)
        {
            return new Refusal("points_no_levels");
        }

        await using var context = await _contexts.CreateDbContextAsync(cancellationToken);
        var book = await _book.ReadAsync(context, cancellationToken);
        var today = book.Versions.Count == 0 ? _booking.Now(new PointsRulesByDay([new PointsRulesInForce(0, default, read.Value)])).On : _booking.Now(book).On;
        var from = LevelWindow.Of(levels, today).From;
        var isLifetime = levels.Window == GrowthWindow.Lifetime;
        var scale = new PointScale(Math.Max(read.Value.PointDecimals, read.Value.CurrencyDecimals), 0);
        var points = new PointScale(read.Value.PointDecimals, read.Value.CurrencyDecimals);
        var sums = isLifetime || levels.Growth == GrowthSource.Balance
            ? []
            : await context.PointsGrowth.Where(row => row.On >= from && row.On <= today).GroupBy(row => row.CustomerId)
                .Select(group => new { group.Key, Units = group.Sum(row => row.Units) }).ToDictionaryAsync(row => row.Key, row => row.Units, cancellationToken);
        var moves = new Dictionary<(string From, string To), int>();
        var members = new List<(long Id, string From, string To, decimal Value)>();
        var seen = 0;
        var rows = context.PointsMemberships.AsNoTracking().OrderBy(row => row.Id)
            .Select(row => new { row.Id, row.LevelCode, row.IsLevelLocked, row.GrowthUnits, row.BalanceUnits }).AsAsyncEnumerable();
        await foreach (var row in rows.WithCancellation(cancellationToken))
        {
            seen++;
            var value = levels.Growth == GrowthSource.Balance ? points.Points(row.BalanceUnits) : scale.Points(isLifetime ? row.GrowthUnits : sums.GetValueOrDefault(row.Id));
            var now = row.LevelCode ?? levels.List[0].Code;
            var then = row.IsLevelLocked ? now : Then(levels, now, value);
            if (then != now)
            {
                moves[(now, then)] = moves.GetValueOrDefault((now, then)) + 1;
                if (members.Count < MostMembers)
                {
                    members.Add((row.Id, now, then, value));
                }
            }
        }

        var ids = members.Select(member => member.Id).ToArray();
        var names = await context.Customers.VisibleTo(_user, context).Where(row => EF.Parameter(ids).Contains(row.Id)).ToDictionaryAsync(row => row.Id, row => new { row.Number, row.Name }, cancellationToken);
        return new LevelSimulation(
            seen,
            [.. moves.OrderBy(move => move.Key.From, StringComparer.Ordinal).ThenBy(move => move.Key.To, StringComparer.Ordinal).Select(move => new LevelMove(move.Key.From, move.Key.To, move.Value, IsUp(levels, move.Key.From, move.Key.To)))],
            [.. members.Where(member => names.ContainsKey(member.Id)).Select(member => new LevelMover(member.Id, names[member.Id].Number, names[member.Id].Name, member.From, member.To, member.Value))]);
    }

    private static string Then(LevelRules levels, string now, decimal value)
    {
        var reached = levels.List.Last(level => level.From == 0 || level.From <= value);
        var current = levels.List.FirstOrDefault(level => level.Code == now);
        if (current is null || Index(levels, reached.Code) > Index(levels, now))
        {
            return reached.Code;
        }

        return value >= (current.KeepFrom ?? current.From) || levels.Down == LevelDown.Never ? now
            : levels.Down == LevelDown.OneLevel ? levels.List[Math.Max(0, Index(levels, now) - 1)].Code
            : reached.Code;
    }

    private static bool IsUp(LevelRules levels, string from, string to) => Index(levels, to) > Index(levels, from);

    private static int Index(LevelRules levels, string code) => levels.List.ToList().FindIndex(level => level.Code == code);
}

/// <summary>Who would move.</summary>
/// <param name="Members">Members looked at.</param>
/// <param name="Moves">How many from where to where: up with their next bill, down at the next check.</param>
/// <param name="Movers">The first of them.</param>
public sealed record LevelSimulation(int Members, IReadOnlyList<LevelMove> Moves, IReadOnlyList<LevelMover> Movers);

/// <summary>How many would move from one level to another.</summary>
/// <param name="From">From.</param>
/// <param name="To">To.</param>
/// <param name="Count">How many.</param>
/// <param name="IsUp">Whether it is up.</param>
public sealed record LevelMove(string From, string To, int Count, bool IsUp);

/// <summary>A member that would move.</summary>
/// <param name="CustomerId">Who.</param>
/// <param name="Number">The customer's number.</param>
/// <param name="Name">The customer's name.</param>
/// <param name="From">From.</param>
/// <param name="To">To.</param>
/// <param name="Value">The growth value.</param>
public sealed record LevelMover(long CustomerId, string Number, string Name, string From, string To, decimal Value);
