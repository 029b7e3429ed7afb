using Microsoft.EntityFrameworkCore;
using Portal.Domain.Cards;
using Portal.Domain.Customers;
using Portal.Domain.Sales;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Cards;
using Portal.Infrastructure.Data;

namespace Portal.Infrastructure.Members;

/// <summary>Everything that happened to a member, from all features, the newest first; each asks its own permission.</summary>
public sealed class MemberTimeLine(IDbContextFactory<PortalDbContext> contexts, CurrentUser user)
{
    private const int PerKind = 30;

    /// <summary>The latest events.</summary>
    public async Task<IReadOnlyList<MemberEvent>> ReadAsync(long id, int take, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var customer = user.Can(Permissions.Members.View)
            ? await context.Customers.AsNoTracking().VisibleTo(user, context).SingleOrDefaultAsync(row => row.Id == id, cancellationToken)
            : null;
        if (customer is null)
        {
            return [];
        }

        List<MemberEvent> events = [new(customer.CreatedAtUtc, MemberEventKind.Joined, customer.Number)];
        if (customer.ClosedAtUtc is { } closed)
        {
            events.Add(new MemberEvent(closed, MemberEventKind.Closed));
        }

        await AddFileAsync(events, customer, context, cancellationToken);
        if (user.Can(Permissions.Sales.View))
        {
            await AddSalesAsync(events, id, context, cancellationToken);
        }

        if (user.Can(Permissions.Cards.View))
        {
            await AddCardsAsync(events, id, context, cancellationToken);
        }

        if (user.Can(Permissions.Messages.View))
        {
            // What the card shows itself is not told a second time; the former holder of a card that was handed over has the message only.
            var showsCards = user.Can(Permissions.Cards.View);
            events.AddRange(await context.OutboxMessages.Where(row => row.CustomerId == id && !(showsCards && row.Template.StartsWith(CardMessages.Prefix) && row.Template != CardMessages.GivenAway)).OrderByDescending(row => row.Id).Take(PerKind)
                .Select(row => new MemberEvent(row.CreatedAtUtc, MemberEventKind.Message, row.Template, null, null, null)).ToListAsync(cancellationToken));
        }

        if (user.Can(Permissions.Disputes.View))
        {
            events.AddRange(await context.Disputes.Where(row => row.CustomerId == id).OrderByDescending(row => row.Id).Take(PerKind)
                .Select(row => new MemberEvent(row.OpenedAtUtc, MemberEventKind.Dispute, row.Number, null, null, null)).ToListAsync(cancellationToken));
        }

        return [.. events.OrderByDescending(row => row.EarlierOn?.ToDateTime(default) ?? row.AtUtc).Take(take)];
    }

    private static async Task AddSalesAsync(List<MemberEvent> events, long id, PortalDbContext context, CancellationToken cancellationToken)
    {
        var rows = await context.SalesDocuments.Where(row => row.CustomerId == id).OrderByDescending(row => row.DocumentOn).ThenByDescending(row => row.Id).Take(PerKind)
            .Select(row => new { row.RecordedAtUtc, row.DocumentOn, row.Kind, row.Number, row.NetMinor }).ToListAsync(cancellationToken);
        events.AddRange(rows.Select(row => new MemberEvent(
            row.RecordedAtUtc,
            row.Kind == SalesDocumentKind.Return ? MemberEventKind.Return : MemberEventKind.Purchase,
            row.Number,
            row.NetMinor,
            EarlierOn: row.DocumentOn < DateOnly.FromDateTime(row.RecordedAtUtc) ? row.DocumentOn : null)));
    }

    private static async Task AddCardsAsync(List<MemberEvent> events, long id, PortalDbContext context, CancellationToken cancellationToken)
    {
        var rows = await (
            from operation in context.CardOperations
            join account in context.CardAccounts on operation.AccountId equals account.Id
            where account.CustomerId == id
                && !context.CardOperations.Any(later => later.AccountId == operation.AccountId && later.Kind == CardOperationKind.HandedOver && later.Id > operation.Id)
            orderby operation.Id descending
            select new { operation.AtUtc, operation.Kind, Minor = operation.PrincipalMinor + operation.GiftMinor }).Take(PerKind).ToListAsync(cancellationToken);
        events.AddRange(rows.Select(row => new MemberEvent(row.AtUtc, MemberEventKind.Card, row.Kind.ToString(), row.Minor == 0 ? null : row.Minor)));
    }

    private static async Task AddFileAsync(List<MemberEvent> events, Customer customer, PortalDbContext context, CancellationToken cancellationToken)
    {
        events.AddRange(await context.Users.Where(row => row.CustomerId == customer.Id).OrderByDescending(row => row.Id).Take(PerKind)
            .Select(row => new MemberEvent(row.CreatedAtUtc, MemberEventKind.LogInMade, row.UserName, null, null, null)).ToListAsync(cancellationToken));
        var consents = await context.CustomerConsents.AsNoTracking().Where(row => row.CustomerId == customer.Id).OrderByDescending(row => row.Id).Take(PerKind).ToListAsync(cancellationToken);
        events.AddRange(consents.Select(row => new MemberEvent(row.GivenAtUtc, MemberEventKind.Agreed, row.Kind.ToString())));
        events.AddRange(consents.Where(row => row.WithdrawnAtUtc is not null).Select(row => new MemberEvent(row.WithdrawnAtUtc!.Value, MemberEventKind.Withdrew, row.Kind.ToString())));
        events.AddRange(await (
            from change in context.CustomerOwnerChanges
            where change.CustomerId == customer.Id
            orderby change.Id descending
            select new MemberEvent(
                change.ChangedAtUtc,
                MemberEventKind.OwnerChanged,
                context.Employees.Where(employee => employee.Id == change.ToEmployeeId).Select(employee => employee.Name).FirstOrDefault(),
                null,
                context.Users.Where(login => login.Id == change.ByUserId).Select(login => login.DisplayName).FirstOrDefault(),
                null)).Take(PerKind).ToListAsync(cancellationToken));
        events.AddRange(await (
            from referral in context.CustomerReferrals
            join friend in context.Customers on referral.CustomerId equals friend.Id
            where referral.ReferredById == customer.Id
            orderby referral.CustomerId descending
            select new MemberEvent(referral.JoinedAtUtc, MemberEventKind.Referral, friend.Number, null, null, null)).Take(PerKind).ToListAsync(cancellationToken));
    }
}
