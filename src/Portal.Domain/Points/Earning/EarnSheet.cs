using System.Globalization;
using Portal.Domain.Points.Rules;

namespace Portal.Domain.Points.Earning;

/// <summary>What one rule gives to each line, exact and not yet rounded.</summary>
internal sealed class SheetRow(PointRule? rule, string id, decimal[] cells)
{
    /// <summary>The rule; null for the level's factor.</summary>
    public PointRule? Rule { get; } = rule;

    public string Id { get; } = id;

    /// <summary>Points by line.</summary>
    public decimal[] Cells { get; set; } = cells;

    public decimal Sum => Cells.Sum();

    public SheetRow Copy() => new(Rule, Id, [.. Cells]);
}

/// <summary>The working sheet of one earning: a row for each rule, and the steps as a person reads them.</summary>
internal sealed class EarnSheet(IEnumerable<SheetRow> rows, IEnumerable<EarningStep> steps)
{
    public List<SheetRow> Rows { get; } = [.. rows];

    public List<EarningStep> Steps { get; } = [.. steps];

    public decimal Sum => Rows.Sum(row => row.Sum);

    public EarnSheet Copy() => new(Rows.Select(row => row.Copy()), Steps);

    public void Note(string rule, string kind, decimal points, string text) => Steps.Add(new EarningStep(rule, kind, points, Sum, text));

    public static string Show(decimal number) => number.ToString("0.##########", CultureInfo.InvariantCulture);

    /// <summary>Cuts cells in proportion so that they add up to less; exact in sum.</summary>
    public static decimal[] Scaled(decimal[] cells, decimal to)
    {
        var sum = cells.Sum();
        if (sum == 0)
        {
            return cells;
        }

        var scaled = cells.Select(cell => cell * to / sum).ToArray();
        var last = Array.FindLastIndex(cells, cell => cell != 0);
        scaled[last] = to - scaled.Where((_, index) => index != last).Sum();
        return scaled;
    }
}

/// <summary>One step of an earning.</summary>
/// <param name="Rule">The rule or campaign; "level", "rounding" or "limit" otherwise.</param>
/// <param name="Kind">What it is: amount, visit, multiplier, bonus, level, limit, rounding ...</param>
/// <param name="Points">What it gave, exact.</param>
/// <param name="Running">The sum after it, exact.</param>
/// <param name="Text">The step in short: "birthday × 1.5 = 28.5".</param>
public sealed record EarningStep(string Rule, string Kind, decimal Points, decimal Running, string Text);
