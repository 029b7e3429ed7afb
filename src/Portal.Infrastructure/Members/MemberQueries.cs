using Microsoft.EntityFrameworkCore;
using Portal.Domain.Customers;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Shared;

namespace Portal.Infrastructure.Members;

/// <summary>Reads members for staff.</summary>
public sealed class MemberQueries(IDbContextFactory<PortalDbContext> contexts, CurrentUser user, BusinessClock clock)
{
    /// <summary>Members. Sorts: number, name, joined, last. Filters: <c>level</c> (id), <c>closed</c> (yes, no), <c>login</c> (yes, no).</summary>
    public async Task<GridPage<MemberRow>> ListAsync(GridQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var members = Filtered(Members(context), query, context);
        var total = await members.CountAsync(cancellationToken);
        var sorted = (query.Sort, query.Descending) switch
        {
            ("name", false) => members.OrderBy(row => row.Name),
            ("name", true) => members.OrderByDescending(row => row.Name),
            ("joined", false) => members.OrderBy(row => row.CreatedAtUtc),
            ("joined", true) => members.OrderByDescending(row => row.CreatedAtUtc),
            ("number", true) => members.OrderByDescending(row => row.Number),
            _ => members.OrderBy(row => row.Number),
        };
        var yearAgo = clock.Today.AddYears(-1);
        var rows = await sorted.ThenBy(row => row.Id).Skip(query.Skip).Take(query.Take)
            .Select(row => new MemberRow
            {
                Id = row.Id,
                Number = row.Number,
                Name = row.Name,
                Mobile = row.Profile.Phone,
                Email = row.Profile.Email,
                Level = context.CustomerLevels.Where(level => level.Id == row.LevelId).Select(level => level.Name).FirstOrDefault(),
                JoinedAtUtc = row.CreatedAtUtc,
                HasLogIn = context.Users.Any(login => login.CustomerId == row.Id),
                IsClosed = row.ClosedAtUtc != null,
                YearNetMinor = context.SalesDocuments.Where(sale => sale.CustomerId == row.Id && sale.DocumentOn > yearAgo).Sum(sale => sale.NetMinor),
            })
            .ToListAsync(cancellationToken);
        return new GridPage<MemberRow>(rows, total);
    }

    /// <summary>The levels that members can have, for filters.</summary>
    public async Task<IReadOnlyList<(long Id, string Name)>> LevelsAsync(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return [.. (await context.CustomerLevels.OrderBy(level => level.Rank).Select(level => new { level.Id, level.Name }).ToListAsync(cancellationToken)).Select(level => (level.Id, level.Name))];
    }

    /// <summary>One member or company with what everybody who may see it sees; null if there is none or the person may not.</summary>
    public async Task<MemberRecord?> FindAsync(long id, CancellationToken cancellationToken)
    {
        var mayView = user.Can(Permissions.Members.View);
        var yearAgo = clock.Today.AddYears(-1);
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.Customers.VisibleTo(user, context).Where(row => mayView && row.Id == id).Select(row => new MemberRecord
        {
            Id = row.Id,
            Number = row.Number,
            Name = row.Name,
            Kind = row.Kind,
            Mobile = row.Profile.Phone,
            Email = row.Profile.Email,
            BirthOn = row.Profile.BirthOn,
            Level = context.CustomerLevels.Where(level => level.Id == row.LevelId).Select(level => level.Name).FirstOrDefault(),
            Owner = context.Employees.Where(employee => employee.Id == row.OwnerId).Select(employee => employee.Name).FirstOrDefault(),
            ReferredById = context.CustomerReferrals.Where(referral => referral.CustomerId == row.Id).Select(referral => (long?)referral.ReferredById).FirstOrDefault(),
            ReferredBy = (from referral in context.CustomerReferrals
                          join friend in context.Customers on referral.ReferredById equals friend.Id
                          where referral.CustomerId == row.Id
                          select friend.Name).FirstOrDefault(),
            Referrals = context.CustomerReferrals.Count(referral => referral.ReferredById == row.Id),
            LogIn = context.Users.Where(login => login.CustomerId == row.Id).OrderBy(login => login.Id).Select(login => login.UserName).FirstOrDefault(),
            JoinedAtUtc = row.CreatedAtUtc,
            ClosedAtUtc = row.ClosedAtUtc,
            YearNetMinor = context.SalesDocuments.Where(sale => sale.CustomerId == row.Id && sale.DocumentOn > yearAgo).Sum(sale => sale.NetMinor),
            Purchases = context.SalesDocuments.Count(sale => sale.CustomerId == row.Id),
            LastPurchaseOn = context.SalesDocuments.Where(sale => sale.CustomerId == row.Id).Max(sale => (DateOnly?)sale.DocumentOn),
        }).SingleOrDefaultAsync(cancellationToken);
    }

    /// <summary>What a member agreed to, the latest first.</summary>
    public async Task<IReadOnlyList<MemberConsentRow>> ConsentsAsync(long id, CancellationToken cancellationToken)
    {
        var mayView = user.Can(Permissions.Members.View);
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var visible = context.Customers.VisibleTo(user, context);
        return await context.CustomerConsents
            .Where(row => mayView && row.CustomerId == id && visible.Any(customer => customer.Id == row.CustomerId))
            .OrderByDescending(row => row.GivenAtUtc).ThenBy(row => row.Kind)
            .Select(row => new MemberConsentRow(row.Kind, row.Version, row.GivenAtUtc, row.WithdrawnAtUtc))
            .ToListAsync(cancellationToken);
    }

    private IQueryable<Customer> Members(PortalDbContext context)
    {
        var mayView = user.Can(Permissions.Members.View);
        return context.Customers.AsNoTracking().VisibleTo(user, context).Where(row => mayView && row.Kind == CustomerKind.Member);
    }

    private static IQueryable<Customer> Filtered(IQueryable<Customer> members, GridQuery query, PortalDbContext context)
    {
        if (query.Term is { } term)
        {
            members = members.Where(row => row.Number.ToLower().Contains(term) || row.Name.ToLower().Contains(term) || row.Profile.Phone!.Contains(term) || row.Profile.Email!.Contains(term));
        }

        if (query.Number("level") is { } levelId)
        {
            members = members.Where(row => row.LevelId == levelId);
        }

        members = query.Filter("closed") switch
        {
            "yes" => members.Where(row => row.ClosedAtUtc != null),
            "no" => members.Where(row => row.ClosedAtUtc == null),
            _ => members,
        };
        return query.Filter("login") switch
        {
            "yes" => members.Where(row => context.Users.Any(login => login.CustomerId == row.Id)),
            "no" => members.Where(row => !context.Users.Any(login => login.CustomerId == row.Id)),
            _ => members,
        };
    }
}
