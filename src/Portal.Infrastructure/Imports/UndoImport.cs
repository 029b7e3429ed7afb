using Microsoft.EntityFrameworkCore;
using Portal.Domain.Sales;
using Portal.Domain.Settlements;
using Portal.Domain.Shared;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Live;
using Portal.Infrastructure.Sales;
using Portal.Infrastructure.SalesSummaries;
using Portal.Infrastructure.Shared;

namespace Portal.Infrastructure.Imports;

/// <summary>
/// Takes back what an import of sales wrote: documents that no settlement can have counted are removed, the others get a
/// document that takes them back, so that the next settlement posts the difference. See docs/decisions/0005.
/// </summary>
public sealed class UndoImport(WriteTransaction transaction, CurrentUser user, BusinessClock clock, LiveUpdates live)
{
    /// <summary>Undoes it, wholly or not at all.</summary>
    /// <returns>How many documents were removed and taken back; refused where something else depends on them.</returns>
    public async Task<Outcome<ImportUndo>> RunAsync(long runId, CancellationToken cancellationToken)
    {
        if (user.Refuse(Permissions.Imports.Run) is { } refusal)
        {
            return refusal;
        }

        var outcome = await transaction.RunAsync((context, token) => UndoAsync(context, runId, token), cancellationToken);
        if (outcome.IsDone)
        {
            await live.PublishAsync(LiveUpdates.Sales, CancellationToken.None);
        }

        return outcome;
    }

    private async Task<Outcome<ImportUndo>> UndoAsync(PortalDbContext context, long runId, CancellationToken cancellationToken)
    {
        if (await context.ImportRuns.SingleOrDefaultAsync(row => row.Id == runId, cancellationToken) is not { } run)
        {
            return new Refusal(Refusal.NotFound);
        }

        var refusal = run.CanUndo() ?? await DependsAsync(context, runId, cancellationToken);
        if (refusal is not null)
        {
            return refusal;
        }

        // Noted first: of two who undo at once the second finds the row changed before it has touched a document.
        run.Undo(user.UserId, clock.UtcNow);
        if (await context.TrySaveAsync(cancellationToken) is { } stale)
        {
            return stale;
        }

        var settled = await SettledAsync(context, runId, cancellationToken);
        var uncounted = context.SalesDocuments.Where(document => document.ImportRunId == runId && !settled.Any(other => other.Id == document.Id));
        await SalesSummaryWriter.TakeAwayAsync(context, uncounted, cancellationToken);
        var removed = await uncounted.ExecuteDeleteAsync(cancellationToken);
        var takenBack = await SalesReversal.WriteAsync(context, runId, clock.UtcNow, cancellationToken);
        return new ImportUndo(removed, takenBack);
    }

    /// <summary>What would be left without its ground if the documents went.</summary>
    private static async Task<Refusal?> DependsAsync(PortalDbContext context, long runId, CancellationToken cancellationToken)
    {
        if (await context.SettlementRuns.AnyAsync(row => row.State == SettlementRunState.Planned || row.State == SettlementRunState.Running, cancellationToken))
        {
            return new Refusal("import_undo_settling");
        }

        var others = context.SalesDocuments.Where(document => document.ImportRunId != runId);
        var returned = await (
            from document in context.SalesDocuments
            where document.ImportRunId == runId
            join other in others on new { document.Source, Number = (string?)document.Number } equals new { other.Source, Number = other.OriginalNumber }
            where other.Version > 0
            select new { document.Number, Return = other.Number }).FirstOrDefaultAsync(cancellationToken);
        if (returned is not null)
        {
            return new Refusal("import_undo_returned", returned.Number, returned.Return);
        }

        var newer = await (
            from document in context.SalesDocuments
            where document.ImportRunId == runId
            join other in others on new { document.Source, document.Number } equals new { other.Source, other.Number }
            where other.Version > document.Version || other.Version == -document.Version
            select document.Number).FirstOrDefaultAsync(cancellationToken);
        return newer is null ? null : new Refusal("import_undo_newer", newer);
    }

    /// <summary>The documents that a settlement may have counted: recorded before it, and not after the last day that it settled.</summary>
    private static async Task<IQueryable<SalesDocument>> SettledAsync(PortalDbContext context, long runId, CancellationToken cancellationToken)
    {
        var settlements = context.Settlements.Where(row => row.State != SettlementState.SentBack && row.State != SettlementState.Reversed);
        var lastOn = await settlements.MaxAsync(row => (DateOnly?)row.PeriodTo, cancellationToken) ?? DateOnly.MinValue;
        var upTo = await settlements.Join(context.SettlementRuns, row => row.RunId, row => row.Id, (_, row) => (long?)row.SalesLinesUpTo)
            .MaxAsync(cancellationToken) ?? 0;
        return context.SalesDocuments.Where(document => document.ImportRunId == runId && document.DocumentOn <= lastOn
            && context.SalesLines.Any(line => line.DocumentId == document.Id && line.Id <= upTo));
    }
}

/// <summary>What an undo did.</summary>
/// <param name="Removed">Documents that are gone as if they had never come.</param>
/// <param name="TakenBack">Documents that had been settled and got a document that takes them back.</param>
public sealed record ImportUndo(int Removed, int TakenBack);
