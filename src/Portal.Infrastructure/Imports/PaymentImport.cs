using Portal.Domain.Sales;
using Portal.Domain.Shared;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Sales;
using Portal.Infrastructure.Spreadsheets;

namespace Portal.Infrastructure.Imports;

/// <summary>Payments of sales documents; a negative amount takes an earlier payment back.</summary>
internal sealed class PaymentImport : RowImport<(string Source, string Number)>
{
    private const int MaxNumberLength = 50;
    private const int MaxSourceLength = 30;
    private readonly ImportColumn _number;
    private readonly ImportColumn _document;
    private readonly ImportColumn _day;
    private readonly ImportColumn _amount;
    private readonly ImportColumn _documentSource;
    private readonly ImportColumn _source;
    private long _importRunId;

    public PaymentImport(ColumnMapping mapping, ImportSettings settings)
        : base(mapping, settings)
    {
        _number = ColumnOf("payment_number");
        _document = ColumnOf("document_number");
        _day = ColumnOf("payment_date");
        _amount = ColumnOf("amount");
        _documentSource = ColumnOf("document_source");
        _source = ColumnOf("source");
    }

    public override Task LoadAsync(PortalDbContext context, long importRunId, CancellationToken cancellationToken)
    {
        _importRunId = importRunId;
        return Task.CompletedTask;
    }

    public override async Task CheckAsync(PortalDbContext context, IReadOnlyList<ImportUnit> units, CancellationToken cancellationToken)
    {
        var good = units.Where(unit => !unit.IsBad).ToList();
        foreach (var chunk in good.Chunk(1000))
        {
            var known = await KnownPayments.LoadAsync(context, [.. chunk.Select(unit => ((Draft)unit.Draft!).Payment)], cancellationToken);
            foreach (var unit in chunk)
            {
                var draft = (Draft)unit.Draft!;
                var judged = known.Judge(draft.Payment);
                if (!judged.IsDone)
                {
                    var column = judged.Refusal.Code == "payment_document_unknown" ? _document : _number;
                    unit.RefuseAll(column.Header, judged.Refusal);
                    continue;
                }

                draft.Row = judged.Value;
                unit.IsDuplicate = judged.Value.Stored is not null;
                draft.WasWrittenByThisRun = judged.Value.Stored?.ImportRunId == _importRunId;
            }
        }
    }

    public override Task WriteAsync(PortalDbContext context, IReadOnlyList<ImportUnit> units, DateTime nowUtc, long? byUserId, CancellationToken cancellationToken) =>
        SalesPaymentWriter.WriteAsync(
            context,
            units.Where(unit => !unit.IsBad && !unit.IsDuplicate).Select(unit => SalesPaymentWriter.Row(((Draft)unit.Draft!).Row!, nowUtc, _importRunId)),
            cancellationToken);

    protected override object? ReadRow(TableReader reader, ImportUnit unit)
    {
        var number = _number.Text(reader, unit, MaxNumberLength, isRequired: true);
        var document = _document.Text(reader, unit, MaxNumberLength, isRequired: true);
        var day = _day.Day(reader, unit, isRequired: true);
        var amount = _amount.Number(reader, unit, isRequired: true);
        var source = _source.Text(reader, unit, MaxSourceLength) ?? Settings.Source;
        var documentSource = _documentSource.Text(reader, unit, MaxSourceLength) ?? source;
        var minor = amount is { } value ? Money.FromAmount(value).Minor : 0;
        if (amount is not null && minor == 0)
        {
            _amount.Refuse(reader, unit, "payment_amount_zero");
        }

        if (number is not null)
        {
            Once(reader, unit, _number, (source, number), number);
        }

        return unit.IsBad ? null : new Draft(new SalesPaymentDraft(source, number!, documentSource, document!, day!.Value, minor));
    }

    private sealed class Draft(SalesPaymentDraft payment) : IRepeatedRow
    {
        public SalesPaymentDraft Payment { get; } = payment;

        public PaymentRow? Row { get; set; }

        public bool WasWrittenByThisRun { get; set; }
    }
}
