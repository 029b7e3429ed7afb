using Microsoft.EntityFrameworkCore;
using Portal.Domain.Shared;

namespace Portal.Infrastructure.Data;

/// <summary>Saving with stale rows turned into a refusal.</summary>
public static class SaveExtensions
{
    /// <summary>Saves; a row that somebody else changed since it was read gives <see cref="Refusal.ChangedByOther"/> and nothing is written.</summary>
    /// <returns>Null when saved.</returns>
    public static async Task<Refusal?> TrySaveAsync(this PortalDbContext context, CancellationToken cancellationToken)
    {
        try
        {
            await context.SaveChangesAsync(cancellationToken);
            return null;
        }
        catch (DbUpdateConcurrencyException)
        {
            return new Refusal(Refusal.ChangedByOther);
        }
    }

    /// <summary>Makes the save fail unless the row still has the version that the person saw.</summary>
    public static void Expect<T>(this PortalDbContext context, T row, long rowVersion)
        where T : class, IVersioned => context.Entry(row).Property(nameof(IVersioned.RowVersion)).OriginalValue = rowVersion;

    /// <summary>Takes the next number of a series inside the caller's save: S-2026-0031. In a transaction the others that want one wait until it ends.</summary>
    public static async Task<string> NextNumberAsync(this PortalDbContext context, string prefix, int year, CancellationToken cancellationToken) =>
        (await context.NumberSeriesAsync(prefix, year, cancellationToken)).Next();

    /// <summary>The series that <see cref="NextNumberAsync"/> takes numbers of, for who takes many.</summary>
    public static async Task<NumberSeries> NumberSeriesAsync(this PortalDbContext context, string prefix, int year, CancellationToken cancellationToken)
    {
        if (context.Database.CurrentTransaction is not null && context.NumberSeries.Local.All(row => row.Prefix != prefix || row.Year != year))
        {
            // Writing before reading takes the row's lock, so that the number read is the one that will be written.
            await context.NumberSeries.Where(row => row.Prefix == prefix && row.Year == year)
                .ExecuteUpdateAsync(row => row.SetProperty(to => to.RowVersion, to => to.RowVersion + 1), cancellationToken);
        }

        var series = context.NumberSeries.Local.FirstOrDefault(row => row.Prefix == prefix && row.Year == year)
            ?? await context.NumberSeries.SingleOrDefaultAsync(row => row.Prefix == prefix && row.Year == year, cancellationToken);
        if (series is null)
        {
            var isFirst = context.Database.CurrentTransaction is not null && !context.ChangeTracker.HasChanges();
            series = new NumberSeries(prefix, year);
            context.NumberSeries.Add(series);
            if (isFirst)
            {
                // There is no row to lock yet: writing it makes the others wait at its key.
                await context.SaveChangesAsync(cancellationToken);
            }
        }

        return series;
    }
}
