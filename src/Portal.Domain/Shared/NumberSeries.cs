using System.Globalization;

namespace Portal.Domain.Shared;

/// <summary>The next number of a kind of document in a year; taken in the transaction that uses it, so that no number is lost.</summary>
public sealed class NumberSeries : IVersioned
{
    /// <summary>Starts a series.</summary>
    /// <param name="prefix">The letters before the year: "S".</param>
    /// <param name="year">The calendar year.</param>
    public NumberSeries(string prefix, int year)
    {
        Prefix = prefix;
        Year = year;
    }

    /// <summary>The letters before the year.</summary>
    public string Prefix { get; private set; }

    /// <summary>The calendar year.</summary>
    public int Year { get; private set; }

    /// <summary>The last number given out; 0 for none.</summary>
    public long Last { get; private set; }

    /// <inheritdoc />
    public long RowVersion { get; private set; }

    /// <summary>Gives the next number: S-2026-0031.</summary>
    public string Next()
    {
        Last++;
        return string.Create(CultureInfo.InvariantCulture, $"{Prefix}-{Year}-{Last:0000}");
    }
}
