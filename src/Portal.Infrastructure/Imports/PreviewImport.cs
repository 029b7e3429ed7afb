using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Portal.Domain.Shared;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Spreadsheets;

namespace Portal.Infrastructure.Imports;

/// <summary>Shows how the columns of a file are understood, and its first rows with what is wrong with them.</summary>
public sealed class PreviewImport(
    IDbContextFactory<PortalDbContext> contexts, CurrentUser user, ImportFiles files, IOptions<ImportOptions> options)
{
    private const int PreviewRows = 50;

    /// <summary>Reads the first rows. A column that is missing is a finding of the preview, not a refusal of it.</summary>
    public async Task<Outcome<ImportPreview>> RunAsync(long runId, ImportSettings settings, CancellationToken cancellationToken)
    {
        if (user.Refuse(Permissions.Imports.Run) is { } refusal)
        {
            return refusal;
        }

        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        if (await context.ImportRuns.AsNoTracking().SingleOrDefaultAsync(row => row.Id == runId, cancellationToken) is not { } run)
        {
            return new Refusal(Refusal.NotFound);
        }

        var opened = TableReader.Open(files.PathOf(run.StoredAs), options.Value.Limits);
        if (!opened.IsDone)
        {
            return opened.Refusal;
        }

        using var reader = opened.Value;
        var fields = ImportFields.Of(run.Kind);
        var mapped = ColumnMapping.Resolve(run.Kind, reader.Header, settings.Columns);
        if (!mapped.IsDone)
        {
            return new ImportPreview(reader.Description, reader.Header, fields, PartOf(run.Kind, reader.Header, settings), mapped.Refusals, FirstRows(reader));
        }

        var source = ImportSource.Create(run.Kind, mapped.Value, settings);
        await source.LoadAsync(context, runId, cancellationToken);
        var units = new List<ImportUnit>();
        foreach (var unit in source.Read(reader))
        {
            units.Add(unit);
            if (units.Sum(known => known.Rows.Count) >= PreviewRows)
            {
                break;
            }
        }

        await source.CheckAsync(context, units, cancellationToken);
        var rows = units.SelectMany(unit => unit.Rows.Select(row => new ImportPreviewRow(
            row.Line, row.Cells, [.. unit.Problems.Where(problem => problem.Line == row.Line)], unit.IsDuplicate)));
        IReadOnlyList<Refusal> findings = (source.Failure ?? reader.Failure) is { } failure ? [failure] : [];
        return new ImportPreview(reader.Description, reader.Header, fields, mapped.Value.Fields, findings, [.. rows.OrderBy(row => row.Line).Take(PreviewRows)]);
    }

    /// <summary>What was recognised although something is missing, so that a person can complete it.</summary>
    private static Dictionary<string, string> PartOf(Domain.Imports.ImportKind kind, IReadOnlyList<string> header, ImportSettings settings)
    {
        var found = new Dictionary<string, string>();
        foreach (var column in header)
        {
            foreach (var field in ImportFields.Of(kind))
            {
                var chosen = new Dictionary<string, string> { [field.Name] = column };
                var isChosen = settings.Columns is { } columns && columns.TryGetValue(field.Name, out var name) && name.Equals(column, StringComparison.OrdinalIgnoreCase);
                var isFree = settings.Columns?.ContainsKey(field.Name) != true && !found.ContainsKey(field.Name) && !found.ContainsValue(column);
                if (isChosen || (isFree && ColumnMapping.Recognises(field, column)))
                {
                    found[field.Name] = chosen[field.Name];
                }
            }
        }

        return found;
    }

    private static List<ImportPreviewRow> FirstRows(TableReader reader)
    {
        var rows = new List<ImportPreviewRow>();
        while (rows.Count < PreviewRows && reader.Read())
        {
            rows.Add(new ImportPreviewRow(reader.LineNumber, [.. reader.Cells.Select(CellParsing.Shown)], [], false));
        }

        return rows;
    }
}

/// <summary>How a file is understood.</summary>
/// <param name="Description">Its encoding, or the sheet's name.</param>
/// <param name="Header">Its columns.</param>
/// <param name="Fields">The fields that there are.</param>
/// <param name="Columns">Field → column, as recognised or chosen.</param>
/// <param name="Findings">What is wrong with the columns or with the file as a whole.</param>
/// <param name="Rows">The first rows.</param>
public sealed record ImportPreview(
    string Description,
    IReadOnlyList<string> Header,
    IReadOnlyList<ImportField> Fields,
    IReadOnlyDictionary<string, string> Columns,
    IReadOnlyList<Refusal> Findings,
    IReadOnlyList<ImportPreviewRow> Rows);

/// <summary>A row of a preview.</summary>
/// <param name="Line">The line in the file.</param>
/// <param name="Cells">Its cells as shown.</param>
/// <param name="Problems">What is wrong with it.</param>
/// <param name="IsDuplicate">Whether its record is there already.</param>
public sealed record ImportPreviewRow(long Line, IReadOnlyList<string> Cells, IReadOnlyList<ImportRowProblem> Problems, bool IsDuplicate);
