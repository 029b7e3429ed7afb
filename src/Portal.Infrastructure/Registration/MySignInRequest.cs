using Microsoft.EntityFrameworkCore;
using Portal.Domain.Registration;
using Portal.Domain.Shared;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Shared;

namespace Portal.Infrastructure.Registration;

/// <summary>The side of the member who is signed in: reads which device asks, and answers it once.</summary>
public sealed class MySignInRequest(IDbContextFactory<PortalDbContext> contexts, CurrentUser user, BusinessClock clock)
{
    /// <summary>The request behind a code, while it waits for its answer.</summary>
    public async Task<Outcome<WaitingSignIn>> ReadAsync(string? code, CancellationToken cancellationToken)
    {
        if (Denied is { } denied)
        {
            return denied;
        }

        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await Waiting(context, code).Select(row => new WaitingSignIn(row.Device, row.MatchNumber, row.CreatedAtUtc)).SingleOrDefaultAsync(cancellationToken) is { } request
            ? request
            : new Refusal("sign_in_code_over");
    }

    /// <summary>Lets the device be signed in as the member.</summary>
    public Task<Outcome> ApproveAsync(string? code, CancellationToken cancellationToken) => AnswerAsync(code, SignInRequestState.Approved, cancellationToken);

    /// <summary>Keeps the device outside.</summary>
    public Task<Outcome> RefuseAsync(string? code, CancellationToken cancellationToken) => AnswerAsync(code, SignInRequestState.Refused, cancellationToken);

    private Refusal? Denied => user is { Kind: AccountKind.Customer, UserId: not null } ? null : new Refusal(Refusal.NotPermitted);

    private async Task<Outcome> AnswerAsync(string? code, SignInRequestState answer, CancellationToken cancellationToken)
    {
        if (Denied is { } denied)
        {
            return denied;
        }

        var userId = user.UserId;
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var answered = await Waiting(context, code)
            .ExecuteUpdateAsync(row => row.SetProperty(to => to.State, answer).SetProperty(to => to.UserId, userId), cancellationToken);
        return answered == 1 || await IsAnsweredAsync(context, code, answer, cancellationToken) ? Outcome.Done : new Refusal("sign_in_code_over");
    }

    /// <summary>Whether the member said the same before: a second click is no mistake.</summary>
    private async Task<bool> IsAnsweredAsync(PortalDbContext context, string? code, SignInRequestState answer, CancellationToken cancellationToken)
    {
        var hash = SignInSecret.HashOf(code);
        var userId = user.UserId;
        return await context.SignInRequests.AnyAsync(
            row => row.CodeHash == hash && row.UserId == userId && (row.State == answer || (row.State == SignInRequestState.Used && answer == SignInRequestState.Approved)),
            cancellationToken);
    }

    private IQueryable<SignInRequest> Waiting(PortalDbContext context, string? code)
    {
        var hash = SignInSecret.HashOf(code);
        var now = clock.UtcNow;
        return context.SignInRequests.Where(row => row.CodeHash == hash && row.State == SignInRequestState.Waiting && row.ExpiresAtUtc >= now);
    }
}

/// <summary>A device that waits to be signed in.</summary>
/// <param name="Device">What asks; empty where it does not tell.</param>
/// <param name="MatchNumber">The number it shows.</param>
/// <param name="AskedAtUtc">When it asked.</param>
public sealed record WaitingSignIn(string Device, string MatchNumber, DateTime AskedAtUtc);
