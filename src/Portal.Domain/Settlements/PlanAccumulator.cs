using Portal.Domain.Settlements.Rules;

namespace Portal.Domain.Settlements;

/// <summary>
/// Adds up sales lines, customer by customer, for every programme of a plan at once. A line costs one addition, whatever the
/// number of programmes: lines of a kind of products are added up for as long as no period begins or ends, and only the sums
/// are given to the programmes. Lines should therefore come in the order of days; in another order the result is the same.
/// </summary>
public sealed class PlanAccumulator
{
    private readonly ProgramPlan _plan;
    private readonly PlanCalendar _calendar;
    private readonly PlanProducts _products;
    private readonly int _arrivals;
    private readonly FactSum[] _sums;
    private readonly int[] _filled;
    private readonly PeriodMeasure[] _cells;
    private readonly bool[][] _touched;
    private readonly List<SoldLine> _details = [];
    private PlanCustomer? _customer;
    private int _filledCount;
    private int _stretch;
    private long? _customerId;
    private Participation? _participation;

    internal PlanAccumulator(ProgramPlan plan)
    {
        _plan = plan;
        _calendar = plan.Calendar;
        _products = plan.Products;
        _arrivals = _calendar.Arrivals;
        _sums = new FactSum[_products.Count * _arrivals];
        _filled = new int[_sums.Length];
        _cells = new PeriodMeasure[plan.CellCount];
        _touched = [.. plan.LineOffsets.Select(lines => new bool[lines.Length])];
    }

    /// <summary>Whether lines of a customer were added and not taken yet.</summary>
    public bool HasCustomer => _customerId is not null;

    /// <summary>Adds a sales line.</summary>
    /// <exception cref="InvalidOperationException">Another customer's lines were not taken yet.</exception>
    public void Add(in SalesFact fact)
    {
        if (_plan.AsksForDetails)
        {
            throw new InvalidOperationException("The plan asks for the details of sales lines.");
        }

        AddUp(fact);
    }

    /// <summary>Adds a sales line with all that rules may ask of it; needed for every line where the plan <see cref="ProgramPlan.AsksForDetails"/>.</summary>
    /// <exception cref="InvalidOperationException">Another customer's lines were not taken yet.</exception>
    public void Add(in SalesFact fact, SalesDetail detail)
    {
        ArgumentNullException.ThrowIfNull(detail);
        if (_customerId != fact.CustomerId)
        {
            Begin(fact.CustomerId);
        }

        if (_customer is not null && _plan.ProductOf(fact.ProductId) is { } product)
        {
            _details.Add(new SoldLine(fact, detail, product, _customer));
        }

        if (!detail.IsNotForRebate)
        {
            AddUp(fact);
        }
    }

    private void AddUp(in SalesFact fact)
    {
        if (_customerId != fact.CustomerId)
        {
            Begin(fact.CustomerId);
        }

        if (_participation is null)
        {
            return;
        }

        var stretch = _calendar.StretchOf(fact.On);
        if (stretch != _stretch)
        {
            Distribute();
            _stretch = stretch;
        }

        var kind = _products.KindOf(fact.ProductId);
        if (kind == 0 || stretch < 0)
        {
            return;
        }

        var index = (kind * _arrivals) + (_arrivals == 1 ? 0 : _calendar.ArrivalOf(fact.LineId));
        ref var sum = ref _sums[index];
        if (sum.IsEmpty)
        {
            _filled[_filledCount++] = index;
        }

        sum.Add(fact);
    }

    /// <summary>Returns what the customer's lines add up to and begins anew; null where nothing was added.</summary>
    public CustomerMeasures? TakeCustomer()
    {
        if (_customerId is not { } customerId)
        {
            return null;
        }

        Distribute();
        var lines = new List<LineMeasures>();
        foreach (var version in _participation?.Versions ?? [])
        {
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
        _participation = null;
        var sales = _customer is null ? null : _details.ToArray();
        _details.Clear();
        return new CustomerMeasures(customerId, lines) { Sales = sales };
    }

    private void Begin(long customerId)
    {
        if (_customerId is not null)
        {
            throw new InvalidOperationException("Sales lines must come customer by customer; take the last one first.");
        }

        _customerId = customerId;
        _participation = _plan.ParticipationOf(customerId) is { Versions.Count: > 0 } participation ? participation : null;
        _customer = _participation is null ? null : _plan.CustomerOf(customerId);
        _stretch = -1;
    }

    /// <summary>Gives what was added up in a stretch of days to the periods it belongs to.</summary>
    private void Distribute()
    {
        for (var position = 0; position < _filledCount; position++)
        {
            var index = _filled[position];
            var (kind, arrival) = (index / _arrivals, index % _arrivals);
            foreach (var slot in _participation!.SlotsOf(kind))
            {
                var period = _calendar.PeriodOf(slot.Version, _stretch);
                if (period >= 0)
                {
                    var isLate = _calendar.IsLate(slot.Version, period, arrival);
                    _cells[_plan.LineOffsets[slot.Version][slot.Line] + period].Add(_sums[index], slot.Qualifies, slot.Earns, isLate);
                    _touched[slot.Version][slot.Line] = true;
                }
            }

            _sums[index] = default;
        }

        _filledCount = 0;
    }
}

/// <summary>What a customer's sales lines add up to.</summary>
/// <param name="CustomerId">The customer.</param>
/// <param name="Lines">Only lines of programmes that counted something.</param>
public sealed record CustomerMeasures(long CustomerId, IReadOnlyList<LineMeasures> Lines)
{
    /// <summary>The sales lines themselves, where the plan asks for them.</summary>
    internal IReadOnlyList<SoldLine>? Sales { get; init; }
}

/// <summary>What counted for one line of a version.</summary>
/// <param name="VersionIndex">The version in <see cref="ProgramPlan.Versions"/>.</param>
/// <param name="LineIndex">The line in the definition's lines.</param>
/// <param name="Periods">By the version's periods.</param>
public sealed record LineMeasures(int VersionIndex, int LineIndex, PeriodMeasure[] Periods);
