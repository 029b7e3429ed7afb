using Microsoft.EntityFrameworkCore;
using Portal.Domain.Customers;
using Portal.Domain.Programs;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Data;

namespace Portal.Infrastructure.Programs;

/// <summary>Counts who takes part, in the database.</summary>
public sealed class ProgramParticipantsCount(IDbContextFactory<PortalDbContext> contexts, CurrentUser user)
{
    /// <summary>Counts the customers that the person may see and that take part.</summary>
    public async Task<int> RunAsync(ProgramParticipants participants, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(participants);
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await CountAsync(context, participants, cancellationToken);
    }

    internal async Task<int> CountAsync(PortalDbContext context, ProgramParticipants participants, CancellationToken cancellationToken)
    {
        if (!user.Can(Permissions.Programs.View) || participants.Include.Count == 0)
        {
            return 0;
        }

        var included = await UnionAsync(context, participants.Include, cancellationToken);
        var counted = participants.Exclude.Count == 0
            ? included!
            : included!.Except((await UnionAsync(context, participants.Exclude, cancellationToken))!);
        return await counted.CountAsync(cancellationToken);
    }

    private async Task<IQueryable<long>?> UnionAsync(PortalDbContext context, IReadOnlyList<CustomerSelector> selectors, CancellationToken cancellationToken)
    {
        IQueryable<long>? all = null;
        foreach (var selector in selectors)
        {
            var ids = (await SelectAsync(context, selector, cancellationToken)).Select(row => row.Id);
            all = all is null ? ids : all.Union(ids);
        }

        return all;
    }

    private async Task<IQueryable<Customer>> SelectAsync(PortalDbContext context, CustomerSelector selector, CancellationToken cancellationToken)
    {
        var customers = context.Customers.VisibleTo(user, context);
        var codes = selector.Codes.Select(code => code.ToLowerInvariant()).ToList();
        switch (selector.Kind)
        {
            case CustomerSelectorKind.All:
                return customers;
            case CustomerSelectorKind.Customer:
                return customers.Where(row => codes.Contains(row.Number.ToLower()));
            case CustomerSelectorKind.Group:
                return customers.Where(row => context.CustomerGroups.Any(group => group.Id == row.GroupId && codes.Contains(group.Code.ToLower())));
            case CustomerSelectorKind.Level:
                return customers.Where(row => context.CustomerLevels.Any(level => level.Id == row.LevelId && codes.Contains(level.Code.ToLower())));
            case CustomerSelectorKind.Region:
                return customers.Where(row => context.Regions.Any(region => region.Id == row.RegionId && codes.Contains(region.Code.ToLower())));
            case CustomerSelectorKind.Parent:
                var family = await FamilyAsync(context, codes, cancellationToken);
                return customers.Where(row => family.Contains(row.Id));
            default:
                throw new InvalidOperationException("Unknown selector " + selector.Kind);
        }
    }

    /// <summary>Companies with everybody under them, level by level.</summary>
    private static async Task<List<long>> FamilyAsync(PortalDbContext context, List<string> codes, CancellationToken cancellationToken)
    {
        var family = (await context.Customers.Where(row => codes.Contains(row.Number.ToLower())).Select(row => row.Id).ToListAsync(cancellationToken)).ToHashSet();
        var last = family.ToList();
        while (last.Count > 0)
        {
            var children = await context.Customers.Where(row => row.ParentId != null && last.Contains(row.ParentId.Value)).Select(row => row.Id).ToListAsync(cancellationToken);
            last = children.FindAll(family.Add);
        }

        return [.. family];
    }
}
