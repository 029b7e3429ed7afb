using Microsoft.EntityFrameworkCore;
using Portal.Domain.Figures;
using Portal.Domain.Shared;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Spreadsheets;

namespace Portal.Infrastructure.Imports;

/// <summary>Targets and base figures: a row sets the figure of a customer for some days in a list.</summary>
internal sealed class FigureImport : RowImport<FigureKey>
{
    private readonly ImportColumn _list;
    private readonly ImportColumn _customer;
    private readonly ImportColumn _from;
    private readonly ImportColumn _to;
    private readonly ImportColumn _value;
    private Dictionary<string, long> _customers = [];
    private long _importRunId;

    public FigureImport(ColumnMapping mapping, ImportSettings settings)
        : base(mapping, settings)
    {
        _list = ColumnOf("list");
        _customer = ColumnOf("customer_number");
        _from = ColumnOf("from_date");
        _to = ColumnOf("to_date");
        _value = ColumnOf("value");
    }

    public override async Task LoadAsync(PortalDbContext context, long importRunId, CancellationToken cancellationToken)
    {
        _importRunId = importRunId;
        _customers = await context.Customers.Select(row => new { row.Id, row.Number }).ToDictionaryAsync(row => row.Number, row => row.Id, cancellationToken);
    }

    public override async Task CheckAsync(PortalDbContext context, IReadOnlyList<ImportUnit> units, CancellationToken cancellationToken)
    {
        var good = units.Where(unit => !unit.IsBad).ToList();
        var known = await StoredAsync(context.CustomerFigures.AsNoTracking(), good, cancellationToken);
        foreach (var unit in good)
        {
            var draft = (Draft)unit.Draft!;
            var stored = known.GetValueOrDefault(draft.Key);
            unit.IsDuplicate = stored?.ValueMilli == draft.ValueMilli;
            draft.WasWrittenByThisRun = unit.IsDuplicate && stored!.ImportRunId == _importRunId;
        }
    }

    public override async Task WriteAsync(
        PortalDbContext context, IReadOnlyList<ImportUnit> units, DateTime nowUtc, long? byUserId, CancellationToken cancellationToken)
    {
        var changed = units.Where(unit => !unit.IsBad && !unit.IsDuplicate).ToList();
        var known = await StoredAsync(context.CustomerFigures, changed, cancellationToken);
        foreach (var draft in changed.Select(unit => (Draft)unit.Draft!))
        {
            if (!known.TryGetValue(draft.Key, out var figure))
            {
                context.Add(figure = new CustomerFigure(draft.Key.List, draft.Key.CustomerId, draft.Key.From, draft.Key.To, draft.ValueMilli));
            }

            figure.Import(draft.ValueMilli, _importRunId, byUserId, nowUtc);
        }

        await context.SaveChangesAsync(cancellationToken);
        context.ChangeTracker.Clear();
    }

    protected override object? ReadRow(TableReader reader, ImportUnit unit)
    {
        var list = _list.Text(reader, unit, 50, isRequired: true);
        var number = _customer.Text(reader, unit, 50, isRequired: true);
        long customerId = 0;
        if (number is not null && !_customers.TryGetValue(number, out customerId))
        {
            _customer.Refuse(reader, unit, "import_customer_unknown", number);
        }

        var (from, to) = (_from.Day(reader, unit, isRequired: true), _to.Day(reader, unit, isRequired: true));
        if (from > to)
        {
            _to.Refuse(reader, unit, "figure_days_reversed", from, to);
        }

        var value = _value.Number(reader, unit, isRequired: true);
        if (value is { } figure && !CustomerFigure.CanBe(figure))
        {
            _value.Refuse(reader, unit, "figure_invalid", CellParsing.Shown(_value.Cell(reader)));
        }

        if (unit.IsBad)
        {
            return null;
        }

        var key = new FigureKey(list!, customerId, from!.Value, to!.Value);
        Once(reader, unit, _customer, key, $"{list} · {number} · {from:yyyy-MM-dd}–{to:yyyy-MM-dd}");
        return new Draft(key, Quantity.FromUnits(value!.Value).Milli);
    }

    private static async Task<Dictionary<FigureKey, CustomerFigure>> StoredAsync(
        IQueryable<CustomerFigure> figures, List<ImportUnit> units, CancellationToken cancellationToken)
    {
        var found = new Dictionary<FigureKey, CustomerFigure>();
        foreach (var list in units.Select(unit => (Draft)unit.Draft!).GroupBy(draft => draft.Key.List))
        {
            foreach (var chunk in list.Chunk(1000))
            {
                var customers = chunk.Select(draft => draft.Key.CustomerId).Distinct().ToArray();
                var rows = await figures.Where(row => row.ListName == list.Key && EF.Parameter(customers).Contains(row.CustomerId)).ToListAsync(cancellationToken);
                foreach (var row in rows)
                {
                    found[new FigureKey(row.ListName, row.CustomerId, row.FromOn, row.ToOn)] = row;
                }
            }
        }

        return found;
    }

    private sealed class Draft(FigureKey key, long valueMilli) : Sales.IRepeatedRow
    {
        public FigureKey Key { get; } = key;

        public long ValueMilli { get; } = valueMilli;

        public bool WasWrittenByThisRun { get; set; }
    }
}

/// <summary>What names a figure.</summary>
internal readonly record struct FigureKey(string List, long CustomerId, DateOnly From, DateOnly To);
