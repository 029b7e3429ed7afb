using Microsoft.EntityFrameworkCore;
using Portal.Domain.Messages;
using Portal.Domain.Registration;
using Portal.Domain.Shared;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Messages;
using Portal.Infrastructure.Shared;

namespace Portal.Infrastructure.Registration;

/// <summary>What the customer who is signed in agreed to.</summary>
public sealed class MyConsents(WriteTransaction writes, IDbContextFactory<PortalDbContext> contexts, CurrentUser user, BusinessClock clock)
{
    /// <summary>All consents, the latest first.</summary>
    public async Task<IReadOnlyList<MyConsent>> ListAsync(CancellationToken cancellationToken)
    {
        var customerId = user.CustomerId;
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.CustomerConsents.Where(row => row.CustomerId == customerId)
            .OrderByDescending(row => row.GivenAtUtc).ThenBy(row => row.Kind)
            .Select(row => new MyConsent(row.Kind, row.Version, row.GivenAtUtc, row.WithdrawnAtUtc))
            .ToListAsync(cancellationToken);
    }

    /// <summary>Agrees to offers, or withdraws that; the messages follow. Terms and privacy end with the membership only.</summary>
    public async Task<Outcome> ChooseOffersAsync(bool isWanted, string culture, CancellationToken cancellationToken)
    {
        if (user.CustomerId is not { } customerId)
        {
            return new Refusal(Refusal.NotPermitted);
        }

        return await writes.RunAsync((context, ct) => ChooseOffersAsync(customerId, isWanted, culture, context, ct), cancellationToken);
    }

    private async Task<Outcome> ChooseOffersAsync(long customerId, bool isWanted, string culture, PortalDbContext context, CancellationToken cancellationToken)
    {
        var held = await context.CustomerConsents
            .Where(row => row.CustomerId == customerId && row.Kind == ConsentKind.Offers && row.WithdrawnAtUtc == null)
            .ToListAsync(cancellationToken);
        if (!isWanted)
        {
            held.ForEach(consent => consent.Withdraw(clock.UtcNow));
        }
        else if (held.Count == 0)
        {
            context.Add(new CustomerConsent(customerId, ConsentKind.Offers, ConsentWording.Version, culture, clock.UtcNow));
        }

        return await MyMessageChoices.ChooseAsync(customerId, MessageCategory.Offers, isWanted, clock.UtcNow, context, cancellationToken);
    }
}

/// <summary>Something that was agreed to.</summary>
/// <param name="Kind">To what.</param>
/// <param name="Version">The version of the wording.</param>
/// <param name="GivenAtUtc">When.</param>
/// <param name="WithdrawnAtUtc">When it was withdrawn, or null.</param>
public sealed record MyConsent(ConsentKind Kind, string Version, DateTime GivenAtUtc, DateTime? WithdrawnAtUtc);
