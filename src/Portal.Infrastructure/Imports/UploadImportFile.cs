using Microsoft.EntityFrameworkCore;
using Portal.Domain.Imports;
using Portal.Domain.Shared;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Shared;

namespace Portal.Infrastructure.Imports;

/// <summary>Takes a file in, without importing it yet.</summary>
public sealed class UploadImportFile(
    IDbContextFactory<PortalDbContext> contexts, CurrentUser user, BusinessClock clock, ImportFiles files)
{
    /// <summary>Stores the file and opens an import of it.</summary>
    /// <param name="kind">What it holds.</param>
    /// <param name="fileName">The name that the person gave it.</param>
    /// <param name="content">The file.</param>
    /// <param name="cancellationToken">Stops the upload; nothing stays.</param>
    public async Task<Outcome<UploadedImport>> RunAsync(ImportKind kind, string fileName, Stream content, CancellationToken cancellationToken)
    {
        if (user.Refuse(Permissions.Imports.Run) is { } refusal)
        {
            return refusal;
        }

        var stored = await files.StoreAsync(content, cancellationToken);
        if (!stored.IsDone)
        {
            return stored.Refusal;
        }

        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var hash = stored.Value.Hash;
        var earlier = await context.ImportRuns
            .Where(row => row.FileHash == hash && row.Kind == kind && row.State == ImportState.Completed)
            .OrderByDescending(row => row.Id)
            .Select(row => (long?)row.Id)
            .FirstOrDefaultAsync(cancellationToken);
        var name = Path.GetFileName(fileName);
        var run = new ImportRun(kind, name.Length <= 200 ? name : name[^200..], hash, stored.Value.Length, stored.Value.StoredAs, user.UserId, clock.UtcNow);
        context.Add(run);
        await context.SaveChangesAsync(cancellationToken);
        return new UploadedImport(run.Id, earlier);
    }
}

/// <summary>An uploaded file.</summary>
/// <param name="RunId">The import.</param>
/// <param name="EarlierRunId">A completed import of the very same file, or null.</param>
public sealed record UploadedImport(long RunId, long? EarlierRunId);
