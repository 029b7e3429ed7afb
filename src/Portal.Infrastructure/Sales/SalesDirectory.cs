using Microsoft.EntityFrameworkCore;
using Portal.Infrastructure.Data;

namespace Portal.Infrastructure.Sales;

/// <summary>Ids by number of everything a sales document refers to; read once per import.</summary>
internal sealed record SalesDirectory(
    IReadOnlyDictionary<string, long> Customers, IReadOnlyDictionary<string, long> Products, IReadOnlyDictionary<string, long> Employees)
{
    public static SalesDirectory Empty { get; } = new(new Dictionary<string, long>(), new Dictionary<string, long>(), new Dictionary<string, long>());

    /// <summary>The units of the products; empty where the file names none.</summary>
    public UnitTable Units { get; init; } = UnitTable.Empty;

    public static async Task<SalesDirectory> LoadAsync(PortalDbContext context, CancellationToken cancellationToken) => new(
        await context.Customers.Select(row => new { row.Id, row.Number }).ToDictionaryAsync(row => row.Number, row => row.Id, cancellationToken),
        await context.Products.Select(row => new { row.Id, row.Number }).ToDictionaryAsync(row => row.Number, row => row.Id, cancellationToken),
        await context.Employees.Select(row => new { row.Id, row.Number }).ToDictionaryAsync(row => row.Number, row => row.Id, cancellationToken));
}
