using Microsoft.EntityFrameworkCore;
using Portal.Domain.Customers;
using Portal.Domain.Registration;
using Portal.Domain.Shared;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Points;
using Portal.Infrastructure.Shared;

namespace Portal.Infrastructure.Registration;

/// <summary>The member's own file: reads it, and changes what a member may change.</summary>
public sealed class MyProfile(IDbContextFactory<PortalDbContext> contexts, CurrentUser user, BusinessClock clock)
{
    /// <summary>The file; null for a log-in without a customer.</summary>
    public async Task<MyProfileRow?> ReadAsync(CancellationToken cancellationToken)
    {
        var customerId = user.CustomerId;
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.Customers.Where(row => row.Id == customerId)
            .Select(row => new MyProfileRow(
                row.Number,
                row.Name,
                row.Kind,
                row.Profile.Phone,
                row.Profile.Email,
                row.Profile.BirthOn,
                context.CustomerLevels.Where(level => level.Id == row.LevelId).Select(level => level.Name).FirstOrDefault(),
                row.CreatedAtUtc,
                row.RowVersion))
            .SingleOrDefaultAsync(cancellationToken);
    }

    /// <summary>The names of levels by their codes.</summary>
    public async Task<IReadOnlyDictionary<string, string>> LevelNamesAsync(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await LevelNames.ReadAsync(context, cancellationToken);
    }

    /// <summary>
    /// Saves name and mobile number; the birthday only where none is known, since presents hang on it. The e-mail address stays:
    /// it is the log-in. A company's file is changed by staff.
    /// </summary>
    public async Task<Outcome> SaveAsync(MyProfileInput input, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(input);
        var customerId = user.CustomerId;
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var customer = await context.Customers.SingleOrDefaultAsync(row => row.Id == customerId, cancellationToken);
        if (customer?.Kind != CustomerKind.Member)
        {
            return new Refusal(Refusal.NotPermitted);
        }

        // What stands there already may have been imported in another form; nobody has to correct it to change something else.
        var isSamePhone = input.Mobile?.Trim() == customer.Profile.Phone;
        var refusals = MemberDetails.Read(input.Name, input.Mobile, customer.Profile.BirthOn ?? input.BirthOn, clock.Today).Refusals
            .Where(refusal => !(refusal.Field == nameof(MemberDetails.BirthOn) && customer.Profile.BirthOn is not null))
            .Where(refusal => !(refusal.Field == nameof(MemberDetails.Mobile) && isSamePhone))
            .ToList();
        if (refusals.Count > 0)
        {
            return Outcome.Refused(refusals);
        }

        context.Expect(customer, input.RowVersion);
        var phone = isSamePhone ? customer.Profile.Phone : MemberDetails.MobileOf(input.Mobile);
        customer.Describe(input.Name!.Trim(), customer.Profile with { Phone = phone, BirthOn = customer.Profile.BirthOn ?? input.BirthOn });

        // The log-in is called as its member is.
        foreach (var login in await context.Users.Where(row => row.CustomerId == customerId).ToListAsync(cancellationToken))
        {
            login.DisplayName = customer.Name;
        }

        return await context.TrySaveAsync(cancellationToken) is { } stale ? stale : Outcome.Done;
    }
}

/// <summary>A member's own file.</summary>
/// <param name="Number">The member's number.</param>
/// <param name="Name">The name.</param>
/// <param name="Kind">Company or person.</param>
/// <param name="Mobile">The mobile number.</param>
/// <param name="Email">The e-mail address.</param>
/// <param name="BirthOn">The birthday.</param>
/// <param name="Level">The level's name.</param>
/// <param name="SinceUtc">When the file was opened.</param>
/// <param name="RowVersion">The version that was read.</param>
public sealed record MyProfileRow(
    string Number, string Name, CustomerKind Kind, string? Mobile, string? Email, DateOnly? BirthOn, string? Level, DateTime SinceUtc, long RowVersion);

/// <summary>A member's own file as edited.</summary>
/// <param name="Name">The name.</param>
/// <param name="Mobile">The mobile number.</param>
/// <param name="BirthOn">The birthday, where none is known yet.</param>
/// <param name="RowVersion">The version that was read.</param>
public sealed record MyProfileInput(string? Name, string? Mobile, DateOnly? BirthOn, long RowVersion);
