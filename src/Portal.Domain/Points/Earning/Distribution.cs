using Portal.Domain.Points.Rules;

namespace Portal.Domain.Points.Earning;

/// <summary>Rounds exact points once and hands the whole ones out to rules and lines, so that sums are exact.</summary>
internal static class Distribution
{
    /// <summary>Units by row and line.</summary>
    public static long[][] Round(IReadOnlyList<SheetRow> rows, PointRounding rounding, PointScale scale)
    {
        var cells = rows.Select(row => row.Cells.Select(points => points * scale.UnitsPerPoint).ToArray()).ToArray();
        switch (rounding.Each)
        {
            case RoundedPart.Bill:
                return Fixed(cells, PointScale.RoundWhole(cells.Sum(row => row.Sum()), rounding.Mode));
            case RoundedPart.Rule:
                return Fill(cells, [.. cells.Select(row => PointScale.RoundWhole(row.Sum(), rounding.Mode))]);
            case RoundedPart.Line:
                var units = cells.Select(row => new long[row.Length]).ToArray();
                for (var line = 0; line < (cells.Length == 0 ? 0 : cells[0].Length); line++)
                {
                    var column = cells.Select(row => row[line]).ToArray();
                    var shares = Apportion(PointScale.RoundWhole(column.Sum(), rounding.Mode), column);
                    for (var row = 0; row < cells.Length; row++)
                    {
                        units[row][line] = shares[row];
                    }
                }

                return units;
            default:
                throw new InvalidOperationException("Unknown part " + rounding.Each);
        }
    }

    /// <summary>Less than was earned, in the same proportions.</summary>
    public static long[][] Reduce(long[][] units, long total)
    {
        var sum = units.Sum(row => row.Sum());
        return Fixed([.. units.Select(row => row.Select(cell => (decimal)cell * total / sum).ToArray())], total);
    }

    private static long[][] Fixed(decimal[][] cells, long total) => Fill(cells, Apportion(total, [.. cells.Select(row => row.Sum())]));

    /// <summary>Hands the whole points of each rule out to lines. A line gets the whole points it earned; what is left over falls to the last line that earned.</summary>
    private static long[][] Fill(decimal[][] cells, long[] rowTotals)
    {
        var units = cells.Select(row => row.Select(points => decimal.ToInt64(decimal.Floor(points))).ToArray()).ToArray();
        var open = LinesOpen(cells, units, rowTotals.Sum());
        for (var row = 0; row < cells.Length; row++)
        {
            var left = rowTotals[row] - units[row].Sum();

            // Where the rule gave something first, the largest remainder first; a line may also get the point of another line's rule.
            foreach (var line in Enumerable.Range(0, open.Length).OrderBy(line => cells[row][line] == 0).ThenByDescending(line => cells[row][line] - units[row][line]))
            {
                var part = Math.Min(left, open[line]);
                units[row][line] += part;
                open[line] -= part;
                left -= part;
            }
        }

        return units;
    }

    /// <summary>How many units each line gets beyond the whole ones of its cells.</summary>
    private static long[] LinesOpen(decimal[][] cells, long[][] units, long total)
    {
        var lines = cells.Length == 0 ? 0 : cells[0].Length;
        var open = new long[lines];
        var left = total - units.Sum(row => row.Sum());
        var last = 0;
        for (var line = 0; line < lines; line++)
        {
            var exact = cells.Sum(row => row[line]);
            last = exact != 0 ? line : last;
            open[line] = Math.Min(left, decimal.ToInt64(decimal.Floor(exact)) - units.Sum(row => row[line]));
            left -= open[line];
        }

        if (lines > 0)
        {
            open[last] += left;
        }

        return open;
    }

    /// <summary>Each part its whole points; what is left over goes one by one to the largest remainders, the earlier first.</summary>
    private static long[] Apportion(long total, decimal[] exact)
    {
        var parts = exact.Select(points => decimal.ToInt64(decimal.Floor(points))).ToArray();
        var left = total - parts.Sum();
        foreach (var index in Enumerable.Range(0, exact.Length).OrderByDescending(part => exact[part] - decimal.Floor(exact[part])).ThenBy(part => part).Take((int)left))
        {
            parts[index]++;
        }

        return parts;
    }
}
