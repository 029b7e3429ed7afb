using Microsoft.EntityFrameworkCore;
using Portal.Infrastructure.Data;

namespace Portal.Infrastructure.Imports;

/// <summary>Takes entered values of an import back: what it added is removed, what it changed is again what it was. What was entered anew since stays.</summary>
internal static class EntryUndo
{
    /// <summary>Exchange rates, in the context's transaction.</summary>
    public static async Task<ImportUndo> RatesAsync(PortalDbContext context, long runId, DateTime nowUtc, CancellationToken cancellationToken)
    {
        var removed = await context.ExchangeRates.Where(row => row.ImportRunId == runId && row.ScaledRateBefore == null).ExecuteDeleteAsync(cancellationToken);
        var restored = await context.ExchangeRates.Where(row => row.ImportRunId == runId).ExecuteUpdateAsync(
            row => row
                .SetProperty(rate => rate.ScaledRate, rate => rate.ScaledRateBefore!.Value)
                .SetProperty(rate => rate.ScaledRateBefore, (long?)null)
                .SetProperty(rate => rate.ImportRunId, (long?)null)
                .SetProperty(rate => rate.ChangedAtUtc, nowUtc)
                .SetProperty(rate => rate.RowVersion, rate => rate.RowVersion + 1),
            cancellationToken);
        return new ImportUndo(removed, restored);
    }

    /// <summary>Figures of customers, in the context's transaction.</summary>
    public static async Task<ImportUndo> FiguresAsync(PortalDbContext context, long runId, DateTime nowUtc, CancellationToken cancellationToken)
    {
        var removed = await context.CustomerFigures.Where(row => row.ImportRunId == runId && row.ValueMilliBefore == null).ExecuteDeleteAsync(cancellationToken);
        var restored = await context.CustomerFigures.Where(row => row.ImportRunId == runId).ExecuteUpdateAsync(
            row => row
                .SetProperty(figure => figure.ValueMilli, figure => figure.ValueMilliBefore!.Value)
                .SetProperty(figure => figure.ValueMilliBefore, (long?)null)
                .SetProperty(figure => figure.ImportRunId, (long?)null)
                .SetProperty(figure => figure.ChangedAtUtc, nowUtc)
                .SetProperty(figure => figure.RowVersion, figure => figure.RowVersion + 1),
            cancellationToken);
        return new ImportUndo(removed, restored);
    }
}
