using Portal.Domain.Shared;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Sales;
using Portal.Infrastructure.Spreadsheets;

namespace Portal.Infrastructure.Imports;

/// <summary>Sales and returns: rows with the same number are one document.</summary>
internal sealed class SalesImport(ColumnMapping mapping, ImportSettings settings) : ImportSource(mapping, settings)
{
    /// <summary>Rows standing apart are kept in memory until the end of the file; beyond this the file has to be sorted.</summary>
    private const int MaxRowsApart = 500_000;

    private readonly SalesColumns _columns = new(mapping);
    private readonly HashSet<SalesKey> _apart = [];
    private readonly HashSet<SalesKey> _seen = [];
    private SalesDocumentReader? _reader;
    private SalesChecks? _checks;
    private long _importRunId;
    private bool _isScanned;

    public override async Task LoadAsync(PortalDbContext context, long importRunId, CancellationToken cancellationToken)
    {
        _importRunId = importRunId;
        var directory = await SalesDirectory.LoadAsync(context, cancellationToken);
        if (_columns.Unit.IsMapped)
        {
            directory = directory with { Units = await UnitTable.LoadAsync(context, null, cancellationToken) };
        }

        _reader = new SalesDocumentReader(_columns, directory, Settings.Source);
        _checks = new SalesChecks(_columns, importRunId);
    }

    public override void Scan(TableReader reader, CancellationToken cancellationToken)
    {
        _isScanned = true;
        MustScan = false;
        _seen.Clear();
        SalesKey? last = null;
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
        var apart = new Dictionary<SalesKey, SalesDocumentRows>();
        var rowsApart = 0;
        SalesDocumentRows? current = null;
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
                    apart.Add(key, kept = new SalesDocumentRows(key));
                }

                _reader!.ReadRow(reader, kept);
                continue;
            }

            if (current is null || current.Key != key)
            {
                if (current is not null)
                {
                    yield return _reader!.Finish(current);
                }

                if (!_isScanned && !_seen.Add(key))
                {
                    MustScan = true;
                    yield break;
                }

                current = new SalesDocumentRows(key);
            }

            _reader!.ReadRow(reader, current);
        }

        if (current is not null)
        {
            yield return _reader!.Finish(current);
        }

        foreach (var document in apart.Values)
        {
            yield return _reader!.Finish(document);
        }
    }

    public override Task CheckAsync(PortalDbContext context, IReadOnlyList<ImportUnit> units, CancellationToken cancellationToken) =>
        _checks!.RunAsync(context, units, cancellationToken);

    public override async Task WriteAsync(
        PortalDbContext context, IReadOnlyList<ImportUnit> units, DateTime nowUtc, long? byUserId, CancellationToken cancellationToken)
    {
        var documents = units.Where(unit => !unit.IsBad && !unit.IsDuplicate).Select(unit => (SalesDocumentRow)unit.Draft!).ToList();
        await SalesDocumentWriter.WriteAsync(context, documents, _importRunId, nowUtc, cancellationToken);
    }

    private SalesKey KeyOf(TableReader reader) =>
        new(_columns.Source.IsMapped ? CellParsing.Shown(_columns.Source.Cell(reader)) : "", CellParsing.Shown(_columns.Number.Cell(reader)));
}
