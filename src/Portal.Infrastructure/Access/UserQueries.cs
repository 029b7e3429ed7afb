using Microsoft.EntityFrameworkCore;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Shared;

namespace Portal.Infrastructure.Access;

/// <summary>Reads log-ins for administrators and auditors.</summary>
public sealed class UserQueries(IDbContextFactory<PortalDbContext> contexts, CurrentUser user, BusinessClock clock)
{
    /// <summary>Log-ins. Sorts: name, display, created. Filters: <c>kind</c>, <c>role</c>, <c>state</c> (active, disabled, locked).</summary>
    public async Task<GridPage<UserRow>> ListAsync(GridQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        if (!user.Can(Permissions.Users.View))
        {
            return new GridPage<UserRow>([], 0);
        }

        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var users = Filter(context.Users.AsNoTracking(), query, context);
        var total = await users.CountAsync(cancellationToken);
        var sorted = (query.Sort, query.Descending) switch
        {
            ("display", false) => users.OrderBy(row => row.DisplayName),
            ("display", true) => users.OrderByDescending(row => row.DisplayName),
            ("created", false) => users.OrderBy(row => row.CreatedAtUtc),
            ("created", true) => users.OrderByDescending(row => row.CreatedAtUtc),
            ("name", true) => users.OrderByDescending(row => row.UserName),
            _ => users.OrderBy(row => row.Kind).ThenBy(row => row.UserName),
        };
        var page = await sorted.ThenBy(row => row.Id).Skip(query.Skip).Take(query.Take)
            .Select(row => new
            {
                User = row,
                Role = context.UserRoles.Where(link => link.UserId == row.Id)
                    .Join(context.Roles, link => link.RoleId, role => role.Id, (link, role) => role.Name).FirstOrDefault(),
                Customer = context.Customers.Where(customer => customer.Id == row.CustomerId).Select(customer => customer.Name).FirstOrDefault(),
                Employee = context.Employees.Where(employee => employee.Id == row.EmployeeId).Select(employee => employee.Name).FirstOrDefault(),
            })
            .ToListAsync(cancellationToken);
        var now = clock.UtcNow;
        return new GridPage<UserRow>(
            [.. page.Select(row => new UserRow(
                row.User.Id, row.User.UserName ?? "", row.User.DisplayName, row.Role ?? "", row.Customer ?? row.Employee, row.User.CreatedAtUtc,
                row.User.IsDisabled, row.User.LockoutEnd?.UtcDateTime > now))],
            total);
    }

    private static IQueryable<PortalUser> Filter(IQueryable<PortalUser> users, GridQuery query, PortalDbContext context)
    {
        if (query.Term is { } term)
        {
            users = users.Where(row => row.UserName!.ToLower().Contains(term) || row.DisplayName.ToLower().Contains(term));
        }

        if (query.Choice<AccountKind>("kind") is { } kind)
        {
            users = users.Where(row => row.Kind == kind);
        }

        if (query.Filter("role") is { } role)
        {
            users = users.Where(row => context.UserRoles.Any(link => link.UserId == row.Id && context.Roles.Any(known => known.Id == link.RoleId && known.Name == role)));
        }

        return query.Filter("state") switch
        {
            "active" => users.Where(row => !row.IsDisabled),
            "disabled" => users.Where(row => row.IsDisabled),
            _ => users,
        };
    }
}

/// <summary>A log-in in a list.</summary>
/// <param name="Id">The key.</param>
/// <param name="UserName">The name typed at log-in.</param>
/// <param name="DisplayName">The name on screens.</param>
/// <param name="Role">The role's code.</param>
/// <param name="LinkedTo">The customer or employee, or null.</param>
/// <param name="CreatedAtUtc">When it was made.</param>
/// <param name="IsDisabled">Whether it cannot sign in.</param>
/// <param name="IsLockedOut">Whether it is locked for some minutes after wrong passwords.</param>
public sealed record UserRow(
    long Id, string UserName, string DisplayName, string Role, string? LinkedTo, DateTime CreatedAtUtc, bool IsDisabled, bool IsLockedOut);
