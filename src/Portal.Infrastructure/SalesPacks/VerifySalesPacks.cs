using Microsoft.EntityFrameworkCore;
using Portal.Domain.Settlements;
using Portal.Domain.Shared;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Settlements;

namespace Portal.Infrastructure.SalesPacks;

/// <summary>Compares the packs that settlements read with the sales lines. Reports, never repairs.</summary>
public sealed class VerifySalesPacks(IDbContextFactory<PortalDbContext> contexts)
{
    // Adding up hundreds of millions of lines takes longer than a command of a page may.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(30);
    private static readonly DateRange Always = new(DateOnly.MinValue, DateOnly.MaxValue);

    /// <summary>Reads every pack and every line as of one moment.</summary>
    /// <returns>The customers whose packs say something else than their lines, in order; empty if everything is right.</returns>
    public async Task<IReadOnlyList<long>> RunAsync(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        context.Database.SetCommandTimeout(Patience);
        await using var snapshot = await context.BeginSnapshotAsync(cancellationToken);
        return await DifferencesAsync(context, cancellationToken);
    }

    /// <summary>The customers, as the context's transaction sees them.</summary>
    internal static async Task<IReadOnlyList<long>> DifferencesAsync(PortalDbContext context, CancellationToken cancellationToken)
    {
        var sums = new Dictionary<long, Sum>();
        await SalesScan.ReadAsync(context, CustomerSelection.Everyone, Always, long.MaxValue, Add, cancellationToken);
        var lines = context.SalesLines.Where(line => !line.IsNotForRebate)
            .GroupBy(line => line.CustomerId)
            .Select(group => new
            {
                CustomerId = group.Key,
                Sum = new Sum(
                    group.Count(),
                    group.Sum(line => line.ProductId),
                    group.Sum(line => line.QuantityMilli),
                    group.Sum(line => line.NetMinor),
                    group.Max(line => line.Id)),
            });
        var wrong = new List<long>();
        await foreach (var customer in lines.AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            if (!sums.Remove(customer.CustomerId, out var packed) || packed != customer.Sum)
            {
                wrong.Add(customer.CustomerId);
            }
        }

        // What is left has packs and no lines.
        return [.. wrong.Concat(sums.Keys).Order()];

        void Add(in SalesFact fact)
        {
            var sum = sums.GetValueOrDefault(fact.CustomerId);
            sums[fact.CustomerId] = new Sum(
                sum.Lines + 1, sum.Products + fact.ProductId, sum.QuantityMilli + fact.QuantityMilli, sum.NetMinor + fact.NetMinor, Math.Max(sum.LastLineId, fact.LineId));
        }
    }

    private readonly record struct Sum(int Lines, long Products, long QuantityMilli, long NetMinor, long LastLineId);
}
