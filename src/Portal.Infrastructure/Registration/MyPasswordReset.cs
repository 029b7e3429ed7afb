using Microsoft.EntityFrameworkCore;
using Portal.Domain.Messages;
using Portal.Domain.Registration;
using Portal.Domain.Shared;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Messages;
using Portal.Infrastructure.Shared;

namespace Portal.Infrastructure.Registration;

/// <summary>Somebody who forgot the password of the member portal gets a new one with a code by e-mail.</summary>
public sealed class MyPasswordReset(
    EmailCodes codes, NewPassword passwords, EnqueueMessage enqueue, WriteTransaction writes, IDbContextFactory<PortalDbContext> contexts, BusinessClock clock)
{
    /// <summary>Sends a code. The answer is the same for every address.</summary>
    /// <returns>The flow for the page of the code.</returns>
    public Task<Outcome<string>> SendCodeAsync(string? address, string? origin, string culture, CancellationToken cancellationToken) =>
        codes.SendAsync(EmailCodePurpose.ResetPassword, address, origin, culture, cancellationToken);

    /// <summary>Sends another code to the address of a flow.</summary>
    public Task<Outcome<string>> ResendCodeAsync(string? flow, string? origin, string culture, CancellationToken cancellationToken) =>
        codes.AddressOf(EmailCodePurpose.ResetPassword, flow) is { } address
            ? codes.SendAsync(EmailCodePurpose.ResetPassword, address, origin, culture, cancellationToken)
            : Task.FromResult<Outcome<string>>(new Refusal("code_flow_lost"));

    /// <summary>Checks the code.</summary>
    /// <returns>The flow for the form.</returns>
    public Task<Outcome<string>> ConfirmAsync(string? flow, string? code, CancellationToken cancellationToken) =>
        codes.ConfirmAsync(EmailCodePurpose.ResetPassword, flow, code, cancellationToken);

    /// <summary>The address of a flow, mostly hidden; null where the flow is none.</summary>
    public string? MaskedAddress(string? flow) => codes.MaskedAddress(EmailCodePurpose.ResetPassword, flow);

    /// <summary>The log-ins that the confirmed address can open; empty where the flow is none, or its time is over.</summary>
    public async Task<IReadOnlyList<string>> LogInsAsync(string? flow, CancellationToken cancellationToken)
    {
        if (await codes.ConfirmedAsync(EmailCodePurpose.ResetPassword, flow, cancellationToken) is not { } state)
        {
            return [];
        }

        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await LogIns(context, state.Address).OrderBy(user => user.UserName).Select(user => user.UserName!).ToListAsync(cancellationToken);
    }

    /// <summary>Sets the new password, lifts a lock-out and ends all sign-ins.</summary>
    public async Task<Outcome> SetAsync(PasswordResetInput input, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (await codes.ConfirmedAsync(EmailCodePurpose.ResetPassword, input.Flow, cancellationToken) is not { } state)
        {
            return new Refusal("code_flow_lost");
        }

        var password = await passwords.ReadAsync(input.Password, input.Repeated, state.Address);
        return password.IsDone
            ? await writes.RunAsync((context, ct) => SetAsync(input.UserName, password.Value, state, context, ct), cancellationToken)
            : password;
    }

    private async Task<Outcome> SetAsync(string? userName, string hash, FlowState state, PortalDbContext context, CancellationToken cancellationToken)
    {
        var users = await LogIns(context, state.Address).ToListAsync(cancellationToken);
        var user = users.Count == 1 ? users[0] : users.Find(one => one.UserName == userName);
        if (user is null)
        {
            return new Refusal("reset_log_in_needed") { Field = nameof(PasswordResetInput.UserName) };
        }

        if (!await codes.UseAsync(state, context, cancellationToken))
        {
            return new Refusal("code_flow_lost");
        }

        user.PasswordHash = hash;
        user.SecurityStamp = Guid.NewGuid().ToString("N");
        user.ConcurrencyStamp = Guid.NewGuid().ToString("N");
        user.LockoutEnd = null;
        user.AccessFailedCount = 0;
        await context.SaveChangesAsync(cancellationToken);
        await enqueue.RunAsync(
            new MessageDraft($"password-changed-{user.Id}-{state.CodeId}", "password_changed")
            {
                Category = MessageCategory.Security,
                UserId = user.Id,
                CustomerId = user.CustomerId,
                Address = state.Address,
                Arguments = new Dictionary<string, object?> { ["name"] = user.DisplayName, ["at"] = clock.UtcNow },
            },
            context,
            cancellationToken);
        return Outcome.Done;
    }

    private static IQueryable<PortalUser> LogIns(PortalDbContext context, string address)
    {
        var name = address.ToUpperInvariant();
        return context.Users.Where(user => user.Kind == AccountKind.Customer && !user.IsDisabled && (user.NormalizedUserName == name || user.NormalizedEmail == name));
    }
}

/// <summary>A new password.</summary>
/// <param name="Flow">The flow with the confirmed code.</param>
/// <param name="UserName">The log-in, where the address has several.</param>
/// <param name="Password">The password.</param>
/// <param name="Repeated">The password again.</param>
public sealed record PasswordResetInput(string? Flow, string? UserName, string? Password, string? Repeated);
