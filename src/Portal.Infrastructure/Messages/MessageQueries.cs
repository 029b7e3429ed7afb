using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Portal.Domain.Messages;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Shared;

namespace Portal.Infrastructure.Messages;

/// <summary>Reads the outbox for staff.</summary>
public sealed class MessageQueries(
    IDbContextFactory<PortalDbContext> contexts, MessageTemplates templates, IOptions<MessageOptions> options, CurrentUser user, BusinessClock clock)
{
    /// <summary>How messages leave now; with none they wait.</summary>
    public MessageTransport Transport => options.Value.Transport;

    /// <summary>Messages. Sorts: created, sent, state. Filters: <c>state</c>, <c>category</c>, <c>customer</c> (id), <c>from</c>, <c>to</c> (days of writing).</summary>
    public async Task<GridPage<MessageRow>> ListAsync(GridQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = Filtered(Rows(context), query);
        var sorted = (query.Sort, query.Descending) switch
        {
            ("created", false) => rows.OrderBy(row => row.CreatedAtUtc),
            ("sent", false) => rows.OrderBy(row => row.SentAtUtc),
            ("sent", true) => rows.OrderByDescending(row => row.SentAtUtc),
            ("state", false) => rows.OrderBy(row => row.State),
            ("state", true) => rows.OrderByDescending(row => row.State),
            _ => rows.OrderByDescending(row => row.CreatedAtUtc),
        };
        return new GridPage<MessageRow>(
            await sorted.ThenByDescending(row => row.Id).Skip(query.Skip).Take(query.Take).ToListAsync(cancellationToken),
            await rows.CountAsync(cancellationToken));
    }

    /// <summary>A message with what it says, or null if there is none or the person may not see it.</summary>
    public async Task<MessageRecord?> RecordAsync(long id, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        if (await Rows(context).SingleOrDefaultAsync(row => row.Id == id, cancellationToken) is not { } row)
        {
            return null;
        }

        var arguments = await context.OutboxMessages.Where(message => message.Id == id && !message.IsSecret).Select(message => message.ArgumentsJson).SingleOrDefaultAsync(cancellationToken);
        var filled = arguments is null ? null : templates.Fill(row.Template, row.Culture, arguments);
        return new MessageRecord(row, filled?.Subject, filled?.Body);
    }

    private IQueryable<MessageRow> Rows(PortalDbContext context)
    {
        var mayView = user.Can(Permissions.Messages.View);
        return
            from message in context.OutboxMessages.AsNoTracking().VisibleTo(user, context)
            where mayView
            select new MessageRow
            {
                Id = message.Id,
                Template = message.Template,
                Category = message.Category,
                Culture = message.Culture,
                CustomerId = message.CustomerId,
                CustomerName = context.Customers.Where(customer => customer.Id == message.CustomerId).Select(customer => customer.Name).FirstOrDefault(),
                Address = message.Address,
                IsSecret = message.IsSecret,
                State = message.State,
                Attempts = message.Attempts,
                NextAttemptAtUtc = message.NextAttemptAtUtc,
                ReasonCode = message.ReasonCode,
                Reason = message.Reason,
                CreatedAtUtc = message.CreatedAtUtc,
                SentAtUtc = message.SentAtUtc,
            };
    }

    private IQueryable<MessageRow> Filtered(IQueryable<MessageRow> rows, GridQuery query)
    {
        if (query.Term is { } term)
        {
            rows = rows.Where(row => row.Address.Contains(term) || row.CustomerName!.ToLower().Contains(term));
        }

        if (query.Choice<MessageState>("state") is { } state)
        {
            rows = rows.Where(row => row.State == state);
        }

        if (query.Choice<MessageCategory>("category") is { } category)
        {
            rows = rows.Where(row => row.Category == category);
        }

        if (query.Number("customer") is { } customerId)
        {
            rows = rows.Where(row => row.CustomerId == customerId);
        }

        if (query.Day("from") is { } from)
        {
            var fromUtc = clock.StartOfDayUtc(from);
            rows = rows.Where(row => row.CreatedAtUtc >= fromUtc);
        }

        if (query.Day("to") is { } to)
        {
            var beforeUtc = clock.StartOfDayUtc(to.AddDays(1));
            rows = rows.Where(row => row.CreatedAtUtc < beforeUtc);
        }

        return rows;
    }
}

/// <summary>Narrows messages to those of customers that a person may see; those of no customer are for people who see all.</summary>
internal static class MessageScope
{
    public static IQueryable<OutboxMessage> VisibleTo(this IQueryable<OutboxMessage> messages, CurrentUser user, PortalDbContext context)
    {
        if (user.Scope == DataScope.All)
        {
            return messages;
        }

        var visible = context.Customers.VisibleTo(user, context);
        return messages.Where(message => visible.Any(customer => customer.Id == message.CustomerId));
    }
}

/// <summary>A message with what it says.</summary>
/// <param name="Row">Where it stands.</param>
/// <param name="Subject">Its subject; null for one that carries a secret.</param>
/// <param name="Body">Its text; null for one that carries a secret.</param>
public sealed record MessageRecord(MessageRow Row, string? Subject, string? Body);

/// <summary>A message in a list.</summary>
public sealed record MessageRow
{
    /// <summary>The key.</summary>
    public long Id { get; init; }

    /// <summary>The template's code.</summary>
    public required string Template { get; init; }

    /// <summary>What it is about.</summary>
    public MessageCategory Category { get; init; }

    /// <summary>zh-CN or en.</summary>
    public required string Culture { get; init; }

    /// <summary>The customer, or null.</summary>
    public long? CustomerId { get; init; }

    /// <summary>The customer's name.</summary>
    public string? CustomerName { get; init; }

    /// <summary>Where it goes.</summary>
    public required string Address { get; init; }

    /// <summary>Whether it carries a code, so that nobody sees its text.</summary>
    public bool IsSecret { get; init; }

    /// <summary>Where it stands.</summary>
    public MessageState State { get; init; }

    /// <summary>How often it was tried.</summary>
    public int Attempts { get; init; }

    /// <summary>When it is tried next, while it waits.</summary>
    public DateTime NextAttemptAtUtc { get; init; }

    /// <summary>The code of why it was not sent.</summary>
    public string? ReasonCode { get; init; }

    /// <summary>What the server said.</summary>
    public string? Reason { get; init; }

    /// <summary>When it was written.</summary>
    public DateTime CreatedAtUtc { get; init; }

    /// <summary>When the server took it.</summary>
    public DateTime? SentAtUtc { get; init; }
}
