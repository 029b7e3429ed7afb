using Portal.Domain.Shared;

namespace Portal.Domain.Settlements;

/// <summary>
/// The days of a plan, cut wherever a period of any programme begins or ends: within such a stretch every day belongs to the
/// same periods, so lines can be added up before it is asked which programmes they count for.
/// </summary>
internal sealed class PlanCalendar
{
    private readonly int _firstDay;
    private readonly int[] _stretchOfDay;
    private readonly short[][] _periodOfStretch;
    private readonly long[] _knownUpTo;
    private readonly int[][] _lateFrom;

    public PlanCalendar(IReadOnlyList<PlannedVersion> versions)
    {
        var ranges = versions.SelectMany(version => version.Periods).Select(period => period.Range).ToList();
        Days = ranges.Count == 0 ? null : new DateRange(ranges.Min(range => range.From), ranges.Max(range => range.To));
        _firstDay = Days?.From.DayNumber ?? 0;
        var starts = ranges.SelectMany(range => new[] { range.From.DayNumber, range.To.DayNumber + 1 }).Distinct().Order().ToArray();
        _stretchOfDay = new int[Days?.Days ?? 0];
        for (var stretch = 0; stretch < starts.Length - 1; stretch++)
        {
            Array.Fill(_stretchOfDay, stretch, starts[stretch] - _firstDay, starts[stretch + 1] - starts[stretch]);
        }

        _periodOfStretch = [.. versions.Select(version => Array.ConvertAll(starts, start => PeriodAt(version, start)))];
        _knownUpTo = [.. versions.SelectMany(version => version.Periods).Select(period => period.SettledUpToLineId).OfType<long>().Distinct().Order()];
        _lateFrom = [.. versions.Select(version => version.Periods
            .Select(period => period.SettledUpToLineId is { } known ? Array.BinarySearch(_knownUpTo, known) + 1 : int.MaxValue).ToArray())];
    }

    /// <summary>The days whose sales are needed, or null for none.</summary>
    public DateRange? Days { get; }

    /// <summary>Into how many groups <see cref="ArrivalOf"/> divides sales lines.</summary>
    public int Arrivals => _knownUpTo.Length + 1;

    /// <summary>The stretch of days, from 0, or −1 where no programme looks.</summary>
    public int StretchOf(DateOnly on)
    {
        var day = on.DayNumber - _firstDay;
        return (uint)day < (uint)_stretchOfDay.Length ? _stretchOfDay[day] : -1;
    }

    /// <summary>The period of a version, from 0, or −1 for none.</summary>
    public int PeriodOf(int version, int stretch) => _periodOfStretch[version][stretch];

    /// <summary>How many of the earlier settlements did not know a sales line yet.</summary>
    public int ArrivalOf(long lineId)
    {
        var arrival = 0;
        while (arrival < _knownUpTo.Length && lineId > _knownUpTo[arrival])
        {
            arrival++;
        }

        return arrival;
    }

    /// <summary>Whether lines of an arrival came after a period was settled.</summary>
    public bool IsLate(int version, int period, int arrival) => arrival >= _lateFrom[version][period];

    private static short PeriodAt(PlannedVersion version, int day)
    {
        for (var period = 0; period < version.Periods.Count; period++)
        {
            if (version.Periods[period].Range.Contains(DateOnly.FromDayNumber(day)))
            {
                return (short)period;
            }
        }

        return -1;
    }
}
