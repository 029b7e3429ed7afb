using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Portal.Domain.Messages;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Settlements;
using Portal.Infrastructure.Shared;

namespace Portal.Infrastructure.Messages;

/// <summary>
/// Sends what waits in the outbox. A message is claimed before it is handed over and marked afterwards: when the process dies
/// in between it is sent again, under the same message number; so it is sent at least once and marked once.
/// </summary>
public sealed class SendMessages(
    IDbContextFactory<PortalDbContext> contexts, IEnumerable<IMessageChannel> channels, MessageTemplates templates, MessageSecrets secrets,
    BusinessClock clock, IOptions<MessageOptions> options, ILogger<SendMessages> logger)
{
    private const int BatchSize = 100;
    private readonly string _owner = RunOwner.New();

    /// <summary>Whether anything can be sent at all.</summary>
    public bool IsConfigured => channels.Any(channel => channel.IsConfigured);

    /// <summary>Sends until nothing is due any more.</summary>
    /// <returns>How many messages were handed over.</returns>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var sent = 0;
        while (IsConfigured && await DueAsync(cancellationToken) is { Count: > 0 } due)
        {
            var claimed = 0;
            await Parallel.ForEachAsync(
                due,
                new ParallelOptions { MaxDegreeOfParallelism = options.Value.Parallel, CancellationToken = cancellationToken },
                async (message, ct) =>
                {
                    if (await ClaimAsync(message, ct))
                    {
                        Interlocked.Increment(ref claimed);
                        Interlocked.Add(ref sent, await SendAsync(message, ct) ? 1 : 0);
                    }
                });
            if (claimed == 0)
            {
                // Others are at them.
                break;
            }
        }

        return sent;
    }

    private async Task<List<OutboxMessage>> DueAsync(CancellationToken cancellationToken)
    {
        var now = clock.UtcNow;
        var kinds = channels.Where(channel => channel.IsConfigured).Select(channel => channel.Kind).ToList();
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var due = context.OutboxMessages.AsNoTracking().Where(row => row.State == MessageState.Waiting && row.NextAttemptAtUtc <= now && kinds.Contains(row.Channel));

        // What others are at is left out before the batch is cut, or a full batch of theirs would hide what nobody sends.
        var owners = await due.Where(row => row.LeasedBy != null && row.LeasedUntilUtc > now).Select(row => row.LeasedBy!).Distinct().ToListAsync(cancellationToken);
        var dead = owners.FindAll(RunOwner.IsKnownDead);
        return await due
            .Where(row => row.LeasedBy == null || row.LeasedUntilUtc <= now || dead.Contains(row.LeasedBy))
            .OrderBy(row => row.NextAttemptAtUtc).ThenBy(row => row.Id)
            .Take(BatchSize)
            .ToListAsync(cancellationToken);
    }

    private async Task<bool> ClaimAsync(OutboxMessage message, CancellationToken cancellationToken)
    {
        var until = clock.UtcNow.AddSeconds(options.Value.LeaseSeconds);
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.OutboxMessages
            .Where(row => row.Id == message.Id && row.State == MessageState.Waiting && row.Attempts == message.Attempts && row.LeasedBy == message.LeasedBy)
            .ExecuteUpdateAsync(
                row => row.SetProperty(to => to.LeasedBy, _owner).SetProperty(to => to.LeasedUntilUtc, until).SetProperty(to => to.Attempts, to => to.Attempts + 1),
                cancellationToken) == 1;
    }

    private async Task<bool> SendAsync(OutboxMessage message, CancellationToken cancellationToken)
    {
        var answer = await HandOverAsync(message, cancellationToken);
        if (answer.Verdict == ChannelVerdict.Taken)
        {
            await MarkSentAsync(message);
            return true;
        }

        // What it says is never logged: it may carry a code.
        logger.LogWarning("Message {Id} ({Template}) was not sent: {Reason} {Said}", message.Id, message.Template, answer.ReasonCode, answer.Reason);
        await MarkFailedAsync(message, answer);
        return false;
    }

    private async Task<ChannelAnswer> HandOverAsync(OutboxMessage message, CancellationToken cancellationToken)
    {
        if (message.ExpiresAtUtc < clock.UtcNow)
        {
            return new ChannelAnswer(ChannelVerdict.Refused, "message_expired");
        }

        var arguments = message.IsSecret ? secrets.Open(message.ArgumentsJson) : message.ArgumentsJson;
        if (arguments is null || templates.Fill(message.Template, message.Culture, arguments) is not { } filled)
        {
            return new ChannelAnswer(ChannelVerdict.Refused, "message_template_broken");
        }

        var outgoing = new OutgoingMessage(
            string.Create(CultureInfo.InvariantCulture, $"message-{message.Id}-{message.CreatedAtUtc:yyyyMMddHHmmss}"), message.Address, filled.Subject, filled.Body, message.Culture, message.CreatedAtUtc);
        return await channels.First(channel => channel.IsConfigured && channel.Kind == message.Channel).SendAsync(outgoing, cancellationToken);
    }

    /// <summary>Not cancellable: the message is on its way, and sending it again because of a cancelled mark helps nobody.</summary>
    private async Task MarkSentAsync(OutboxMessage message)
    {
        DateTime? now = clock.UtcNow;
        var kept = message.IsSecret ? "" : message.ArgumentsJson;
        await using var context = await contexts.CreateDbContextAsync(CancellationToken.None);
        await Mine(context, message).ExecuteUpdateAsync(
            row => row.SetProperty(to => to.State, MessageState.Sent)
                .SetProperty(to => to.SentAtUtc, now)
                .SetProperty(to => to.ArgumentsJson, kept)
                .SetProperty(to => to.ReasonCode, (string?)null)
                .SetProperty(to => to.Reason, (string?)null)
                .SetProperty(to => to.LeasedBy, (string?)null)
                .SetProperty(to => to.LeasedUntilUtc, (DateTime?)null),
            CancellationToken.None);
    }

    private async Task MarkFailedAsync(OutboxMessage message, ChannelAnswer answer)
    {
        var pause = answer.Verdict == ChannelVerdict.TryLater ? MessageRetries.PauseAfter(message.Attempts + 1) : null;
        var next = clock.UtcNow + (pause ?? TimeSpan.Zero);
        var state = pause is null ? MessageState.Failed : MessageState.Waiting;
        var kept = message.IsSecret && pause is null ? "" : message.ArgumentsJson;
        var said = Shortened(answer.Reason);
        await using var context = await contexts.CreateDbContextAsync(CancellationToken.None);
        await Mine(context, message).ExecuteUpdateAsync(
            row => row.SetProperty(to => to.State, state)
                .SetProperty(to => to.NextAttemptAtUtc, next)
                .SetProperty(to => to.ArgumentsJson, kept)
                .SetProperty(to => to.ReasonCode, answer.ReasonCode)
                .SetProperty(to => to.Reason, said)
                .SetProperty(to => to.LeasedBy, (string?)null)
                .SetProperty(to => to.LeasedUntilUtc, (DateTime?)null),
            CancellationToken.None);
    }

    private IQueryable<OutboxMessage> Mine(PortalDbContext context, OutboxMessage message) =>
        context.OutboxMessages.Where(row => row.Id == message.Id && row.State == MessageState.Waiting && row.LeasedBy == _owner && row.Attempts == message.Attempts + 1);

    private static string? Shortened(string? said)
    {
        var clean = said is null ? null : string.Concat(said.Where(sign => !char.IsControl(sign)));
        return clean?.Length > OutboxMessage.MaxReasonLength ? clean[..OutboxMessage.MaxReasonLength] : clean;
    }
}
