using Portal.Domain.Shared;

namespace Portal.Domain.Cards;

/// <summary>What stands behind a card: stored value and visits lie here, so that a replaced card loses nothing and sub-cards share it.</summary>
public sealed class CardAccount : IVersioned
{
    /// <summary>Opens one.</summary>
    /// <param name="cardTypeId">The type of its cards.</param>
    /// <param name="customerId">The holder; null for an unnamed card of somebody unknown.</param>
    /// <param name="openedAtUtc">When.</param>
    public CardAccount(long cardTypeId, long? customerId, DateTime openedAtUtc)
    {
        CardTypeId = cardTypeId;
        CustomerId = customerId;
        OpenedAtUtc = openedAtUtc;
    }

    /// <summary>The row's key; the owner of its ledger accounts.</summary>
    public long Id { get; private set; }

    /// <summary>The type of its cards.</summary>
    public long CardTypeId { get; private set; }

    /// <summary>The holder, or null.</summary>
    public long? CustomerId { get; private set; }

    /// <summary>The name on the identity document, where it was asked for.</summary>
    public string? RealName { get; private set; }

    /// <summary>The identity number, encrypted.</summary>
    public string? IdentityProtected { get; private set; }

    /// <summary>The last four characters of the identity number.</summary>
    public string? IdentityLast4 { get; private set; }

    /// <summary>When it was opened.</summary>
    public DateTime OpenedAtUtc { get; private set; }

    /// <summary>When it was closed, or null.</summary>
    public DateTime? ClosedAtUtc { get; private set; }

    /// <summary>Counts the changes of its cards: the row is written first by everything that moves the account, which makes the others wait.</summary>
    public long Turn { get; private set; }

    /// <inheritdoc />
    public long RowVersion { get; private set; }

    /// <summary>Whether the holder's identity is on file.</summary>
    public bool HasIdentity => IdentityProtected is not null;

    /// <summary>Puts the holder's identity on file.</summary>
    public void Identify(string realName, string identityProtected, string identityLast4)
    {
        RealName = realName;
        IdentityProtected = identityProtected;
        IdentityLast4 = identityLast4;
    }

    /// <summary>Hands the account to another customer; the identity has to be taken anew.</summary>
    public void HandTo(long customerId)
    {
        CustomerId = customerId;
        RealName = null;
        IdentityProtected = null;
        IdentityLast4 = null;
    }

    /// <summary>Closes it.</summary>
    public void Close(DateTime atUtc) => ClosedAtUtc ??= atUtc;
}
