using Microsoft.EntityFrameworkCore;
using Portal.Domain.Cards;
using Portal.Domain.Shared;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Data;

namespace Portal.Infrastructure.Cards;

/// <summary>Hands an account with its cards to another customer (过户); PINs are taken away, the new holder's identity is taken.</summary>
public sealed class HandOverCard
{
    private readonly CardWork _work;
    private readonly CardIdentities _identities;
    private readonly CurrentUser _user;

    internal HandOverCard(CardWork work, CardIdentities identities, CurrentUser user)
    {
        _work = work;
        _identities = identities;
        _user = user;
    }

    /// <summary>Hands it over; the same key does it once.</summary>
    public async Task<Outcome<CardReceipt>> RunAsync(HandOverCardInput input, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(input);
        if ((_user.Refuse(Permissions.Cards.Operate) ?? CardOperationKey.CheckReason(input.Reason)) is { } refusal)
        {
            return refusal;
        }

        if (!input.IsIdentityChecked)
        {
            return new Refusal("card_identity_unchecked") { Field = nameof(input.IsIdentityChecked) };
        }

        var identity = _identities.Read(input.Identity);
        return !identity.IsDone ? identity.Refusal : await _work.RunAsync(
            new CardRequest(input.OperationKey, CardOperationKey.Hash("hand-over", input.CardId, input.CustomerId), input.CardId),
            (locked, context, ct) => DecideAsync(input, identity.Value, locked, context, ct),
            cancellationToken);
    }

    private async Task<Outcome<CardStep>> DecideAsync(
        HandOverCardInput input, CardIdentity? identity, LockedCard locked, PortalDbContext context, CancellationToken cancellationToken)
    {
        if (locked.Card.RefuseUse(_work.Today) is { } unusable)
        {
            return unusable;
        }

        if (locked.Card.IsSubCard)
        {
            return new Refusal("card_not_main", locked.Card.Number);
        }

        var customer = await context.Customers.VisibleTo(_user, context).Where(row => row.Id == input.CustomerId && row.ClosedAtUtc == null)
            .Select(row => row.Number).SingleOrDefaultAsync(cancellationToken);
        if (customer is null || input.CustomerId == locked.Account!.CustomerId)
        {
            return new Refusal("card_customer_missing") { Field = nameof(input.CustomerId) };
        }

        if (locked.Rules is { IsNamed: true, Prepaid.NamedNeedsIdentity: true } && identity is null)
        {
            return new Refusal("card_identity_named") { Field = nameof(CardIdentityInput.Number) };
        }

        var formerId = locked.Account.CustomerId;
        var from = await context.Customers.Where(row => row.Id == formerId).Select(row => row.Number).SingleOrDefaultAsync(cancellationToken);
        locked.Account.HandTo(input.CustomerId);
        if (identity is not null)
        {
            locked.Account.Identify(identity.RealName, identity.NumberProtected, identity.NumberLast4);
        }

        var accountId = locked.Account.Id;
        foreach (var card in await context.Cards.Where(row => row.AccountId == accountId).ToListAsync(cancellationToken))
        {
            card.ClearPin();
        }

        return new CardStep(CardOperationKind.HandedOver) { Reason = input.Reason, FormerHolderId = formerId, Detail = $"{from ?? "—"} → {customer}" };
    }
}

/// <summary>Puts the holder's or buyer's identity on file, for top-ups that ask for it.</summary>
public sealed class IdentifyCardHolder
{
    private readonly CardWork _work;
    private readonly CardIdentities _identities;
    private readonly CurrentUser _user;

    internal IdentifyCardHolder(CardWork work, CardIdentities identities, CurrentUser user)
    {
        _work = work;
        _identities = identities;
        _user = user;
    }

    /// <summary>Puts it on file; the same key does it once.</summary>
    public async Task<Outcome<CardReceipt>> RunAsync(IdentifyCardInput input, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (_user.Refuse(Permissions.Cards.Operate) is { } refusal)
        {
            return refusal;
        }

        var identity = _identities.Read(input.Identity);
        if (!identity.IsDone)
        {
            return identity.Refusal;
        }

        if (identity.Value is not { } known)
        {
            return new Refusal("card_identity_name") { Field = nameof(CardIdentityInput.RealName) };
        }

        return await _work.RunAsync(
            new CardRequest(input.OperationKey, CardOperationKey.Hash("identify", input.CardId, known.RealName, known.NumberLast4), input.CardId),
            (locked, _, _) =>
            {
                if (locked.Account is null)
                {
                    return Task.FromResult<Outcome<CardStep>>(locked.Card.RefuseUse(_work.Today)!);
                }

                locked.Account.Identify(known.RealName, known.NumberProtected, known.NumberLast4);
                return Task.FromResult<Outcome<CardStep>>(new CardStep(CardOperationKind.Identified) { Detail = "•••• " + known.NumberLast4 });
            },
            cancellationToken);
    }
}

/// <summary>Whom to hand a card to.</summary>
/// <param name="OperationKey">Made before the first try.</param>
/// <param name="CardId">The main card.</param>
/// <param name="CustomerId">The new holder.</param>
/// <param name="Identity">The new holder's identity, where the rules ask for it.</param>
/// <param name="IsIdentityChecked">Whether staff saw the documents of both persons.</param>
/// <param name="Reason">Why.</param>
public sealed record HandOverCardInput(string OperationKey, long CardId, long CustomerId, CardIdentityInput? Identity, bool IsIdentityChecked, string? Reason);

/// <summary>Whose identity to put on file.</summary>
/// <param name="OperationKey">Made before the first try.</param>
/// <param name="CardId">The card.</param>
/// <param name="Identity">Name and number.</param>
public sealed record IdentifyCardInput(string OperationKey, long CardId, CardIdentityInput Identity);
