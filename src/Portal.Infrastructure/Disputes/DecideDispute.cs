using Portal.Domain.Disputes;
using Portal.Domain.Shared;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Shared;

namespace Portal.Infrastructure.Disputes;

/// <summary>Writes to the customer of a dispute.</summary>
public sealed class AnswerDispute(DisputeSteps steps, CurrentUser user)
{
    /// <summary>Writes; the same operation key writes once.</summary>
    public async Task<Outcome> RunAsync(DisputeMessage input, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (user.Refuse(Permissions.Disputes.Answer) is { } refused)
        {
            return refused;
        }

        return await steps.RunAsync(
            input.ToStep(DisputeEntryKind.Answered, user.UserId),
            dispute =>
            {
                if (dispute.CanWrite() is { } refusal)
                {
                    return refusal;
                }

                dispute.Answer();
                return null;
            },
            cancellationToken);
    }
}

/// <summary>Ends a dispute by keeping to the line, with a reason that the customer reads; the line can be paid again.</summary>
public sealed class RefuseDispute(DisputeSteps steps, CurrentUser user, BusinessClock clock)
{
    /// <summary>Refuses it.</summary>
    public async Task<Outcome> RunAsync(DisputeMessage input, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (user.Refuse(Permissions.Disputes.Decide) is { } refused)
        {
            return refused;
        }

        return await steps.RunAsync(
            input.ToStep(DisputeEntryKind.Refused, user.UserId),
            dispute =>
            {
                if (dispute.CanDecide() is { } refusal)
                {
                    return refusal;
                }

                dispute.Refuse(user.UserId, clock.UtcNow);
                return null;
            },
            cancellationToken);
    }
}
