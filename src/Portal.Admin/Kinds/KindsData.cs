using Portal.Domain.Shared;
using Portal.Infrastructure.Shared;
using Portal.Ui;
using Portal.Ui.Charts;

namespace Portal.Admin.Kinds;

#pragma warning disable CS1573, CS1591 // Made-up values need no words.
/// <summary>A made-up row for looking at the kinds of pages.</summary>
public sealed record KindRow(int Id, string Number, string Name, DateOnly On, DateTime AtUtc, Money Amount, Quantity Quantity, Rate Rate, string State);

/// <summary>Made-up data for looking at the kinds of pages.</summary>
internal static class KindsData
{
    private static readonly string[] States = ["good", "warn", "bad", "info", "neutral"];

    /// <summary>A page of rows; the state filter makes it empty, fail or never end.</summary>
    public static async Task<GridPage<KindRow>> ListAsync(Texts texts, GridQuery query, CancellationToken cancellationToken)
    {
        switch (query.Filter("show"))
        {
            case "empty":
                return new GridPage<KindRow>([], 0);
            case "error":
                throw new InvalidOperationException("An error made on purpose.");
            case "loading":
                await Task.Delay(Timeout.Infinite, cancellationToken);
                break;
        }

        var rows = Enumerable.Range(1, 413).Select(id => Row(texts, id))
            .Where(row => query.Term is null || row.Name.Contains(query.Term, StringComparison.OrdinalIgnoreCase))
            .Where(row => query.Filter("state") is not { } state || row.State == state);
        rows = query.Sort switch
        {
            "amount" => rows.OrderBy(row => row.Amount),
            "name" => rows.OrderBy(row => row.Name, StringComparer.Ordinal),
            "on" => rows.OrderBy(row => row.On),
            _ => rows,
        };
        var all = (query.Descending ? rows.Reverse() : rows).ToList();
        return new GridPage<KindRow>([.. all.Skip(query.Skip).Take(query.Take)], all.Count);
    }

    /// <summary>Twelve months of columns with a line.</summary>
    public static IReadOnlyList<ChartSeries> Chart(Texts texts) =>
    [
        new(texts["kinds.sales"], [.. Enumerable.Range(1, 12).Select(month => new ChartPoint($"2026-{month:00}", 480 + (month * 47 % 210) + (month * 31)))]),
        new(texts["kinds.rebates"], [.. Enumerable.Range(1, 12).Select(month => new ChartPoint($"2026-{month:00}", 210 + (month * 29 % 140) + (month * 22)))], IsLine: true),
    ];

    private static KindRow Row(Texts texts, int id) => new(
        id,
        $"S-2026-{id:0000}",
        id % 7 == 0 ? texts["kinds.long"] : texts["kinds.name", id],
        new DateOnly(2026, 11, 22).AddDays(-id),
        new DateTime(2026, 11, 22, 0, 14, 0, DateTimeKind.Utc).AddHours(-id * 7),
        new Money(id % 5 == 0 ? -30000 - id : 1234560L * id % 98765432),
        new Quantity(id * 1500),
        Rate.FromPercent(id % 4 * 0.75m),
        States[id % States.Length]);
}
