using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Portal.Domain.Imports;
using Portal.Domain.Shared;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Shared;
using Portal.Infrastructure.Spreadsheets;

namespace Portal.Infrastructure.Imports;

/// <summary>Reads imports and their problems.</summary>
public sealed class ImportQueries(
    IDbContextFactory<PortalDbContext> contexts, CurrentUser user, ImportSignal signal, ImportFiles files, IOptions<ImportOptions> options)
{
    /// <summary>Imports, the newest first.</summary>
    public async Task<GridPage<ImportListRow>> ListAsync(GridQuery query, CancellationToken cancellationToken)
    {
        if (!user.Can(Permissions.Imports.View))
        {
            return new GridPage<ImportListRow>([], 0);
        }

        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var rows =
            from run in context.ImportRuns
            join person in context.Users on run.ByUserId equals person.Id into people
            from person in people.DefaultIfEmpty()
            select new { Run = run, By = person!.DisplayName };
        if (query.Term is { } term)
        {
            rows = rows.Where(row => row.Run.FileName.ToLower().Contains(term));
        }

        if (query.Choice<ImportKind>("kind") is { } kind)
        {
            rows = rows.Where(row => row.Run.Kind == kind);
        }

        if (query.Choice<ImportState>("state") is { } state)
        {
            rows = rows.Where(row => row.Run.State == state);
        }

        var total = await rows.CountAsync(cancellationToken);
        var ordered = (query.Sort, query.Descending) switch
        {
            ("file", false) => rows.OrderBy(row => row.Run.FileName).ThenBy(row => row.Run.Id),
            ("file", true) => rows.OrderByDescending(row => row.Run.FileName).ThenBy(row => row.Run.Id),
            ("kind", false) => rows.OrderBy(row => row.Run.Kind).ThenByDescending(row => row.Run.Id),
            ("kind", true) => rows.OrderByDescending(row => row.Run.Kind).ThenByDescending(row => row.Run.Id),
            ("state", false) => rows.OrderBy(row => row.Run.State).ThenByDescending(row => row.Run.Id),
            ("state", true) => rows.OrderByDescending(row => row.Run.State).ThenByDescending(row => row.Run.Id),
            ("imported", false) => rows.OrderBy(row => row.Run.ImportedRecords).ThenByDescending(row => row.Run.Id),
            ("imported", true) => rows.OrderByDescending(row => row.Run.ImportedRecords).ThenByDescending(row => row.Run.Id),
            ("bad", false) => rows.OrderBy(row => row.Run.BadRows).ThenByDescending(row => row.Run.Id),
            ("bad", true) => rows.OrderByDescending(row => row.Run.BadRows).ThenByDescending(row => row.Run.Id),
            ("uploaded", false) => rows.OrderBy(row => row.Run.Id),
            _ => rows.OrderByDescending(row => row.Run.Id),
        };
        var page = await ordered.Skip(query.Skip).Take(query.Take)
            .Select(row => new ImportListRow(
                row.Run.Id,
                row.Run.Kind,
                row.Run.FileName,
                row.Run.State,
                row.Run.Mode,
                row.Run.DoneRows,
                row.Run.ImportedRecords,
                row.Run.DuplicateRecords,
                row.Run.BadRows,
                row.By,
                row.Run.UploadedAtUtc,
                row.Run.EndedAtUtc))
            .ToListAsync(cancellationToken);
        return new GridPage<ImportListRow>(page, total);
    }

    /// <summary>One import as it stands now; the progress of one that runs here is newer than the database's.</summary>
    public async Task<ImportRecord?> FindAsync(long runId, CancellationToken cancellationToken)
    {
        if (!user.Can(Permissions.Imports.View))
        {
            return null;
        }

        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var found = await (
            from run in context.ImportRuns.AsNoTracking()
            where run.Id == runId
            join person in context.Users on run.ByUserId equals person.Id into people
            from person in people.DefaultIfEmpty()
            join undoer in context.Users on run.UndoneByUserId equals undoer.Id into undoers
            from undoer in undoers.DefaultIfEmpty()
            select new { Run = run, By = person!.DisplayName, UndoneBy = undoer!.DisplayName })
            .SingleOrDefaultAsync(cancellationToken);
        if (found is null)
        {
            return null;
        }

        var row = found.Run;
        var fraction = row.EndedAtUtc is not null ? 1 : row.TotalRows > 0 ? Math.Min(1d, (double)row.DoneRows / row.TotalRows) : 0;
        var progress = row.State == ImportState.Running && signal.ProgressOf(runId) is { } live
            ? live
            : new ImportProgress(fraction, row.DoneRows, row.ImportedRecords, row.DuplicateRecords, row.BadRows);
        return new ImportRecord(
            row.Id,
            row.Kind,
            row.FileName,
            row.FileBytes,
            row.State,
            row.Mode,
            ImportSettings.FromJson(row.MappingJson),
            progress,
            row.IsCancelRequested,
            found.By,
            row.UploadedAtUtc,
            row.StartedAtUtc,
            row.EndedAtUtc,
            row.Failure is null ? null : ImportArguments.FromText(row.Failure))
        {
            CanUndo = row.CanUndo() is null,
            UndoneAtUtc = row.UndoneAtUtc,
            UndoneBy = found.UndoneBy,
        };
    }

    /// <summary>What was wrong with an import's rows, by line.</summary>
    public async Task<GridPage<ImportProblemRow>> ProblemsAsync(long runId, GridQuery query, CancellationToken cancellationToken)
    {
        if (!user.Can(Permissions.Imports.View))
        {
            return new GridPage<ImportProblemRow>([], 0);
        }

        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = context.ImportProblems.AsNoTracking().Where(problem => problem.ImportRunId == runId);
        if (query.Term is { } term)
        {
            rows = rows.Where(problem => problem.RowJson.ToLower().Contains(term) || problem.ArgumentsJson.ToLower().Contains(term));
        }

        if (query.Filter("code") is { } code)
        {
            rows = rows.Where(problem => problem.Code == code);
        }

        var total = await rows.CountAsync(cancellationToken);
        var page = await rows.OrderBy(problem => problem.LineNumber).ThenBy(problem => problem.Id).Skip(query.Skip).Take(query.Take).ToListAsync(cancellationToken);
        return new GridPage<ImportProblemRow>([.. page.Select(ToRow)], total);
    }

    /// <summary>How many problems of each kind an import had, the most frequent first.</summary>
    public async Task<IReadOnlyList<ImportProblemCount>> ProblemCountsAsync(long runId, CancellationToken cancellationToken)
    {
        if (!user.Can(Permissions.Imports.View))
        {
            return [];
        }

        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var counts = await context.ImportProblems.Where(problem => problem.ImportRunId == runId)
            .GroupBy(problem => problem.Code)
            .Select(group => new { Code = group.Key, Count = group.Count() })
            .ToListAsync(cancellationToken);
        return [.. counts.OrderByDescending(row => row.Count).Select(row => new ImportProblemCount(row.Code, row.Count))];
    }

    /// <summary>The largest file that is taken, in megabytes.</summary>
    public int MaxFileMegabytes => options.Value.MaxFileMegabytes;

    /// <summary>The headers of an import's file; empty where the file is gone.</summary>
    public async Task<IReadOnlyList<string>> HeaderAsync(long runId, CancellationToken cancellationToken)
    {
        if (!user.Can(Permissions.Imports.View))
        {
            return [];
        }

        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var storedAs = await context.ImportRuns.Where(run => run.Id == runId).Select(run => run.StoredAs).SingleOrDefaultAsync(cancellationToken);
        if (storedAs is null || !File.Exists(files.PathOf(storedAs)))
        {
            return [];
        }

        var opened = TableReader.Open(files.PathOf(storedAs), options.Value.Limits);
        if (!opened.IsDone)
        {
            return [];
        }

        using var reader = opened.Value;
        return reader.Header;
    }

    private static ImportProblemRow ToRow(ImportProblem problem) => new(
        problem.LineNumber,
        problem.Column,
        ImportArguments.FromJson(problem.Code, problem.ArgumentsJson),
        JsonSerializer.Deserialize<string[]>(problem.RowJson) ?? []);
}

/// <summary>An import in the list.</summary>
/// <param name="Id">The key.</param>
/// <param name="Kind">What the file holds.</param>
/// <param name="FileName">The file.</param>
/// <param name="State">Where it stands.</param>
/// <param name="Mode">What is done about bad rows.</param>
/// <param name="Rows">Rows dealt with.</param>
/// <param name="Imported">Records written.</param>
/// <param name="Duplicates">Records that were there already.</param>
/// <param name="BadRows">Rows refused.</param>
/// <param name="By">Who uploaded it; null for the system.</param>
/// <param name="UploadedAtUtc">When.</param>
/// <param name="EndedAtUtc">When it ended, or null.</param>
public sealed record ImportListRow(
    long Id, ImportKind Kind, string FileName, ImportState State, ImportMode Mode, long Rows, long Imported, long Duplicates, long BadRows, string? By, DateTime UploadedAtUtc, DateTime? EndedAtUtc);

/// <summary>One import.</summary>
/// <param name="Id">The key.</param>
/// <param name="Kind">What the file holds.</param>
/// <param name="FileName">The file.</param>
/// <param name="FileBytes">Its size.</param>
/// <param name="State">Where it stands.</param>
/// <param name="Mode">What is done about bad rows.</param>
/// <param name="Settings">How it is read.</param>
/// <param name="Progress">How far it is.</param>
/// <param name="IsCancelRequested">Whether somebody asked to stop it.</param>
/// <param name="By">Who uploaded it; null for the system.</param>
/// <param name="UploadedAtUtc">When it was uploaded.</param>
/// <param name="StartedAtUtc">When work began, or null.</param>
/// <param name="EndedAtUtc">When work ended, or null.</param>
/// <param name="Failure">Why it failed, or null.</param>
public sealed record ImportRecord(
    long Id,
    ImportKind Kind,
    string FileName,
    long FileBytes,
    ImportState State,
    ImportMode Mode,
    ImportSettings Settings,
    ImportProgress Progress,
    bool IsCancelRequested,
    string? By,
    DateTime UploadedAtUtc,
    DateTime? StartedAtUtc,
    DateTime? EndedAtUtc,
    Refusal? Failure)
{
    /// <summary>Whether it can be undone as far as the import alone tells.</summary>
    public bool CanUndo { get; init; }

    /// <summary>When it was undone, or null.</summary>
    public DateTime? UndoneAtUtc { get; init; }

    /// <summary>Who undid it; null for the system.</summary>
    public string? UndoneBy { get; init; }
}

/// <summary>What was wrong with a row.</summary>
/// <param name="Line">The line in the file.</param>
/// <param name="Column">The column, or null for the whole row.</param>
/// <param name="Refusal">What is wrong.</param>
/// <param name="Cells">The row as the file has it.</param>
public sealed record ImportProblemRow(long Line, string? Column, Refusal Refusal, IReadOnlyList<string> Cells);

/// <summary>How often a kind of problem occurred.</summary>
/// <param name="Code">The refusal's code.</param>
/// <param name="Count">How often.</param>
public sealed record ImportProblemCount(string Code, int Count);
