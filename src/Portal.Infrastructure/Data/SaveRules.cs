using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Portal.Domain.Shared;

namespace Portal.Infrastructure.Data;

/// <summary>What holds for every save: row versions rise by one and a stale row is noticed.</summary>
public sealed class SaveRules : SaveChangesInterceptor
{
    /// <inheritdoc />
    public override InterceptionResult<int> SavingChanges(DbContextEventData eventData, InterceptionResult<int> result)
    {
        Apply(eventData.Context);
        return result;
    }

    /// <inheritdoc />
    public override ValueTask<InterceptionResult<int>> SavingChangesAsync(
        DbContextEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        Apply(eventData.Context);
        return ValueTask.FromResult(result);
    }

    internal static void MarkVersions(ModelBuilder builder)
    {
        foreach (var entity in builder.Model.GetEntityTypes().Where(entity => typeof(IVersioned).IsAssignableFrom(entity.ClrType)))
        {
            entity.FindProperty(nameof(IVersioned.RowVersion))!.IsConcurrencyToken = true;
        }
    }

    private static void Apply(DbContext? context)
    {
        foreach (var entry in context?.ChangeTracker.Entries<IVersioned>() ?? [])
        {
            if (entry.State is EntityState.Added or EntityState.Modified)
            {
                entry.Property(nameof(IVersioned.RowVersion)).CurrentValue = entry.Entity.RowVersion + 1;
            }
        }
    }
}
