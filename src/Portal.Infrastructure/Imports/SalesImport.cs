using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Portal.Domain.Sales;
using Portal.Domain.Shared;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Sales;
using Portal.Infrastructure.Spreadsheets;

namespace Portal.Infrastructure.Imports;

/// <summary>Sales and returns: rows with the same number are one document.</summary>
internal sealed class SalesImport : ImportSource
{
    /// <summary>Rows standing apart are kept in memory until the end of the file; beyond this the file has to be sorted.</summary>
    private const int MaxRowsApart = 500_000;

    private const int MaxNumberLength = 50;
    private const int MaxSourceLength = 30;

    private readonly Column _number;
    private readonly Column _kind;
    private readonly Column _customer;
    private readonly Column _day;
    private readonly Column _line;
    private readonly Column _product;
    private readonly Column _quantity;
    private readonly Column _price;
    private readonly Column _net;
    private readonly Column _discount;
    private readonly Column _cost;
    private readonly Column _salesperson;
    private readonly Column _original;
    private readonly Column _currency;
    private readonly Column _source;
    private readonly Column[] _heads;
    private readonly HashSet<string> _apart = [];
    private readonly Dictionary<string, (long CustomerId, DateOnly On)> _salesOfFile = [];
    private readonly HashSet<string> _seen = [];
    private readonly Dictionary<string, bool> _usedSources = [];
    private SalesDirectory _directory = SalesDirectory.Empty;
    private long _importRunId;
    private bool _isScanned;

    public SalesImport(ColumnMapping mapping, ImportSettings settings)
        : base(mapping, settings)
    {
        _number = ColumnOf("document_number");
        _kind = ColumnOf("document_kind");
        _customer = ColumnOf("customer_number");
        _day = ColumnOf("document_date");
        _line = ColumnOf("line_number");
        _product = ColumnOf("product_number");
        _quantity = ColumnOf("quantity");
        _price = ColumnOf("unit_price");
        _net = ColumnOf("net_amount");
        _discount = ColumnOf("discount_amount");
        _cost = ColumnOf("cost_amount");
        _salesperson = ColumnOf("salesperson_number");
        _original = ColumnOf("original_document_number");
        _currency = ColumnOf("currency");
        _source = ColumnOf("source");
        _heads = [.. new[] { _kind, _customer, _day, _salesperson, _original, _currency, _source }.Where(column => column.IsMapped)];
    }

    public override async Task LoadAsync(PortalDbContext context, long importRunId, CancellationToken cancellationToken)
    {
        _importRunId = importRunId;
        _directory = await SalesDirectory.LoadAsync(context, cancellationToken);
    }

    public override void Scan(TableReader reader, CancellationToken cancellationToken)
    {
        _isScanned = true;
        MustScan = false;
        _seen.Clear();
        _salesOfFile.Clear();
        string? last = null;
        while (reader.Read())
        {
            cancellationToken.ThrowIfCancellationRequested();
            var key = KeyOf(reader);
            if (key != last && !_seen.Add(key))
            {
                _apart.Add(key);
            }

            last = key;
        }

        _seen.Clear();
    }

    public override IEnumerable<ImportUnit> Read(TableReader reader)
    {
        var apart = new Dictionary<string, DocumentRows>();
        var rowsApart = 0;
        DocumentRows? current = null;
        while (reader.Read())
        {
            var key = KeyOf(reader);
            if (_apart.Contains(key))
            {
                if (++rowsApart > MaxRowsApart)
                {
                    Failure = new Refusal("import_rows_apart", MaxRowsApart);
                    yield break;
                }

                if (!apart.TryGetValue(key, out var kept))
                {
                    apart.Add(key, kept = new DocumentRows(key));
                }

                ReadRow(reader, kept);
                continue;
            }

            if (current is null || current.Key != key)
            {
                if (current is not null)
                {
                    yield return Finished(current);
                }

                if (!_isScanned && !_seen.Add(key))
                {
                    MustScan = true;
                    yield break;
                }

                current = new DocumentRows(key);
            }

            ReadRow(reader, current);
        }

        if (current is not null)
        {
            yield return Finished(current);
        }

        foreach (var document in apart.Values)
        {
            yield return Finished(document);
        }
    }

    public override async Task CheckAsync(PortalDbContext context, IReadOnlyList<ImportUnit> units, CancellationToken cancellationToken)
    {
        var drafts = units.Where(unit => !unit.IsBad && unit.Draft is not null).ToList();
        await CheckExistingAsync(context, drafts, cancellationToken);
        await CheckOriginalsAsync(context, drafts, cancellationToken);
    }

    public override async Task WriteAsync(
        PortalDbContext context, IReadOnlyList<ImportUnit> units, DateTime nowUtc, long? byUserId, CancellationToken cancellationToken)
    {
        var documents = units.Where(unit => !unit.IsBad && !unit.IsDuplicate).Select(unit => (SalesDocumentRow)unit.Draft!).ToList();
        await SalesDocumentWriter.WriteAsync(context, documents, _importRunId, nowUtc, cancellationToken);
    }

    private string KeyOf(TableReader reader)
    {
        var number = CellParsing.Shown(_number.Cell(reader));
        return _source.IsMapped ? CellParsing.Shown(_source.Cell(reader)) + "\n" + number : number;
    }

    /// <summary>Rows of a document repeat its head: it is understood once, and compared as text in the further rows.</summary>
    private void ReadRow(TableReader reader, DocumentRows document)
    {
        var unit = document.Unit;
        unit.Rows.Add(RowOf(reader));
        if (reader.RowRefusal is { } refusal)
        {
            unit.Refuse(reader.LineNumber, null, refusal);
        }

        if (document.Head is null)
        {
            document.Head = ReadHead(reader, unit);
            document.HeadCells = [.. _heads.Select(column => column.Cell(reader))];
        }
        else
        {
            for (var index = 0; index < _heads.Length; index++)
            {
                var cell = _heads[index].Cell(reader);
                if (cell != document.HeadCells[index] && CellParsing.Shown(cell) != CellParsing.Shown(document.HeadCells[index]))
                {
                    _heads[index].Refuse(reader, unit, "import_document_inconsistent", CellParsing.Shown(cell), CellParsing.Shown(document.HeadCells[index]));
                }
            }
        }

        ReadLine(reader, document);
    }

    private DocumentHead ReadHead(TableReader reader, ImportUnit unit)
    {
        var number = _number.Text(reader, unit, MaxNumberLength, isRequired: true);
        var kind = ReadKind(reader, unit);
        var customerNumber = _customer.Text(reader, unit, MaxNumberLength, isRequired: true);
        long customerId = 0;
        if (customerNumber is not null && !_directory.Customers.TryGetValue(customerNumber, out customerId))
        {
            _customer.Refuse(reader, unit, "import_customer_unknown", customerNumber);
        }

        var day = _day.Day(reader, unit, isRequired: true);
        var salespersonNumber = _salesperson.Text(reader, unit, MaxNumberLength);
        long? salespersonId = null;
        if (salespersonNumber is not null)
        {
            if (_directory.Employees.TryGetValue(salespersonNumber, out var employeeId))
            {
                salespersonId = employeeId;
            }
            else
            {
                _salesperson.Refuse(reader, unit, "import_salesperson_unknown", salespersonNumber);
            }
        }

        var original = _original.Text(reader, unit, MaxNumberLength);
        if (original is not null && kind == SalesDocumentKind.Sale)
        {
            _original.Refuse(reader, unit, "import_original_of_sale", original);
        }

        var currency = _currency.Text(reader, unit, 10)?.ToUpperInvariant() ?? Money.DefaultCurrency;
        if (currency is "RMB" or "人民币" or "CNH")
        {
            currency = Money.DefaultCurrency;
        }

        if (currency.Length != 3 || !currency.All(char.IsAsciiLetterUpper))
        {
            _currency.Refuse(reader, unit, "import_currency_unknown", currency);
        }

        var source = _source.Text(reader, unit, MaxSourceLength) ?? Settings.Source;
        return new DocumentHead(number, kind, customerNumber, customerId, day, salespersonNumber, salespersonId, original, currency, source);
    }

    private SalesDocumentKind ReadKind(TableReader reader, ImportUnit unit)
    {
        var text = _kind.Text(reader, unit, 50);
        if (SalesKinds.Read(text) is { } kind)
        {
            return kind;
        }

        _kind.Refuse(reader, unit, "import_kind_unknown", text);
        return SalesDocumentKind.Sale;
    }

    private void ReadLine(TableReader reader, DocumentRows document)
    {
        var unit = document.Unit;
        var problems = unit.Problems.Count;
        var isReturn = document.Head!.Kind == SalesDocumentKind.Return;
        var line = _line.Number(reader, unit);
        if (line is { } given && (given < 1 || given > int.MaxValue || given != decimal.Truncate(given)))
        {
            _line.Refuse(reader, unit, "import_line_number", given.ToString(CultureInfo.InvariantCulture));
            line = null;
        }

        var productNumber = _product.Text(reader, unit, MaxNumberLength, isRequired: true);
        long productId = 0;
        if (productNumber is not null && !_directory.Products.TryGetValue(productNumber, out productId))
        {
            _product.Refuse(reader, unit, "import_product_unknown", productNumber);
        }

        var quantity = _quantity.Number(reader, unit, isRequired: true);
        if (quantity < 0)
        {
            _quantity.Refuse(reader, unit, isReturn ? "import_return_negative" : "import_sale_negative", quantity.Value.ToString(CultureInfo.InvariantCulture));
        }

        var price = _price.Number(reader, unit);
        var discount = _discount.Number(reader, unit) ?? 0;
        var net = _net.Number(reader, unit, isRequired: !_price.IsMapped);
        if (net is null && price is not null && quantity is not null)
        {
            net = (price * quantity) - discount;
            if (Math.Abs(net.Value) > CellParsing.MaxNumber)
            {
                _price.Refuse(reader, unit, "cell_number_too_large", CellParsing.Shown(_price.Cell(reader)));
            }
        }
        else if (net is null && _price.IsMapped && unit.Problems.Count == problems)
        {
            _net.Refuse(reader, unit, "import_value_missing", _net.Header);
        }

        if (net < 0 && quantity >= 0)
        {
            _net.Refuse(reader, unit, isReturn ? "import_return_negative" : "import_sale_negative", net.Value.ToString(CultureInfo.InvariantCulture));
        }

        var cost = _cost.Number(reader, unit);
        if (unit.Problems.Count != problems)
        {
            return;
        }

        var sign = isReturn ? -1 : 1;
        document.Lines.Add(new SalesLineDraft(
            (int)(line ?? document.Lines.Count + 1),
            productNumber!,
            sign * Quantity.FromUnits(quantity!.Value).Milli,
            sign * Money.FromAmount(net!.Value).Minor,
            sign * Money.FromAmount(discount).Minor,
            cost is { } value ? sign * Money.FromAmount(value).Minor : null));
        document.ProductIds.Add(productId);
    }

    private ImportUnit Finished(DocumentRows document)
    {
        var unit = document.Unit;
        var head = document.Head!;
        if (!unit.IsBad && _line.IsMapped && document.Lines.Count > 1)
        {
            var numbers = new HashSet<int>();
            for (var index = 0; index < document.Lines.Count; index++)
            {
                if (!numbers.Add(document.Lines[index].LineNumber))
                {
                    unit.Refuse(unit.Rows[index].Line, _line.Header, new Refusal("import_line_twice", document.Lines[index].LineNumber));
                }
            }
        }

        if (unit.IsBad)
        {
            // The whole document is left out; its good rows go into the error file too, so that it can be corrected as a whole.
            var bad = unit.Problems.Select(problem => problem.Line).ToHashSet();
            var first = bad.Min();
            foreach (var row in unit.Rows.Where(row => !bad.Contains(row.Line)).ToList())
            {
                unit.Refuse(row.Line, null, new Refusal("import_document_has_bad_row", head.Number ?? "", first));
            }

            return unit;
        }

        unit.Draft = new SalesDocumentRow(
            new SalesDocumentDraft
            {
                Source = head.Source,
                Number = head.Number!,
                Kind = head.Kind,
                CustomerNumber = head.CustomerNumber!,
                DocumentOn = head.Day!.Value,
                SalespersonNumber = head.SalespersonNumber,
                OriginalNumber = head.OriginalNumber,
                Currency = head.Currency,
                Lines = document.Lines,
            },
            head.CustomerId,
            head.SalespersonId,
            document.ProductIds);
        return unit;
    }

    private async Task CheckExistingAsync(PortalDbContext context, List<ImportUnit> units, CancellationToken cancellationToken)
    {
        foreach (var group in units.GroupBy(unit => ((SalesDocumentRow)unit.Draft!).Draft.Source))
        {
            // A source without any document needs no comparing. Should somebody else write one meanwhile, the database refuses and all begins anew.
            if (!_usedSources.TryGetValue(group.Key, out var isUsed))
            {
                isUsed = await context.SalesDocuments.AnyAsync(document => document.Source == group.Key, cancellationToken);
                _usedSources.Add(group.Key, isUsed);
            }

            if (!isUsed)
            {
                continue;
            }

            foreach (var chunk in group.Chunk(1000))
            {
                var numbers = chunk.Select(unit => ((SalesDocumentRow)unit.Draft!).Draft.Number).ToList();
                var known = await SalesDocumentWriter.FindAsync(context, group.Key, numbers, cancellationToken);
                foreach (var unit in chunk)
                {
                    var row = (SalesDocumentRow)unit.Draft!;
                    if (!known.TryGetValue(row.Draft.Number, out var existing))
                    {
                        continue;
                    }

                    if (existing.ContentHash == row.ContentHash)
                    {
                        // Written by this very run before it was interrupted: it counts as imported, not as a duplicate.
                        unit.IsDuplicate = true;
                        row.WasWrittenByThisRun = existing.ImportRunId == _importRunId;
                    }
                    else
                    {
                        RefuseWhole(unit, _number.Header, new Refusal("import_document_differs", row.Draft.Number, existing.Summary, row.Draft.Summary));
                    }
                }
            }
        }
    }

    /// <summary>A return that names its sale is checked: it must be there, of the same customer, and not later.</summary>
    private async Task CheckOriginalsAsync(PortalDbContext context, List<ImportUnit> units, CancellationToken cancellationToken)
    {
        foreach (var unit in units)
        {
            var row = (SalesDocumentRow)unit.Draft!;
            if (!unit.IsBad && row.Draft.Kind == SalesDocumentKind.Sale)
            {
                _salesOfFile[row.Draft.Source + "\n" + row.Draft.Number] = (row.CustomerId, row.Draft.DocumentOn);
            }
        }

        var returns = units.Where(unit => !unit.IsBad && !unit.IsDuplicate && ((SalesDocumentRow)unit.Draft!).Draft.OriginalNumber is not null).ToList();
        foreach (var group in returns.GroupBy(unit => ((SalesDocumentRow)unit.Draft!).Draft.Source))
        {
            foreach (var chunk in group.Chunk(1000))
            {
                var missing = chunk.Select(unit => ((SalesDocumentRow)unit.Draft!).Draft.OriginalNumber!)
                    .Where(number => !_salesOfFile.ContainsKey(group.Key + "\n" + number)).Distinct().ToList();
                var stored = missing.Count == 0 ? [] : await SalesDocumentWriter.FindAsync(context, group.Key, missing, cancellationToken);
                foreach (var unit in chunk)
                {
                    CheckOriginal(unit, (SalesDocumentRow)unit.Draft!, stored);
                }
            }
        }
    }

    private void CheckOriginal(ImportUnit unit, SalesDocumentRow row, Dictionary<string, StoredDocument> stored)
    {
        var number = row.Draft.OriginalNumber!;
        var (customerId, on) = _salesOfFile.TryGetValue(row.Draft.Source + "\n" + number, out var ofFile)
            ? ofFile
            : stored.TryGetValue(number, out var document) && document.Kind == SalesDocumentKind.Sale ? (document.CustomerId, document.DocumentOn) : default;
        if (customerId == 0)
        {
            RefuseWhole(unit, _original.Header, new Refusal("import_original_unknown", number));
        }
        else if (customerId != row.CustomerId)
        {
            RefuseWhole(unit, _original.Header, new Refusal("import_original_of_other", number, row.Draft.CustomerNumber));
        }
        else if (on > row.Draft.DocumentOn)
        {
            RefuseWhole(unit, _original.Header, new Refusal("import_return_before_sale", number, on));
        }
    }

    private static void RefuseWhole(ImportUnit unit, string column, Refusal refusal)
    {
        foreach (var row in unit.Rows)
        {
            unit.Refuse(row.Line, column, refusal);
        }
    }

    private sealed class DocumentRows(string key)
    {
        public string Key { get; } = key;

        public ImportUnit Unit { get; } = new();

        public DocumentHead? Head { get; set; }

        public TableCell[] HeadCells { get; set; } = [];

        public List<SalesLineDraft> Lines { get; } = [];

        public List<long> ProductIds { get; } = [];
    }

    private sealed record DocumentHead(
        string? Number,
        SalesDocumentKind Kind,
        string? CustomerNumber,
        long CustomerId,
        DateOnly? Day,
        string? SalespersonNumber,
        long? SalespersonId,
        string? OriginalNumber,
        string Currency,
        string Source);
}
