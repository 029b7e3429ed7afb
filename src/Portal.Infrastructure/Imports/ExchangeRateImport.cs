using Microsoft.EntityFrameworkCore;
using Portal.Domain.ExchangeRates;
using Portal.Domain.Shared;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Spreadsheets;

namespace Portal.Infrastructure.Imports;

/// <summary>Exchange rates: a row sets the rate of a currency on a day.</summary>
internal sealed class ExchangeRateImport : RowImport<(string Currency, DateOnly On)>
{
    private readonly ImportColumn _currency;
    private readonly ImportColumn _day;
    private readonly ImportColumn _rate;
    private long _importRunId;

    public ExchangeRateImport(ColumnMapping mapping, ImportSettings settings)
        : base(mapping, settings)
    {
        _currency = ColumnOf("currency");
        _day = ColumnOf("rate_date");
        _rate = ColumnOf("rate");
    }

    public override Task LoadAsync(PortalDbContext context, long importRunId, CancellationToken cancellationToken)
    {
        _importRunId = importRunId;
        return Task.CompletedTask;
    }

    public override async Task CheckAsync(PortalDbContext context, IReadOnlyList<ImportUnit> units, CancellationToken cancellationToken)
    {
        var good = units.Where(unit => !unit.IsBad).ToList();
        var known = await StoredAsync(context.ExchangeRates.AsNoTracking(), good, cancellationToken);
        foreach (var unit in good)
        {
            var draft = (Draft)unit.Draft!;
            var stored = known.GetValueOrDefault((draft.Currency, draft.On));
            unit.IsDuplicate = stored?.ScaledRate == draft.ScaledRate;
            draft.WasWrittenByThisRun = unit.IsDuplicate && stored!.ImportRunId == _importRunId;
        }
    }

    public override async Task WriteAsync(
        PortalDbContext context, IReadOnlyList<ImportUnit> units, DateTime nowUtc, long? byUserId, CancellationToken cancellationToken)
    {
        var changed = units.Where(unit => !unit.IsBad && !unit.IsDuplicate).ToList();
        var known = await StoredAsync(context.ExchangeRates, changed, cancellationToken);
        foreach (var draft in changed.Select(unit => (Draft)unit.Draft!))
        {
            if (!known.TryGetValue((draft.Currency, draft.On), out var rate))
            {
                context.Add(rate = new ExchangeRate(draft.Currency, draft.On, draft.ScaledRate));
            }

            rate.Import(draft.ScaledRate, _importRunId, byUserId, nowUtc);
        }

        await context.SaveChangesAsync(cancellationToken);
        context.ChangeTracker.Clear();
    }

    protected override object? ReadRow(TableReader reader, ImportUnit unit)
    {
        var currency = _currency.Text(reader, unit, 10, isRequired: true)?.ToUpperInvariant();
        if (currency is not null && (currency.Length != 3 || !currency.All(char.IsAsciiLetterUpper)))
        {
            _currency.Refuse(reader, unit, "import_currency_unknown", currency);
        }
        else if (currency == Money.DefaultCurrency)
        {
            _currency.Refuse(reader, unit, "rate_own_currency", currency);
        }

        var day = _day.Day(reader, unit, isRequired: true);
        var rate = _rate.Number(reader, unit, isRequired: true);
        if (rate is { } value && !ExchangeRate.CanBe(value))
        {
            _rate.Refuse(reader, unit, "rate_invalid", CellParsing.Shown(_rate.Cell(reader)));
        }

        if (unit.IsBad)
        {
            return null;
        }

        Once(reader, unit, _currency, (currency!, day!.Value), $"{currency} {day:yyyy-MM-dd}");
        return new Draft(currency!, day.Value, ExchangeRate.Scaled(rate!.Value));
    }

    private static async Task<Dictionary<(string, DateOnly), ExchangeRate>> StoredAsync(
        IQueryable<ExchangeRate> rates, List<ImportUnit> units, CancellationToken cancellationToken)
    {
        if (units.Count == 0)
        {
            return [];
        }

        var drafts = units.ConvertAll(unit => (Draft)unit.Draft!);
        var currencies = drafts.Select(draft => draft.Currency).Distinct().ToArray();
        var (first, last) = (drafts.Min(draft => draft.On), drafts.Max(draft => draft.On));
        return await rates.Where(row => EF.Parameter(currencies).Contains(row.Currency) && row.RateOn >= first && row.RateOn <= last)
            .ToDictionaryAsync(row => (row.Currency, row.RateOn), cancellationToken);
    }

    private sealed class Draft(string currency, DateOnly on, long scaledRate) : Sales.IRepeatedRow
    {
        public string Currency { get; } = currency;

        public DateOnly On { get; } = on;

        public long ScaledRate { get; } = scaledRate;

        public bool WasWrittenByThisRun { get; set; }
    }
}
