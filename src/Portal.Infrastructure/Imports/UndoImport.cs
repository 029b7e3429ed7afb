using Microsoft.EntityFrameworkCore;
using Portal.Domain.Imports;
using Portal.Domain.Settlements;
using Portal.Domain.Shared;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Live;
using Portal.Infrastructure.Shared;

namespace Portal.Infrastructure.Imports;

/// <summary>
/// Takes back what an import of sales, payments, exchange rates or figures wrote, so that the next settlement posts the
/// difference. See docs/decisions/0005.
/// </summary>
public sealed class UndoImport(WriteTransaction transaction, CurrentUser user, BusinessClock clock, LiveUpdates live)
{
    /// <summary>Undoes it, wholly or not at all.</summary>
    /// <returns>How many records were removed and taken back; refused where something else depends on them.</returns>
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

        var refusal = run.CanUndo()
            ?? await SettlesAsync(context, cancellationToken)
            ?? (run.Kind == ImportKind.Sales ? await SalesUndo.DependsAsync(context, runId, cancellationToken) : null);
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

        return run.Kind switch
        {
            ImportKind.Sales => await SalesUndo.RunAsync(context, runId, clock.UtcNow, cancellationToken),
            ImportKind.Payments => await PaymentUndo.RunAsync(context, runId, clock.UtcNow, cancellationToken),
            ImportKind.ExchangeRates => await EntryUndo.RatesAsync(context, runId, clock.UtcNow, cancellationToken),
            ImportKind.Figures => await EntryUndo.FiguresAsync(context, runId, clock.UtcNow, cancellationToken),
            _ => throw new InvalidOperationException("No undo of " + run.Kind),
        };
    }

    private static async Task<Refusal?> SettlesAsync(PortalDbContext context, CancellationToken cancellationToken) =>
        await context.SettlementRuns.AnyAsync(row => row.State == SettlementRunState.Planned || row.State == SettlementRunState.Running, cancellationToken)
            ? new Refusal("import_undo_settling")
            : null;
}

/// <summary>What an undo did.</summary>
/// <param name="Removed">Records that are gone as if they had never come.</param>
/// <param name="TakenBack">Records that had been settled and got one that takes them back, and values that are again what they were.</param>
public sealed record ImportUndo(int Removed, int TakenBack);
