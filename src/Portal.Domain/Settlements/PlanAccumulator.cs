using System.Numerics;

namespace Portal.Domain.Settlements;

/// <summary>Adds up sales lines, customer by customer, for every programme of a plan at once.</summary>
public sealed class PlanAccumulator
{
    private readonly ProgramPlan _plan;
    private readonly PeriodMeasure[] _cells;
    private readonly bool[][] _touched;
    private long? _customerId;
    private ulong[]? _versions;

    internal PlanAccumulator(ProgramPlan plan)
    {
        _plan = plan;
        _cells = new PeriodMeasure[plan.CellCount];
        _touched = [.. plan.LineOffsets.Select(lines => new bool[lines.Length])];
    }

    /// <summary>Whether lines of a customer were added and not taken yet.</summary>
    public bool HasCustomer => _customerId is not null;

    /// <summary>Adds a sales line.</summary>
    /// <exception cref="InvalidOperationException">Another customer's lines were not taken yet.</exception>
    public void Add(in SalesFact fact)
    {
        if (_customerId != fact.CustomerId)
        {
            if (_customerId is not null)
            {
                throw new InvalidOperationException("Sales lines must come customer by customer; take the last one first.");
            }

            _customerId = fact.CustomerId;
            _versions = _plan.VersionsOf(fact.CustomerId);
        }

        if (_versions is null)
        {
            return;
        }

        foreach (ref readonly var slot in _plan.SlotsOf(fact.ProductId))
        {
            if ((_versions[slot.Version >> 6] & (1UL << (slot.Version & 63))) == 0)
            {
                continue;
            }

            var period = _plan.PeriodOf(slot.Version, fact.On);
            if (period < 0)
            {
                continue;
            }

            var isLate = _plan.Versions[slot.Version].Periods[period].SettledUpToLineId is { } known && fact.LineId > known;
            _cells[_plan.LineOffsets[slot.Version][slot.Line] + period].Add(fact, slot.Qualifies, slot.Earns, isLate);
            _touched[slot.Version][slot.Line] = true;
        }
    }

    /// <summary>Returns what the customer's lines add up to and begins anew; null where nothing was added.</summary>
    public CustomerMeasures? TakeCustomer()
    {
        if (_customerId is not { } customerId)
        {
            return null;
        }

        var lines = new List<LineMeasures>();
        for (var version = 0; version < _touched.Length && _versions is not null; version++)
        {
            if ((_versions[version >> 6] & (1UL << (version & 63))) == 0)
            {
                version = NextVersion(version);
                continue;
            }

            var periods = _plan.Versions[version].Periods.Count;
            for (var line = 0; line < _touched[version].Length; line++)
            {
                if (_touched[version][line])
                {
                    var cells = _cells.AsSpan(_plan.LineOffsets[version][line], periods);
                    lines.Add(new LineMeasures(version, line, cells.ToArray()));
                    cells.Clear();
                    _touched[version][line] = false;
                }
            }
        }

        _customerId = null;
        _versions = null;
        return new CustomerMeasures(customerId, lines);
    }

    /// <summary>The version before the next one the customer takes part in, within the same word of bits.</summary>
    private int NextVersion(int version)
    {
        var rest = _versions![version >> 6] >> (version & 63);
        return rest == 0 ? version | 63 : version + BitOperations.TrailingZeroCount(rest) - 1;
    }
}

/// <summary>What a customer's sales lines add up to.</summary>
/// <param name="CustomerId">The customer.</param>
/// <param name="Lines">Only lines of programmes that counted something.</param>
public sealed record CustomerMeasures(long CustomerId, IReadOnlyList<LineMeasures> Lines);

/// <summary>What counted for one line of a version.</summary>
/// <param name="VersionIndex">The version in <see cref="ProgramPlan.Versions"/>.</param>
/// <param name="LineIndex">The line in the definition's lines.</param>
/// <param name="Periods">By the version's periods.</param>
public sealed record LineMeasures(int VersionIndex, int LineIndex, PeriodMeasure[] Periods);
