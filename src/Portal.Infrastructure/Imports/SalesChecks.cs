using Microsoft.EntityFrameworkCore;
using Portal.Domain.Sales;
using Portal.Domain.Shared;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Sales;

namespace Portal.Infrastructure.Imports;

/// <summary>Compares documents with those that the database has, a thousand numbers at a time.</summary>
internal sealed class SalesChecks(SalesColumns columns, long importRunId)
{
    private const int NumbersPerQuery = 1000;
    private readonly Dictionary<SalesKey, (long CustomerId, DateOnly On)> _salesOfFile = [];
    private readonly Dictionary<string, bool> _usedSources = [];

    public async Task RunAsync(PortalDbContext context, IReadOnlyList<ImportUnit> units, CancellationToken cancellationToken)
    {
        var drafts = units.Where(unit => !unit.IsBad && unit.Draft is not null).ToList();
        await CheckExistingAsync(context, drafts, cancellationToken);
        if (columns.Original.IsMapped)
        {
            await CheckOriginalsAsync(context, drafts, cancellationToken);
        }
    }

    private static SalesDocumentRow Row(ImportUnit unit) => (SalesDocumentRow)unit.Draft!;

    private async Task CheckExistingAsync(PortalDbContext context, List<ImportUnit> units, CancellationToken cancellationToken)
    {
        foreach (var group in units.GroupBy(unit => Row(unit).Draft.Source))
        {
            if (!await IsUsedAsync(context, group.Key, cancellationToken))
            {
                continue;
            }

            foreach (var chunk in group.Chunk(NumbersPerQuery))
            {
                var numbers = chunk.Select(unit => Row(unit).Draft.Number).ToList();
                var known = await SalesDocumentWriter.FindAsync(context, group.Key, numbers, cancellationToken);
                foreach (var unit in chunk)
                {
                    if (known.Contains(Row(unit).Draft.Number))
                    {
                        Compare(unit, Row(unit), [.. known[Row(unit).Draft.Number]]);
                    }
                }
            }
        }
    }

    /// <summary>A source without any document needs no comparing. Should somebody else write one meanwhile, the database refuses and all begins anew.</summary>
    private async Task<bool> IsUsedAsync(PortalDbContext context, string source, CancellationToken cancellationToken)
    {
        if (!_usedSources.TryGetValue(source, out var isUsed))
        {
            isUsed = await context.SalesDocuments.AnyAsync(document => document.Source == source, cancellationToken);
            _usedSources.Add(source, isUsed);
        }

        return isUsed;
    }

    private void Compare(ImportUnit unit, SalesDocumentRow row, List<StoredDocument> versions)
    {
        var last = versions.MaxBy(stored => stored.Version)!;
        if (versions.Exists(stored => stored.Version == -last.Version))
        {
            // The last version was taken back: the number is free for the next one.
            row.Version = last.Version + 1;
            return;
        }

        if (versions.Find(stored => stored.Version > 0 && stored.ContentHash == row.ContentHash) is { } same)
        {
            // Written by this very run before it was interrupted: it counts as imported, not as a duplicate.
            unit.IsDuplicate = true;
            row.WasWrittenByThisRun = same.ImportRunId == importRunId;
            return;
        }

        unit.RefuseAll(columns.Number.Header, last.Summary == row.Draft.Summary
            ? new Refusal("import_document_details_differ", row.Draft.Number)
            : new Refusal("import_document_differs", row.Draft.Number, last.Summary, row.Draft.Summary));
    }

    /// <summary>A return that names its sale is checked: it must be there, of the same customer, and not later.</summary>
    private async Task CheckOriginalsAsync(PortalDbContext context, List<ImportUnit> units, CancellationToken cancellationToken)
    {
        foreach (var row in units.Where(unit => !unit.IsBad).Select(Row).Where(row => row.Draft.Kind == SalesDocumentKind.Sale))
        {
            _salesOfFile[new SalesKey(row.Draft.Source, row.Draft.Number)] = (row.CustomerId, row.Draft.DocumentOn);
        }

        var returns = units.Where(unit => !unit.IsBad && !unit.IsDuplicate && Row(unit).Draft.OriginalNumber is not null);
        foreach (var group in returns.GroupBy(unit => Row(unit).Draft.Source))
        {
            foreach (var chunk in group.Chunk(NumbersPerQuery))
            {
                var missing = chunk.Select(unit => Row(unit).Draft.OriginalNumber!)
                    .Where(number => !_salesOfFile.ContainsKey(new SalesKey(group.Key, number))).Distinct().ToList();
                var stored = await SalesDocumentWriter.FindAsync(context, group.Key, missing, cancellationToken);
                foreach (var unit in chunk)
                {
                    CheckOriginal(unit, Row(unit), stored);
                }
            }
        }
    }

    private void CheckOriginal(ImportUnit unit, SalesDocumentRow row, ILookup<string, StoredDocument> stored)
    {
        var number = row.Draft.OriginalNumber!;
        var (customerId, on) = _salesOfFile.TryGetValue(new SalesKey(row.Draft.Source, number), out var ofFile)
            ? ofFile
            : stored[number].Where(sale => sale.Version > 0).MaxBy(sale => sale.Version) is { Kind: SalesDocumentKind.Sale } last
                && stored[number].All(sale => sale.Version != -last.Version) ? (last.CustomerId, last.DocumentOn) : default;
        if (customerId == 0)
        {
            unit.RefuseAll(columns.Original.Header, new Refusal("import_original_unknown", number));
        }
        else if (customerId != row.CustomerId)
        {
            unit.RefuseAll(columns.Original.Header, new Refusal("import_original_of_other", number, row.Draft.CustomerNumber));
        }
        else if (on > row.Draft.DocumentOn)
        {
            unit.RefuseAll(columns.Original.Header, new Refusal("import_return_before_sale", number, on));
        }
    }
}
