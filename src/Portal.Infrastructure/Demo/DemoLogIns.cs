using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Portal.Domain.Customers;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Shared;

namespace Portal.Infrastructure.Demo;

/// <summary>The log-ins of the demo: one of staff for each role, every distributor by its number, and three members.</summary>
public sealed class DemoLogIns(
    IDbContextFactory<PortalDbContext> contexts, IPasswordHasher<PortalUser> passwords, ILookupNormalizer names, BusinessClock clock)
{
    /// <summary>The password of every log-in of the demo. For the demo only.</summary>
    public const string Password = "rebate-demo-1";

    private const int MemberCount = 3;

    /// <summary>The staff: name, role, name on screens.</summary>
    public static IReadOnlyList<DemoLogIn> Staff { get; } =
    [
        new("admin", RolePermissions.Administrator, "Administrator"),
        new("manager", RolePermissions.RebateManager, "Rebate manager"),
        new("manager2", RolePermissions.RebateManager, "Second rebate manager"),
        new("finance", RolePermissions.Finance, "Finance"),
        new("sales", RolePermissions.SalesRepresentative, "Sales representative"),
        new("cashier", RolePermissions.Cashier, "Cashier"),
        new("auditor", RolePermissions.Auditor, "Auditor"),
    ];

    /// <summary>Makes those that are missing.</summary>
    /// <param name="salesEmployeeNumber">The salesperson that the log-in "sales" belongs to.</param>
    /// <param name="cancellationToken">Stops it.</param>
    internal async Task AddAsync(string salesEmployeeNumber, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var roles = await context.Roles.ToDictionaryAsync(role => role.Name!, role => role.Id, cancellationToken);
        var known = await context.Users.Select(user => user.UserName!).ToHashSetAsync(cancellationToken);

        // Hashing is slow on purpose; one hash serves all, as they share the password.
        var hash = passwords.HashPassword(new PortalUser(), Password);
        var salesEmployee = await context.Employees.Where(row => row.Number == salesEmployeeNumber).Select(row => (long?)row.Id).SingleOrDefaultAsync(cancellationToken);
        var added = new List<(PortalUser User, string Role)>();
        foreach (var person in Staff.Where(person => !known.Contains(person.UserName)))
        {
            var user = NewUser(person.UserName, person.DisplayName, AccountKind.Staff, hash);
            user.EmployeeId = person.Role == RolePermissions.SalesRepresentative ? salesEmployee : null;
            added.Add((user, person.Role));
        }

        var customers = await context.Customers
            .Where(row => row.Kind == CustomerKind.Distributor)
            .Select(row => new { row.Id, row.Number, row.Name, row.Kind })
            .ToListAsync(cancellationToken);
        customers.AddRange(await context.Customers
            .Where(row => row.Kind == CustomerKind.Member)
            .OrderBy(row => row.Number)
            .Take(MemberCount)
            .Select(row => new { row.Id, row.Number, row.Name, row.Kind })
            .ToListAsync(cancellationToken));
        foreach (var customer in customers.Where(customer => !known.Contains(customer.Number)))
        {
            var user = NewUser(customer.Number, customer.Name, AccountKind.Customer, hash);
            user.CustomerId = customer.Id;
            added.Add((user, customer.Kind == CustomerKind.Distributor ? RolePermissions.Distributor : RolePermissions.Member));
        }

        context.ChangeTracker.AutoDetectChangesEnabled = false;
        context.Users.AddRange(added.Select(item => item.User));
        await context.SaveChangesAsync(cancellationToken);
        context.UserRoles.AddRange(added.Select(item => new IdentityUserRole<long> { UserId = item.User.Id, RoleId = roles[item.Role] }));
        await context.SaveChangesAsync(cancellationToken);
    }

    /// <summary>The log-ins to show to somebody who starts the demo: the staff, three distributors of different levels, a member with points.</summary>
    public async Task<IReadOnlyList<DemoLogIn>> ListAsync(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var since = clock.Today.AddYears(-1);
        var best = await (
            from customer in context.Customers
            join level in context.CustomerLevels on customer.LevelId equals level.Id
            where customer.Kind == CustomerKind.Distributor
            select new
            {
                customer.Number,
                customer.Name,
                level.Code,
                Net = context.SalesDocuments.Where(row => row.CustomerId == customer.Id && row.DocumentOn >= since).Sum(row => row.NetMinor),
            }).ToListAsync(cancellationToken);
        var member = await context.Customers.Where(row => row.Kind == CustomerKind.Member && context.Users.Any(user => user.CustomerId == row.Id))
            .OrderByDescending(row => context.PointsMemberships.Any(membership => membership.Id == row.Id && membership.BalanceUnits > 0)).ThenBy(row => row.Number)
            .Select(row => new DemoLogIn(row.Number, RolePermissions.Member, row.Name)).FirstOrDefaultAsync(cancellationToken);
        return
        [
            .. Staff,
            .. best.GroupBy(row => row.Code).OrderByDescending(group => group.Max(row => row.Net))
                .Select(group => group.MaxBy(row => row.Net)!)
                .Select(row => new DemoLogIn(row.Number, RolePermissions.Distributor, $"{row.Name} ({row.Code})")),
            .. member is null ? Array.Empty<DemoLogIn>() : [member],
        ];
    }

    private PortalUser NewUser(string userName, string displayName, AccountKind kind, string hash) => new()
    {
        UserName = userName,
        NormalizedUserName = names.NormalizeName(userName),
        DisplayName = displayName,
        Kind = kind,
        PasswordHash = hash,
        SecurityStamp = Guid.NewGuid().ToString("N"),
        CreatedAtUtc = clock.UtcNow,
        LockoutEnabled = true,
    };
}

/// <summary>A log-in of the demo.</summary>
/// <param name="UserName">The name typed at log-in.</param>
/// <param name="Role">Its role.</param>
/// <param name="DisplayName">The name on screens.</param>
public sealed record DemoLogIn(string UserName, string Role, string DisplayName);
