using System.Data;
using Microsoft.EntityFrameworkCore;
using Portal.Domain.Messages;
using Portal.Domain.Registration;
using Portal.Domain.Shared;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Messages;
using Portal.Infrastructure.Shared;

namespace Portal.Infrastructure.Registration;

/// <summary>
/// Sends codes to e-mail addresses and checks them. Whether an address is known never shows: rows, answers, limits and work
/// are the same; only the mail differs, which nobody but the owner of the address reads.
/// </summary>
public sealed class EmailCodes(
    WriteTransaction writes, IDbContextFactory<PortalDbContext> contexts, EnqueueMessage enqueue, MessageSecrets secrets, EmailCodeFlow flows, BusinessClock clock)
{
    /// <summary>Seconds until another code for the same purpose can be asked for.</summary>
    public const int SecondsBetween = 60;

    /// <summary>Codes for an address within an hour.</summary>
    public const int PerAddress = 5;

    /// <summary>Codes for a network address within an hour.</summary>
    public const int PerOrigin = 20;

    private static readonly TimeSpan Window = TimeSpan.FromHours(1);
    private static readonly TimeSpan Kept = TimeSpan.FromDays(2);

    /// <summary>Sends a code.</summary>
    /// <returns>The flow for the next page.</returns>
    internal async Task<Outcome<string>> SendAsync(EmailCodePurpose purpose, string? typedAddress, string? origin, string culture, CancellationToken cancellationToken)
    {
        if (!EmailAddress.TryParse(typedAddress, out var address))
        {
            return new Refusal("email_invalid") { Field = "Email" };
        }

        var code = CodeHash.NewCode();
        var isKnown = await IsKnownAsync(purpose, address, cancellationToken);
        var isHonoured = isKnown == (purpose == EmailCodePurpose.ResetPassword);

        // Who gets no code gets a row whose code nobody knows.
        var hash = CodeHash.Of(isHonoured ? code : CodeHash.NewCode());
        var draft = Draft(purpose, isHonoured, address, code, culture);
        var sent = await writes.RunAsync((context, ct) => SendAsync(purpose, address, RequestOrigin.Of(origin), hash, draft, context, ct), cancellationToken, IsolationLevel.Serializable);
        return sent.IsDone ? flows.Write(new FlowState(purpose, null, address.Text)) : sent.Refusal;
    }

    /// <summary>Checks a code that was typed. Each try counts before it is looked at, so that guesses at the same moment count too.</summary>
    /// <returns>The flow for the form behind the code.</returns>
    internal async Task<Outcome<string>> ConfirmAsync(EmailCodePurpose purpose, string? flow, string? typed, CancellationToken cancellationToken)
    {
        if (flows.Read(flow, purpose) is not { } state)
        {
            return new Refusal("code_flow_lost");
        }

        var code = CodeHash.Typed(typed);
        if (code.Length != EmailCode.Digits)
        {
            return new Refusal("code_needed", EmailCode.Digits) { Field = "Code" };
        }

        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var now = clock.UtcNow;
        var row = await context.EmailCodes.AsNoTracking()
            .Where(known => known.Address == state.Address && known.Purpose == purpose)
            .OrderByDescending(known => known.CreatedAtUtc).ThenByDescending(known => known.Id)
            .FirstOrDefaultAsync(cancellationToken);
        if (row is null || row.ExpiresAtUtc < now || row.ConfirmedAtUtc is not null)
        {
            return new Refusal("code_expired") { Field = "Code" };
        }

        var counted = await context.EmailCodes.Where(known => known.Id == row.Id && known.Tries < EmailCode.MaxTries && known.ConfirmedAtUtc == null)
            .ExecuteUpdateAsync(known => known.SetProperty(to => to.Tries, to => to.Tries + 1), cancellationToken);
        if (counted == 0)
        {
            return new Refusal("code_used_up") { Field = "Code" };
        }

        if (!CodeHash.Matches(code, row.CodeHash))
        {
            return new Refusal("code_wrong") { Field = "Code" };
        }

        DateTime? confirmed = now;
        await context.EmailCodes.Where(known => known.Id == row.Id && known.ConfirmedAtUtc == null)
            .ExecuteUpdateAsync(known => known.SetProperty(to => to.ConfirmedAtUtc, confirmed), cancellationToken);
        return flows.Write(state with { CodeId = row.Id });
    }

    /// <summary>The address that a confirmed flow stands for, while the form behind it can be sent; null otherwise.</summary>
    internal async Task<FlowState?> ConfirmedAsync(EmailCodePurpose purpose, string? flow, CancellationToken cancellationToken)
    {
        if (flows.Read(flow, purpose) is not { CodeId: { } codeId } state)
        {
            return null;
        }

        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var row = await context.EmailCodes.AsNoTracking().SingleOrDefaultAsync(known => known.Id == codeId && known.Address == state.Address && known.Purpose == purpose, cancellationToken);
        return row?.AllowsAt(clock.UtcNow) == true ? state : null;
    }

    /// <summary>Uses a confirmed code up in the caller's transaction; false where another request did so before.</summary>
    internal async Task<bool> UseAsync(FlowState state, PortalDbContext context, CancellationToken cancellationToken)
    {
        DateTime? now = clock.UtcNow;
        return await context.EmailCodes.Where(known => known.Id == state.CodeId && known.UsedAtUtc == null)
            .ExecuteUpdateAsync(known => known.SetProperty(to => to.UsedAtUtc, now), cancellationToken) == 1;
    }

    /// <summary>The address of a flow with most of its name hidden, for the page that asks for the code.</summary>
    public string? MaskedAddress(EmailCodePurpose purpose, string? flow) =>
        flows.Read(flow, purpose) is { } state && EmailAddress.TryParse(state.Address, out var address) ? address.Masked : null;

    /// <summary>The address of a flow, to send another code to.</summary>
    internal string? AddressOf(EmailCodePurpose purpose, string? flow) => flows.Read(flow, purpose)?.Address;

    private async Task<bool> IsKnownAsync(EmailCodePurpose purpose, EmailAddress address, CancellationToken cancellationToken)
    {
        var name = address.Text.ToUpperInvariant();
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.Users.AnyAsync(
            user => (user.NormalizedUserName == name || user.NormalizedEmail == name) && (user.Kind == AccountKind.Customer || (purpose == EmailCodePurpose.Register && user.NormalizedUserName == name)),
            cancellationToken);
    }

    private MessageDraft Draft(EmailCodePurpose purpose, bool isHonoured, EmailAddress address, string code, string culture)
    {
        var template = (purpose, isHonoured) switch
        {
            (EmailCodePurpose.Register, true) => "register_code",
            (EmailCodePurpose.Register, false) => "register_known",
            (_, true) => "reset_code",
            _ => "reset_unknown",
        };

        // Those without a code are sealed as well: the same work, and staff cannot tell them apart by reading them.
        return secrets.Seal(new MessageDraft($"code-{Guid.NewGuid():N}", template)
        {
            Address = address.Text,
            Culture = culture,
            Category = MessageCategory.Security,
            ExpiresAtUtc = clock.UtcNow + EmailCode.Lifetime,
            Arguments = new Dictionary<string, object?> { ["code"] = isHonoured ? code : "", ["minutes"] = (int)EmailCode.Lifetime.TotalMinutes },
        });
    }

    private async Task<Outcome> SendAsync(
        EmailCodePurpose purpose, EmailAddress address, string origin, string hash, MessageDraft draft, PortalDbContext context, CancellationToken cancellationToken)
    {
        var now = clock.UtcNow;
        var old = now - Kept;
        await context.EmailCodes.Where(row => row.CreatedAtUtc < old).ExecuteDeleteAsync(cancellationToken);
        var since = now - Window;
        var earlier = await context.EmailCodes.Where(row => row.Address == address.Text && row.CreatedAtUtc > since).Select(row => new { row.Purpose, row.CreatedAtUtc }).ToListAsync(cancellationToken);
        var latest = earlier.Where(row => row.Purpose == purpose).Select(row => (DateTime?)row.CreatedAtUtc).Max();
        if (latest?.AddSeconds(SecondsBetween) is { } next && next > now)
        {
            return new Refusal("code_wait", (int)Math.Ceiling((next - now).TotalSeconds)) { Field = "Email" };
        }

        if (earlier.Count >= PerAddress || await context.EmailCodes.CountAsync(row => row.Origin == origin && row.CreatedAtUtc > since, cancellationToken) >= PerOrigin)
        {
            return new Refusal("code_too_many") { Field = "Email" };
        }

        context.Add(new EmailCode(purpose, address.Text, hash, origin, now));
        await enqueue.RunAsync(draft, context, cancellationToken);
        await context.SaveChangesAsync(cancellationToken);
        return Outcome.Done;
    }
}
