using System.Globalization;
using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Portal.Domain.Registration;
using Portal.Domain.Shared;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Shared;

namespace Portal.Infrastructure.Registration;

/// <summary>The side of the device that asks to be signed in: makes the request, waits for the answer, enters once.</summary>
public sealed class SignInRequests(WriteTransaction writes, IDbContextFactory<PortalDbContext> contexts, BusinessClock clock)
{
    /// <summary>How many may wait at once.</summary>
    public const int MaxWaiting = 500;

    /// <summary>How many of one address may wait at once; a company has one for all its people.</summary>
    public const int MaxWaitingPerOrigin = 50;

    private static readonly TimeSpan KeptAfterExpiry = TimeSpan.FromHours(1);

    /// <summary>Makes a request, and removes old ones.</summary>
    /// <param name="userAgent">What the browser says of itself.</param>
    /// <param name="origin">The address it asks from.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public Task<Outcome<NewSignInRequest>> MakeAsync(string? userAgent, string? origin, CancellationToken cancellationToken) =>
        writes.RunAsync((context, ct) => MakeAsync(SignInDevice.Describe(userAgent), RequestOrigin.Of(origin), context, ct), cancellationToken);

    /// <summary>How far a request is; null where it is none of this device, or its time is over.</summary>
    public async Task<SignInRequestState?> StateAsync(long id, string? secret, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return (await FindAsync(id, secret, context, cancellationToken))?.State;
    }

    /// <summary>Uses a confirmed request up. Of several tries at the same moment one succeeds.</summary>
    /// <returns>The log-in to sign in.</returns>
    public async Task<Outcome<long>> EnterAsync(long id, string? secret, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        if (await FindAsync(id, secret, context, cancellationToken) is not { State: SignInRequestState.Approved, UserId: { } userId }
            || !await context.Users.AnyAsync(user => user.Id == userId && user.Kind == AccountKind.Customer && !user.IsDisabled, cancellationToken))
        {
            return new Refusal("sign_in_not_confirmed");
        }

        var used = await context.SignInRequests.Where(row => row.Id == id && row.State == SignInRequestState.Approved)
            .ExecuteUpdateAsync(row => row.SetProperty(to => to.State, SignInRequestState.Used), cancellationToken);
        return used == 1 ? userId : new Refusal("sign_in_not_confirmed");
    }

    private async Task<Outcome<NewSignInRequest>> MakeAsync(string device, string origin, PortalDbContext context, CancellationToken cancellationToken)
    {
        var now = clock.UtcNow;
        var old = now - KeptAfterExpiry;
        await context.SignInRequests.Where(row => row.ExpiresAtUtc < old).ExecuteDeleteAsync(cancellationToken);
        var waiting = context.SignInRequests.Where(row => row.ExpiresAtUtc >= now && row.State == SignInRequestState.Waiting);
        if (await waiting.CountAsync(cancellationToken) >= MaxWaiting || await waiting.CountAsync(row => row.Origin == origin, cancellationToken) >= MaxWaitingPerOrigin)
        {
            return new Refusal("sign_in_too_many");
        }

        var (code, secret) = (SignInSecret.New(), SignInSecret.New());
        var number = RandomNumberGenerator.GetInt32(100).ToString("D2", CultureInfo.InvariantCulture);
        var request = new SignInRequest(SignInSecret.HashOf(code), SignInSecret.HashOf(secret), number, device, origin, now);
        context.Add(request);
        await context.SaveChangesAsync(cancellationToken);
        return new NewSignInRequest(request.Id, code, secret, number);
    }

    private async Task<SignInRequest?> FindAsync(long id, string? secret, PortalDbContext context, CancellationToken cancellationToken)
    {
        var request = await context.SignInRequests.AsNoTracking().SingleOrDefaultAsync(row => row.Id == id, cancellationToken);
        return request is not null && SignInSecret.Matches(secret, request.SecretHash) && clock.UtcNow <= request.ExpiresAtUtc ? request : null;
    }
}

/// <summary>A request just made. Its codes are known only now.</summary>
/// <param name="Id">The request.</param>
/// <param name="Code">What the other device reads.</param>
/// <param name="Secret">What only the asking device keeps.</param>
/// <param name="MatchNumber">What both devices show.</param>
public sealed record NewSignInRequest(long Id, string Code, string Secret, string MatchNumber)
{
    /// <summary>Without the codes: they belong in no log.</summary>
    public override string ToString() => "sign-in request " + Id.ToString(CultureInfo.InvariantCulture);
}
