using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Portal.Domain.Customers;
using Portal.Domain.Sales;
using Portal.Domain.Settlements;
using Portal.Domain.Shared;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Shared;

namespace Portal.Infrastructure.Customers;

/// <summary>Reads customers, as far as the person may see them.</summary>
public sealed class CustomerQueries(IDbContextFactory<PortalDbContext> contexts, CurrentUser user, BusinessClock clock)
{
    private const int MostFound = 20;

    /// <summary>Customers by number.</summary>
    public async Task<GridPage<CustomerListRow>> ListAsync(GridQuery query, CancellationToken cancellationToken)
    {
        if (!user.Can(Permissions.Customers.View))
        {
            return new GridPage<CustomerListRow>([], 0);
        }

        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var customers = Filtered(context, query);
        var total = await customers.CountAsync(cancellationToken);
        var yearStart = new DateOnly(clock.Today.Year, 1, 1);
        var rows = await (
            from customer in Ordered(context, customers, query).Skip(query.Skip).Take(query.Take)
            select new CustomerListRow(
                customer.Id,
                customer.Number,
                customer.Name,
                customer.Kind,
                context.CustomerGroups.Where(row => row.Id == customer.GroupId).Select(row => row.Name).FirstOrDefault(),
                context.CustomerLevels.Where(row => row.Id == customer.LevelId).Select(row => row.Name).FirstOrDefault(),
                context.Regions.Where(row => row.Id == customer.RegionId).Select(row => row.Name).FirstOrDefault(),
                context.Employees.Where(row => row.Id == customer.OwnerId).Select(row => row.Name).FirstOrDefault(),
                customer.Profile.City,
                customer.Profile.Phone,
                context.SalesDocuments.Where(row => row.CustomerId == customer.Id && row.DocumentOn >= yearStart && row.Currency == Money.DefaultCurrency).Sum(row => row.NetMinor),
                customer.ClosedAtUtc != null))
            .ToListAsync(cancellationToken);
        return new GridPage<CustomerListRow>(rows, total);
    }

    /// <summary>One customer; null where there is none that the person may see.</summary>
    public async Task<CustomerRecord?> FindAsync(long id, CancellationToken cancellationToken)
    {
        if (!user.Can(Permissions.Customers.View))
        {
            return null;
        }

        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        if (await context.Customers.VisibleTo(user, context).AsNoTracking().SingleOrDefaultAsync(row => row.Id == id, cancellationToken) is not { } customer)
        {
            return null;
        }

        var yearStart = new DateOnly(clock.Today.Year, 1, 1);
        var sales = context.SalesDocuments.Where(row => row.CustomerId == id);
        return new CustomerRecord(
            customer.Id,
            customer.Number,
            customer.Name,
            customer.Kind,
            await context.CustomerGroups.Where(row => row.Id == customer.GroupId).Select(row => new CodeName(row.Id, row.Code, row.Name)).SingleOrDefaultAsync(cancellationToken),
            await context.CustomerLevels.Where(row => row.Id == customer.LevelId).Select(row => new CodeName(row.Id, row.Code, row.Name)).SingleOrDefaultAsync(cancellationToken),
            await context.Regions.Where(row => row.Id == customer.RegionId).Select(row => new CodeName(row.Id, row.Code, row.Name)).SingleOrDefaultAsync(cancellationToken),
            await context.Customers.Where(row => row.Id == customer.ParentId).Select(row => new CodeName(row.Id, row.Number, row.Name)).SingleOrDefaultAsync(cancellationToken),
            await context.Employees.Where(row => row.Id == customer.OwnerId).Select(row => new CodeName(row.Id, row.Number, row.Name)).SingleOrDefaultAsync(cancellationToken),
            customer.Profile,
            customer.CreatedAtUtc,
            customer.ClosedAtUtc,
            customer.RowVersion,
            await context.Customers.Where(row => row.ParentId == id).OrderBy(row => row.Number).Select(row => new CodeName(row.Id, row.Number, row.Name)).ToListAsync(cancellationToken),
            await sales.Where(row => row.DocumentOn >= yearStart).SumAsync(row => row.NetMinor, cancellationToken),
            await sales.SumAsync(row => row.NetMinor, cancellationToken),
            await sales.CountAsync(row => row.Kind == SalesDocumentKind.Sale, cancellationToken),
            await sales.MaxAsync(row => (DateOnly?)row.DocumentOn, cancellationToken),
            await OwnerChangesAsync(context, id, cancellationToken),
            await context.Users.Where(row => row.CustomerId == id).OrderBy(row => row.UserName)
                .Select(row => new CustomerLogIn(row.Id, row.UserName!, row.DisplayName, row.CreatedAtUtc)).ToListAsync(cancellationToken))
        {
            Agent = customer.AgentId is not { } agentId ? null
                : await context.Customers.Where(row => row.Id == agentId).Select(row => new CodeName(row.Id, row.Number, row.Name)).SingleOrDefaultAsync(cancellationToken),
        };
    }

    /// <summary>Sales of a customer in yuan by month over the last two years, the oldest first; months without sales are there with 0.</summary>
    public async Task<IReadOnlyList<MonthSales>> MonthsAsync(long id, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        if (!user.Can(Permissions.Customers.View) || !await context.Customers.VisibleTo(user, context).AnyAsync(row => row.Id == id, cancellationToken))
        {
            return [];
        }

        var first = new DateOnly(clock.Today.Year, clock.Today.Month, 1).AddMonths(-23);
        var sums = await context.SalesDocuments.Where(row => row.CustomerId == id && row.DocumentOn >= first && row.Currency == Money.DefaultCurrency)
            .GroupBy(row => new { row.DocumentOn.Year, row.DocumentOn.Month })
            .Select(group => new { group.Key.Year, group.Key.Month, Net = group.Sum(row => row.NetMinor) })
            .ToListAsync(cancellationToken);
        return [.. Enumerable.Range(0, 24).Select(index => first.AddMonths(index))
            .Select(month => new MonthSales(month, sums.Find(row => row.Year == month.Year && row.Month == month.Month)?.Net ?? 0))];
    }

    /// <summary>What a customer was granted by settlements that are calculated or further, the newest period first.</summary>
    public async Task<GridPage<CustomerRebateRow>> RebatesAsync(long id, GridQuery query, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        if (!user.Can(Permissions.Settlements.View) || !await context.Customers.VisibleTo(user, context).AnyAsync(row => row.Id == id, cancellationToken))
        {
            return new GridPage<CustomerRebateRow>([], 0);
        }

        var lines =
            from line in context.SettlementLines
            join settlement in context.Settlements on line.SettlementId equals settlement.Id
            join version in context.RebateProgramVersions on settlement.ProgramVersionId equals version.Id
            where line.CustomerId == id && settlement.State != SettlementState.Draft
            select new { Line = line, Settlement = settlement, Version = version };
        var total = await lines.CountAsync(cancellationToken);
        var rows = await lines.OrderByDescending(row => row.Line.PeriodTo).ThenByDescending(row => row.Line.Id).Skip(query.Skip).Take(query.Take)
            .Select(row => new CustomerRebateRow(
                row.Line.Id,
                row.Settlement.Id,
                row.Settlement.Number,
                row.Settlement.State,
                row.Line.PeriodFrom,
                row.Line.PeriodTo,
                row.Version.NameZhCn,
                row.Version.NameEn,
                row.Line.RoundedMinor,
                row.Line.DueMinor,
                row.Line.Reason))
            .ToListAsync(cancellationToken);
        return new GridPage<CustomerRebateRow>(rows, total);
    }

    /// <summary>Customers whose number or name holds the words, for choosing one.</summary>
    public async Task<IReadOnlyList<CodeName>> SearchAsync(string words, CancellationToken cancellationToken)
    {
        if (!user.Can(Permissions.Customers.View))
        {
            return [];
        }

        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await Filtered(context, new GridQuery { Search = words }).OrderBy(row => row.Number).Take(MostFound)
            .Select(row => new CodeName(row.Id, row.Number, row.Name)).ToListAsync(cancellationToken);
    }

    /// <summary>What a customer can be classified by.</summary>
    public async Task<CustomerChoices> ChoicesAsync(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return new CustomerChoices(
            await context.CustomerGroups.OrderBy(row => row.Name).Select(row => new CodeName(row.Id, row.Code, row.Name)).ToListAsync(cancellationToken),
            await context.CustomerLevels.OrderBy(row => row.Rank).Select(row => new CodeName(row.Id, row.Code, row.Name)).ToListAsync(cancellationToken),
            await context.Regions.OrderBy(row => row.Name).Select(row => new CodeName(row.Id, row.Code, row.Name)).ToListAsync(cancellationToken),
            await context.Employees.OrderBy(row => row.Name).Select(row => new CodeName(row.Id, row.Number, row.Name)).ToListAsync(cancellationToken));
    }

    /// <summary>The groups, levels or regions with the number of their customers.</summary>
    public async Task<IReadOnlyList<ClassificationRow>> ClassificationsAsync(ClassificationKind kind, CancellationToken cancellationToken)
    {
        if (!user.Can(Permissions.Customers.View))
        {
            return [];
        }

        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return kind switch
        {
            ClassificationKind.Group => await context.CustomerGroups.OrderBy(row => row.Code)
                .Select(row => new ClassificationRow(row.Id, row.Code, row.Name, 0, context.Customers.Count(customer => customer.GroupId == row.Id))).ToListAsync(cancellationToken),
            ClassificationKind.Level => await context.CustomerLevels.OrderBy(row => row.Rank)
                .Select(row => new ClassificationRow(row.Id, row.Code, row.Name, row.Rank, context.Customers.Count(customer => customer.LevelId == row.Id))).ToListAsync(cancellationToken),
            _ => await context.Regions.OrderBy(row => row.Code)
                .Select(row => new ClassificationRow(row.Id, row.Code, row.Name, 0, context.Customers.Count(customer => customer.RegionId == row.Id))).ToListAsync(cancellationToken),
        };
    }

    /// <summary>All customers that the filters leave, as an import file has them.</summary>
    public async IAsyncEnumerable<IReadOnlyList<object?>> ExportAsync(GridQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (!user.Can(Permissions.Customers.View))
        {
            yield break;
        }

        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var rows =
            from customer in Filtered(context, query)
            orderby customer.Number
            select new
            {
                Customer = customer,
                Group = context.CustomerGroups.Where(row => row.Id == customer.GroupId).Select(row => row.Code).FirstOrDefault(),
                Level = context.CustomerLevels.Where(row => row.Id == customer.LevelId).Select(row => row.Code).FirstOrDefault(),
                Region = context.Regions.Where(row => row.Id == customer.RegionId).Select(row => row.Code).FirstOrDefault(),
                Parent = context.Customers.Where(row => row.Id == customer.ParentId).Select(row => row.Number).FirstOrDefault(),
                Owner = context.Employees.Where(row => row.Id == customer.OwnerId).Select(row => row.Number).FirstOrDefault(),
                Agent = context.Customers.Where(row => row.Id == customer.AgentId).Select(row => row.Number).FirstOrDefault(),
            };
        await foreach (var row in rows.AsNoTracking().AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            var profile = row.Customer.Profile;
            yield return
            [
                row.Customer.Number, row.Customer.Name, row.Customer.Kind.ToString().ToLowerInvariant(), row.Group, row.Level, row.Region, row.Parent, row.Owner,
                profile.ContactName, profile.Phone, profile.Email, profile.Address, profile.City, profile.Province, profile.Country, profile.PostalCode,
                profile.Sex, profile.BirthOn, profile.Occupation, profile.Education, profile.Industry, profile.Notes, row.Agent,
            ];
        }
    }

    private static Task<List<OwnerChange>> OwnerChangesAsync(PortalDbContext context, long id, CancellationToken cancellationToken) => (
        from change in context.CustomerOwnerChanges
        where change.CustomerId == id
        orderby change.ChangedAtUtc descending, change.Id descending
        select new OwnerChange(
            context.Employees.Where(row => row.Id == change.FromEmployeeId).Select(row => row.Name).FirstOrDefault(),
            context.Employees.Where(row => row.Id == change.ToEmployeeId).Select(row => row.Name).FirstOrDefault(),
            context.Users.Where(row => row.Id == change.ByUserId).Select(row => row.DisplayName).FirstOrDefault(),
            change.ChangedAtUtc)).ToListAsync(cancellationToken);

    private IQueryable<Customer> Filtered(PortalDbContext context, GridQuery query)
    {
        var customers = context.Customers.VisibleTo(user, context);
        if (query.Term is { } term)
        {
            customers = customers.Where(row => row.Number.ToLower().Contains(term) || row.Name.ToLower().Contains(term)
                || (row.Profile.Phone != null && row.Profile.Phone.Contains(term)) || (row.Profile.City != null && row.Profile.City.ToLower().Contains(term)));
        }

        if (query.Choice<CustomerKind>("kind") is { } kind)
        {
            customers = customers.Where(row => row.Kind == kind);
        }

        if (query.Number("group") is { } group)
        {
            customers = customers.Where(row => row.GroupId == group);
        }

        if (query.Number("level") is { } level)
        {
            customers = customers.Where(row => row.LevelId == level);
        }

        if (query.Number("region") is { } region)
        {
            customers = customers.Where(row => row.RegionId == region);
        }

        if (query.Number("owner") is { } owner)
        {
            customers = customers.Where(row => row.OwnerId == owner);
        }

        return query.Filter("closed") switch
        {
            "yes" => customers.Where(row => row.ClosedAtUtc != null),
            "no" => customers.Where(row => row.ClosedAtUtc == null),
            _ => customers,
        };
    }

    private static IQueryable<Customer> Ordered(PortalDbContext context, IQueryable<Customer> customers, GridQuery query) => (query.Sort, query.Descending) switch
    {
        ("number", true) => customers.OrderByDescending(row => row.Number),
        ("name", false) => customers.OrderBy(row => row.Name).ThenBy(row => row.Id),
        ("name", true) => customers.OrderByDescending(row => row.Name).ThenBy(row => row.Id),
        ("city", false) => customers.OrderBy(row => row.Profile.City).ThenBy(row => row.Id),
        ("city", true) => customers.OrderByDescending(row => row.Profile.City).ThenBy(row => row.Id),
        ("level", false) => customers.OrderBy(row => context.CustomerLevels.Where(level => level.Id == row.LevelId).Select(level => level.Rank).FirstOrDefault()).ThenBy(row => row.Id),
        ("level", true) => customers.OrderByDescending(row => context.CustomerLevels.Where(level => level.Id == row.LevelId).Select(level => level.Rank).FirstOrDefault()).ThenBy(row => row.Id),
        _ => customers.OrderBy(row => row.Number),
    };
}
