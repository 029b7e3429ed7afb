using Microsoft.EntityFrameworkCore;
using Portal.Infrastructure.Data;

namespace Portal.Infrastructure.Access;

/// <summary>The customers a person may see, with their names, for reports that are worked out in memory.</summary>
internal sealed class VisibleCustomers
{
    private readonly Dictionary<long, VisibleCustomer> _customers = [];

    private VisibleCustomers()
    {
    }

    /// <summary>Reads them.</summary>
    public static async Task<VisibleCustomers> ReadAsync(PortalDbContext context, CurrentUser user, CancellationToken cancellationToken)
    {
        var visible = new VisibleCustomers();
        var rows = context.Customers.VisibleTo(user, context).Select(row => new VisibleCustomer(row.Id, row.Number, row.Name)).AsAsyncEnumerable();
        await foreach (var row in rows.WithCancellation(cancellationToken))
        {
            visible._customers.Add(row.Id, row);
        }

        return visible;
    }

    /// <summary>A customer, or null where the person may not see it.</summary>
    public VisibleCustomer? Find(long customerId) => _customers.GetValueOrDefault(customerId);
}

/// <summary>A customer by name.</summary>
/// <param name="Id">Its key.</param>
/// <param name="Number">Its number.</param>
/// <param name="Name">Its name.</param>
internal sealed record VisibleCustomer(long Id, string Number, string Name);
