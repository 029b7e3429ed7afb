using Portal.Domain.Shared;

namespace Portal.Domain.Settlements.Rules;

/// <summary>Rebates that reduce what later lines and programmes are paid on, spread over the sales lines they were earned on.</summary>
internal sealed class Rebates
{
    private readonly List<(string Group, int Order, int Version, DateRange Period, bool IsCumulative, Dictionary<long, decimal> ByLine)> _given = [];

    /// <summary>Spreads a rebate over the sales lines it was earned on, by their net amounts.</summary>
    public static Dictionary<long, decimal> Spread(long rebateMinor, IReadOnlyCollection<CountedLine> lines)
    {
        var net = lines.Sum(line => line.Net);
        var spread = new Dictionary<long, decimal>();
        if (net > 0 && rebateMinor > 0)
        {
            foreach (var line in lines)
            {
                var id = line.Sold.Fact.LineId;
                spread[id] = spread.GetValueOrDefault(id) + (rebateMinor * line.Net / net);
            }
        }

        return spread;
    }

    /// <summary>What rebates take off the base of sales lines, in minor units.</summary>
    public static decimal On(IEnumerable<CountedLine> lines, IEnumerable<Dictionary<long, decimal>> spreads)
    {
        var ids = lines.Select(line => line.Sold.Fact.LineId).ToHashSet();
        return spreads.Sum(spread => spread.Where(entry => ids.Contains(entry.Key)).Sum(entry => entry.Value));
    }

    /// <summary>Keeps what a programme of a group gave for a period.</summary>
    public void Add(string group, int order, int version, DateRange period, bool isCumulative, Dictionary<long, decimal> byLine) =>
        _given.Add((group, order, version, period, isCumulative, byLine));

    /// <summary>What programmes of a group that come before an order gave by a day: of a cumulative one its last result only.</summary>
    public IEnumerable<Dictionary<long, decimal>> Before(string group, int order, DateOnly upTo) => _given
        .Where(entry => string.Equals(entry.Group, group, StringComparison.OrdinalIgnoreCase) && entry.Order < order && entry.Period.To <= upTo)
        .GroupBy(entry => entry.Version)
        .SelectMany(entries => entries.First().IsCumulative
            ? entries.Where(entry => entry.Period.To == entries.Max(other => other.Period.To))
            : entries)
        .Select(entry => entry.ByLine);
}
