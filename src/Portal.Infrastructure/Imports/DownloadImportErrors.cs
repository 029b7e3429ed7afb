using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Portal.Domain.Imports;
using Portal.Domain.Shared;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Spreadsheets;

namespace Portal.Infrastructure.Imports;

/// <summary>Writes the bad rows of an import as a file to correct and import again: its own columns, and one more with what is wrong.</summary>
public sealed class DownloadImportErrors(
    IDbContextFactory<PortalDbContext> contexts, CurrentUser user, ImportFiles files, IOptions<ImportOptions> options)
{
    private const int Page = 2000;

    /// <summary>Writes the file.</summary>
    /// <param name="runId">The import.</param>
    /// <param name="isXlsx">XLSX, or CSV.</param>
    /// <param name="problemHeader">The header of the column with what is wrong.</param>
    /// <param name="describe">Says a refusal in the person's language.</param>
    /// <param name="target">Where to.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>The number of rows.</returns>
    public async Task<Outcome<long>> RunAsync(
        long runId, bool isXlsx, string problemHeader, Func<Refusal, string> describe, Stream target, CancellationToken cancellationToken)
    {
        if (user.Refuse(Permissions.Imports.View) is { } refusal)
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

        string[] header;
        using (var reader = opened.Value)
        {
            header = [.. reader.Header, problemHeader];
        }

        var rows = RowsAsync(context, runId, header.Length, describe, cancellationToken);
        return isXlsx
            ? await SpreadsheetWriter.WriteXlsxAsync(target, Path.GetFileNameWithoutExtension(run.FileName), header, rows, cancellationToken)
            : await SpreadsheetWriter.WriteCsvAsync(target, "", header, rows, cancellationToken);
    }

    private static async IAsyncEnumerable<IReadOnlyList<object?>> RowsAsync(
        PortalDbContext context, long runId, int width, Func<Refusal, string> describe, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ImportProblem? first = null;
        var texts = new List<string>();
        await foreach (var problem in ProblemsAsync(context, runId, cancellationToken))
        {
            if (first is not null && first.LineNumber != problem.LineNumber)
            {
                yield return RowOf(first, texts, width);
                first = null;
                texts.Clear();
            }

            first ??= problem;
            var text = describe(ImportArguments.FromJson(problem.Code, problem.ArgumentsJson));
            texts.Add(problem.Column is null ? text : problem.Column + ": " + text);
        }

        if (first is not null)
        {
            yield return RowOf(first, texts, width);
        }
    }

    private static async IAsyncEnumerable<ImportProblem> ProblemsAsync(
        PortalDbContext context, long runId, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        (long Line, long Id) last = (-1, -1);
        while (true)
        {
            var (line, id) = last;
            var page = await context.ImportProblems.AsNoTracking()
                .Where(problem => problem.ImportRunId == runId && (problem.LineNumber > line || (problem.LineNumber == line && problem.Id > id)))
                .OrderBy(problem => problem.LineNumber).ThenBy(problem => problem.Id)
                .Take(Page)
                .ToListAsync(cancellationToken);
            foreach (var problem in page)
            {
                yield return problem;
            }

            if (page.Count < Page)
            {
                yield break;
            }

            last = (page[^1].LineNumber, page[^1].Id);
        }
    }

    private static object?[] RowOf(ImportProblem problem, List<string> texts, int width)
    {
        var row = new object?[width];
        var cells = JsonSerializer.Deserialize<string[]>(problem.RowJson) ?? [];
        for (var index = 0; index < Math.Min(cells.Length, width - 1); index++)
        {
            row[index] = cells[index];
        }

        row[width - 1] = string.Join("; ", texts);
        return row;
    }
}
