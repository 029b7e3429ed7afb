namespace Portal.Domain.Settlements.Rules;

/// <summary>
/// The value of units in the order they were bought: slabs on a quantity are filled unit by unit, each at what it was sold
/// for. What comes back is taken from the units bought last.
/// </summary>
internal sealed class SlabPrices
{
    private readonly List<(decimal Units, decimal Value)> _layers = [];

    /// <summary>Takes the lines that fill the slabs.</summary>
    /// <param name="lines">The lines.</param>
    /// <param name="unitsOf">The units of a line, in the unit of the qualifier.</param>
    /// <param name="valueOf">The value of a line that is paid on; zero for one that only fills slabs.</param>
    public SlabPrices(IEnumerable<CountedLine> lines, Func<CountedLine, decimal> unitsOf, Func<CountedLine, decimal> valueOf)
    {
        // Units that come back before they were bought are taken from the next ones.
        var owed = 0m;
        foreach (var line in lines.Order(DocumentOrder.Instance))
        {
            var units = unitsOf(line);
            if (units < 0)
            {
                owed += TakeBack(-units);
            }
            else if (units > 0)
            {
                var kept = Math.Max(0, units - owed);
                if (kept > 0)
                {
                    _layers.Add((kept, valueOf(line) * kept / units));
                }

                owed = Math.Max(0, owed - units);
            }
        }
    }

    /// <summary>The value of everything kept.</summary>
    public decimal Total => _layers.Sum(layer => layer.Value);

    /// <summary>The value of the units from one count to another.</summary>
    public decimal Between(decimal from, decimal to)
    {
        var (value, at) = (0m, 0m);
        foreach (var layer in _layers)
        {
            var part = Math.Min(to, at + layer.Units) - Math.Max(from, at);
            if (part > 0)
            {
                value += part == layer.Units ? layer.Value : layer.Value * part / layer.Units;
            }

            at += layer.Units;
        }

        return value;
    }

    /// <returns>Units that were not there.</returns>
    private decimal TakeBack(decimal units)
    {
        while (units > 0 && _layers.Count > 0)
        {
            var last = _layers[^1];
            _layers.RemoveAt(_layers.Count - 1);
            if (last.Units > units)
            {
                var left = last.Units - units;
                _layers.Add((left, last.Value * left / last.Units));
                return 0;
            }

            units -= last.Units;
        }

        return units;
    }
}
