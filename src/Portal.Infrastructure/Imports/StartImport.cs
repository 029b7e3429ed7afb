using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Portal.Domain.Imports;
using Portal.Domain.Shared;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Spreadsheets;

namespace Portal.Infrastructure.Imports;

/// <summary>Puts an uploaded file into the queue.</summary>
public sealed class StartImport(
    IDbContextFactory<PortalDbContext> contexts, CurrentUser user, ImportFiles files, ImportSignal signal, IOptions<ImportOptions> options)
{
    /// <summary>Queues it; a second call while it waits or runs changes nothing.</summary>
    public async Task<Outcome> RunAsync(long runId, ImportSettings settings, ImportMode mode, CancellationToken cancellationToken)
    {
        if (user.Refuse(Permissions.Imports.Run) is { } refusal)
        {
            return refusal;
        }

        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        if (await context.ImportRuns.SingleOrDefaultAsync(row => row.Id == runId, cancellationToken) is not { } run)
        {
            return new Refusal(Refusal.NotFound);
        }

        if (run.State is ImportState.Queued or ImportState.Running)
        {
            return Outcome.Done;
        }

        if (run.State != ImportState.Uploaded)
        {
            return new Refusal("import_already_run");
        }

        var opened = TableReader.Open(files.PathOf(run.StoredAs), options.Value.Limits);
        if (!opened.IsDone)
        {
            return opened;
        }

        using (var reader = opened.Value)
        {
            var mapped = ColumnMapping.Resolve(run.Kind, reader.Header, settings.Columns);
            if (!mapped.IsDone)
            {
                return mapped;
            }
        }

        var json = settings.ToJson();
        if (json.Length > 4000)
        {
            return new Refusal("import_mapping_too_long");
        }

        run.Queue(json, mode);
        if (await context.TrySaveAsync(cancellationToken) is { } stale)
        {
            return stale;
        }

        signal.Raise();
        return Outcome.Done;
    }
}
