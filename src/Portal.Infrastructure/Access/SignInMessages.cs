using Portal.Domain.Messages;
using Portal.Domain.Shared;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Messages;
using Portal.Infrastructure.Shared;

namespace Portal.Infrastructure.Access;

/// <summary>Tells the owner of a log-in when another way of signing in was made: whoever did it may be somebody else.</summary>
public sealed class SignInMessages(WriteTransaction writes, EnqueueMessage enqueue, BusinessClock clock)
{
    /// <summary>Writes a message with the owner's name, the instant and what else the template asks for.</summary>
    public Task TellAsync(PortalUser user, string template, CancellationToken cancellationToken, params (string Name, object? Value)[] arguments)
    {
        ArgumentNullException.ThrowIfNull(user);
        var draft = new MessageDraft($"{template}-{user.Id}-{Guid.NewGuid():N}", template)
        {
            Category = MessageCategory.Security,
            UserId = user.Id,
            CustomerId = user.CustomerId,
            Arguments = arguments.Append(("name", user.DisplayName)).Append(("at", clock.UtcNow)).ToDictionary(argument => argument.Item1, argument => argument.Item2),
        };
        return writes.RunAsync(
            async (context, ct) =>
            {
                await enqueue.RunAsync(draft, context, ct);
                return Outcome.Done;
            },
            cancellationToken);
    }
}
