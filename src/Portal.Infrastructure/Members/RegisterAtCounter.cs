using Microsoft.EntityFrameworkCore;
using Portal.Domain.Customers;
using Portal.Domain.Messages;
using Portal.Domain.Registration;
using Portal.Domain.Shared;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Registration;
using Portal.Infrastructure.Shared;

namespace Portal.Infrastructure.Members;

/// <summary>Staff open the file of a member who stands before them; the member can make a log-in to it later with its e-mail address.</summary>
public sealed class RegisterAtCounter(RegisterMember register, WriteTransaction writes, CurrentUser user, BusinessClock clock)
{
    /// <summary>Opens it.</summary>
    public async Task<Outcome<NewMember>> RunAsync(CounterInput input, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (user.Refuse(Permissions.Members.Register) is { } refusal)
        {
            return refusal;
        }

        var details = MemberDetails.Read(input.Name, input.Mobile, input.BirthOn, clock.Today);
        List<Refusal> refusals = [.. details.Refusals];
        EmailAddress? email = null;
        if (!string.IsNullOrWhiteSpace(input.Email) && !EmailAddress.TryParse(input.Email, out email))
        {
            refusals.Add(new Refusal("email_invalid") { Field = nameof(input.Email) });
        }

        if (!input.AgreesToTerms)
        {
            refusals.Add(new Refusal("consent_needed") { Field = nameof(input.AgreesToTerms) });
        }

        if (refusals.Count > 0)
        {
            return Outcome<NewMember>.Refused(refusals);
        }

        var draft = new MemberDraft(details.Value, input.Culture)
        {
            Email = email?.Text,
            ReferralCode = input.ReferralCode,
            WantsOffers = input.WantsOffers && email is not null,
            OwnerId = user.EmployeeId,
        };
        return await writes.RunAsync((context, ct) => RegisterAsync(draft, input.IsAnotherPerson, context, ct), cancellationToken);
    }

    private async Task<Outcome<NewMember>> RegisterAsync(MemberDraft draft, bool isAnotherPerson, PortalDbContext context, CancellationToken cancellationToken)
    {
        if (!isAnotherPerson && await FindAlikeAsync(draft, context, cancellationToken) is { } alike)
        {
            return new Refusal("member_known", alike) { Field = nameof(CounterInput.Mobile) };
        }

        return await register.RunAsync(draft, context, cancellationToken);
    }

    private static Task<string?> FindAlikeAsync(MemberDraft draft, PortalDbContext context, CancellationToken cancellationToken) => context.Customers
        .Where(row => row.Kind == CustomerKind.Member && row.ClosedAtUtc == null && (row.Profile.Phone == draft.Details.Mobile || (draft.Email != null && row.Profile.Email == draft.Email)))
        .OrderBy(row => row.Id)
        .Select(row => (string?)(row.Number + " " + row.Name))
        .FirstOrDefaultAsync(cancellationToken);
}

/// <summary>A member at the counter.</summary>
public sealed record CounterInput
{
    /// <summary>The name.</summary>
    public string? Name { get; init; }

    /// <summary>The mobile number.</summary>
    public string? Mobile { get; init; }

    /// <summary>The e-mail address, or null.</summary>
    public string? Email { get; init; }

    /// <summary>The birthday, or null.</summary>
    public DateOnly? BirthOn { get; init; }

    /// <summary>The code of the member who brought it, or null.</summary>
    public string? ReferralCode { get; init; }

    /// <summary>Whether terms and privacy notice were handed over and agreed to.</summary>
    public bool AgreesToTerms { get; init; }

    /// <summary>Whether offers are wanted.</summary>
    public bool WantsOffers { get; init; }

    /// <summary>Whether staff say that it is another person than the one with the same mobile number or address.</summary>
    public bool IsAnotherPerson { get; init; }

    /// <summary>The member's language: zh-CN or en.</summary>
    public string Culture { get; init; } = "zh-CN";
}
