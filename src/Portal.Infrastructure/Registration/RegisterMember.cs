using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Portal.Domain.Customers;
using Portal.Domain.Messages;
using Portal.Domain.Registration;
using Portal.Domain.Shared;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Messages;
using Portal.Infrastructure.Points;
using Portal.Infrastructure.Shared;

namespace Portal.Infrastructure.Registration;

/// <summary>Opens a member's file, with its log-in, consents and referral, in the caller's transaction.</summary>
public sealed class RegisterMember(EnqueueMessage enqueue, JoinPoints joinPoints, ILookupNormalizer names, BusinessClock clock)
{
    /// <summary>The letters before the year in members' numbers.</summary>
    public const string NumberPrefix = "M";

    private const string NoProgram = "points_no_program";

    /// <summary>Opens it. A person with a file at the counter and no log-in gets a log-in to that file.</summary>
    internal async Task<Outcome<NewMember>> RunAsync(MemberDraft draft, PortalDbContext context, CancellationToken cancellationToken)
    {
        var normalized = draft.LogIn is { } logIn ? names.NormalizeName(logIn.UserName) : null;
        if (normalized is not null && await context.Users.AnyAsync(user => user.NormalizedUserName == normalized, cancellationToken))
        {
            return new Refusal("member_already_registered");
        }

        var referredById = await FindReferrerAsync(draft.ReferralCode, context, cancellationToken);
        if (!referredById.IsDone)
        {
            return referredById.Refusal;
        }

        var existing = draft.LogIn is null ? null : await FindWithoutLogInAsync(draft.Email, context, cancellationToken);
        var customer = existing ?? await OpenAsync(draft, context, cancellationToken);
        await context.SaveChangesAsync(cancellationToken);
        AgreeTo(draft, customer, context);
        if (existing is null && referredById.Value is { Id: > 0 } referrer && referrer.Id != customer.Id)
        {
            context.Add(new CustomerReferral(customer.Id, referrer.Id, clock.UtcNow));
        }

        if (await JoinAsync(customer.Id, existing is null && referredById.Value.Id != customer.Id ? referredById.Value.Id : 0, context, cancellationToken) is { } refused)
        {
            return refused;
        }

        var userId = draft.LogIn is { } wanted ? await AddLogInAsync(wanted, draft, normalized!, customer, context, cancellationToken) : (long?)null;
        await context.SaveChangesAsync(cancellationToken);
        await enqueue.RunAsync(
            MessageDraft.ToCustomer(customer.Id, $"welcome-{customer.Number}-{userId}", "member_welcome", ("name", customer.Name), ("number", customer.Number)) with { Culture = draft.Culture },
            context,
            cancellationToken);
        await context.SaveChangesAsync(cancellationToken);
        return new NewMember(customer.Id, customer.Number, userId);
    }

    /// <summary>Joins the points programme, if there is one. A referral that its rules refuse brings no points and keeps nobody out.</summary>
    private async Task<Refusal?> JoinAsync(long customerId, long referrerId, PortalDbContext context, CancellationToken cancellationToken)
    {
        await context.SaveChangesAsync(cancellationToken);
        var joined = await joinPoints.RunAsync(new JoinPointsInput(customerId, ReferredById: referrerId > 0 ? referrerId : null), context, cancellationToken);
        if (!joined.IsDone && referrerId > 0 && joined.Refusal.Code != NoProgram)
        {
            joined = await joinPoints.RunAsync(new JoinPointsInput(customerId), context, cancellationToken);
        }

        return joined.IsDone || joined.Refusal.Code == NoProgram ? null : joined.Refusal;
    }

    private static async Task<Outcome<Referrer>> FindReferrerAsync(string? typed, PortalDbContext context, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(typed))
        {
            return new Referrer(0);
        }

        return ReferralCode.TryRead(typed, out var id) && await context.Customers.AnyAsync(row => row.Id == id && row.Kind == CustomerKind.Member && row.ClosedAtUtc == null, cancellationToken)
            ? new Referrer(id.Value)
            : new Refusal("referral_code_unknown") { Field = nameof(MemberDraft.ReferralCode) };
    }

    /// <summary>The file of a person who registered at the counter with this address, which it has now shown to be its own.</summary>
    private static async Task<Customer?> FindWithoutLogInAsync(string? email, PortalDbContext context, CancellationToken cancellationToken)
    {
        var found = await context.Customers
            .Where(row => row.Kind == CustomerKind.Member && row.ClosedAtUtc == null && row.Profile.Email == email && !context.Users.Any(user => user.CustomerId == row.Id))
            .Take(2)
            .ToListAsync(cancellationToken);
        return found.Count == 1 ? found[0] : null;
    }

    private async Task<Customer> OpenAsync(MemberDraft draft, PortalDbContext context, CancellationToken cancellationToken)
    {
        string number;
        do
        {
            number = await context.NextNumberAsync(NumberPrefix, clock.Today.Year, cancellationToken);
        }
        while (await context.Customers.AnyAsync(row => row.Number == number, cancellationToken));

        var customer = new Customer(number, draft.Details.Name, CustomerKind.Member, clock.UtcNow);
        customer.Describe(draft.Details.Name, new CustomerProfile { Phone = draft.Details.Mobile, Email = draft.Email, BirthOn = draft.Details.BirthOn });
        customer.AssignOwner(draft.OwnerId, null, clock.UtcNow);
        context.Add(customer);
        return customer;
    }

    private void AgreeTo(MemberDraft draft, Customer customer, PortalDbContext context)
    {
        ConsentKind[] kinds = draft.WantsOffers ? [ConsentKind.Terms, ConsentKind.Privacy, ConsentKind.Offers] : [ConsentKind.Terms, ConsentKind.Privacy];
        context.AddRange(kinds.Select(kind => new CustomerConsent(customer.Id, kind, ConsentWording.Version, draft.Culture, clock.UtcNow)));
        if (draft.WantsOffers)
        {
            context.Add(new MessageChoice(customer.Id, MessageCategory.Offers, isWanted: true, clock.UtcNow));
        }
    }

    private async Task<long> AddLogInAsync(
        NewLogIn logIn, MemberDraft draft, string normalized, Customer customer, PortalDbContext context, CancellationToken cancellationToken)
    {
        var user = new PortalUser
        {
            UserName = logIn.UserName,
            NormalizedUserName = normalized,
            Email = draft.Email,
            NormalizedEmail = names.NormalizeEmail(draft.Email),
            EmailConfirmed = true,
            DisplayName = customer.Name,
            Kind = AccountKind.Customer,
            CustomerId = customer.Id,
            Culture = draft.Culture,
            PasswordHash = logIn.PasswordHash,
            SecurityStamp = Guid.NewGuid().ToString("N"),
            CreatedAtUtc = clock.UtcNow,
            LockoutEnabled = true,
        };
        context.Add(user);
        await context.SaveChangesAsync(cancellationToken);
        var roleId = await context.Roles.Where(role => role.Name == RolePermissions.Member).Select(role => role.Id).SingleAsync(cancellationToken);
        context.UserRoles.Add(new IdentityUserRole<long> { UserId = user.Id, RoleId = roleId });
        return user.Id;
    }

    private sealed record Referrer(long Id);
}

/// <summary>A member to be.</summary>
/// <param name="Details">What the person says about itself.</param>
/// <param name="Culture">zh-CN or en.</param>
internal sealed record MemberDraft(MemberDetails Details, string Culture)
{
    /// <summary>The e-mail address, or null.</summary>
    public string? Email { get; init; }

    /// <summary>The log-in, or null for a member without one.</summary>
    public NewLogIn? LogIn { get; init; }

    /// <summary>The code of the member who brought it, or null.</summary>
    public string? ReferralCode { get; init; }

    /// <summary>Whether it agreed to offers.</summary>
    public bool WantsOffers { get; init; }

    /// <summary>The employee who looks after it, or null.</summary>
    public long? OwnerId { get; init; }
}

/// <summary>A log-in to be made.</summary>
/// <param name="UserName">The name typed at log-in.</param>
/// <param name="PasswordHash">The hash of the password.</param>
internal sealed record NewLogIn(string UserName, string PasswordHash);

/// <summary>A new member.</summary>
/// <param name="CustomerId">The customer's key.</param>
/// <param name="Number">The member's number.</param>
/// <param name="UserId">The log-in, or null.</param>
public sealed record NewMember(long CustomerId, string Number, long? UserId);
