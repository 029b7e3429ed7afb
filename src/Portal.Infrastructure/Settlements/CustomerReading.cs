using Microsoft.EntityFrameworkCore;
using Portal.Domain.Customers;
using Portal.Domain.Programs;
using Portal.Domain.Settlements;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Data.BulkRead;

namespace Portal.Infrastructure.Settlements;

/// <summary>Reads all customers, of each as much as programmes ask for: a column more of a hundred thousand takes a millisecond or two.</summary>
internal static class CustomerReading
{
    private const int NotAsked = -1;

    /// <summary>The customers, with the codes of what they belong to as of the same moment.</summary>
    /// <param name="context">The database.</param>
    /// <param name="needs">What is asked for, as soon as it is known.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static async Task<PlanCustomers> ReadAsync(PortalDbContext context, Task<CustomerNeeds> needs, CancellationToken cancellationToken)
    {
        await using var snapshot = context.Database.CurrentTransaction is null ? await context.BeginSnapshotAsync(cancellationToken) : null;
        var groups = await context.CustomerGroups.ToDictionaryAsync(row => row.Id, row => row.Code, cancellationToken);
        var levels = await context.CustomerLevels.ToDictionaryAsync(row => row.Id, row => row.Code, cancellationToken);
        var regions = await context.Regions.ToDictionaryAsync(row => row.Id, row => row.Code, cancellationToken);
        var employees = await context.Employees.ToDictionaryAsync(row => row.Id, row => row.Number, cancellationToken);
        var columns = new CustomerColumns(await needs);
        var customers = new PlanCustomers();
        var shared = new Dictionary<TraitKeys, int>();
        var sql = new BulkSql(context, typeof(Customer), columns.Properties);

        // SQLite would read a smaller index, in its order, and everything after that wants the customers in order of keys.
        await BulkReader.ReadAsync(context, new BulkQuery(sql.Columns, sql.Table, null, context.Database.IsSqlite() ? sql[nameof(Customer.Id)] : null), Take, cancellationToken);
        return customers;

        void Take(IBulkRecord row)
        {
            var keys = new TraitKeys(KeyOf(row, columns.Group), KeyOf(row, columns.Level), KeyOf(row, columns.Region), KeyOf(row, columns.Owner));
            if (!shared.TryGetValue(keys, out var traits))
            {
                traits = customers.Share(new PlanCustomerTraits(
                    CodeOf(groups, keys.Group), CodeOf(levels, keys.Level), CodeOf(regions, keys.Region), CodeOf(employees, keys.Owner)));
                shared.Add(keys, traits);
            }

            customers.Add(row.Number(0), columns.Number == NotAsked ? "" : row.Text(columns.Number), traits, KeyOf(row, columns.Parent));
        }
    }

    /// <summary>0, which is nobody's key, where there is none.</summary>
    private static long KeyOf(IBulkRecord row, int column) => column == NotAsked || row.IsNull(column) ? 0 : row.Number(column);

    private static string? CodeOf(Dictionary<long, string> codes, long id) => id == 0 ? null : codes[id];

    private readonly record struct TraitKeys(long Group, long Level, long Region, long Owner);

    /// <summary>The columns that are read, the key first, and at which place each lies.</summary>
    private sealed class CustomerColumns
    {
        private readonly List<string> _properties = [nameof(Customer.Id)];

        public CustomerColumns(CustomerNeeds needs)
        {
            Group = Place(needs.Groups, nameof(Customer.GroupId));
            Level = Place(needs.Levels, nameof(Customer.LevelId));
            Region = Place(needs.Regions, nameof(Customer.RegionId));
            Owner = Place(needs.Each, nameof(Customer.OwnerId));
            Parent = Place(needs.Each, nameof(Customer.ParentId));
            Number = Place(needs.Each, nameof(Customer.Number));
        }

        public IReadOnlyList<string> Properties => _properties;

        public int Group { get; }

        public int Level { get; }

        public int Region { get; }

        public int Owner { get; }

        public int Parent { get; }

        public int Number { get; }

        private int Place(bool isAsked, string property)
        {
            if (!isAsked)
            {
                return NotAsked;
            }

            _properties.Add(property);
            return _properties.Count - 1;
        }
    }
}
