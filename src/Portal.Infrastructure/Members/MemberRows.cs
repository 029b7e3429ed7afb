using Portal.Domain.Customers;
using Portal.Domain.Registration;

namespace Portal.Infrastructure.Members;

/// <summary>A member in the list.</summary>
public sealed record MemberRow
{
    /// <summary>The key.</summary>
    public long Id { get; init; }

    /// <summary>The number.</summary>
    public required string Number { get; init; }

    /// <summary>The name.</summary>
    public required string Name { get; init; }

    /// <summary>The mobile number.</summary>
    public string? Mobile { get; init; }

    /// <summary>The e-mail address.</summary>
    public string? Email { get; init; }

    /// <summary>The level's name.</summary>
    public string? Level { get; init; }

    /// <summary>When the file was opened.</summary>
    public DateTime JoinedAtUtc { get; init; }

    /// <summary>Whether it can sign in.</summary>
    public bool HasLogIn { get; init; }

    /// <summary>Whether the file is closed.</summary>
    public bool IsClosed { get; init; }

    /// <summary>Net purchases of the last twelve months.</summary>
    public long YearNetMinor { get; init; }
}

/// <summary>A member with what stands on top of its page.</summary>
public sealed record MemberRecord
{
    /// <summary>The key.</summary>
    public long Id { get; init; }

    /// <summary>The number.</summary>
    public required string Number { get; init; }

    /// <summary>The name.</summary>
    public required string Name { get; init; }

    /// <summary>Company or person.</summary>
    public CustomerKind Kind { get; init; }

    /// <summary>The mobile number.</summary>
    public string? Mobile { get; init; }

    /// <summary>The e-mail address.</summary>
    public string? Email { get; init; }

    /// <summary>The birthday.</summary>
    public DateOnly? BirthOn { get; init; }

    /// <summary>The level's name.</summary>
    public string? Level { get; init; }

    /// <summary>The employee who looks after it.</summary>
    public string? Owner { get; init; }

    /// <summary>The member who brought it.</summary>
    public long? ReferredById { get; init; }

    /// <summary>Its name.</summary>
    public string? ReferredBy { get; init; }

    /// <summary>How many it brought itself.</summary>
    public int Referrals { get; init; }

    /// <summary>The name it signs in with, or null.</summary>
    public string? LogIn { get; init; }

    /// <summary>When the file was opened.</summary>
    public DateTime JoinedAtUtc { get; init; }

    /// <summary>When it was closed, or null.</summary>
    public DateTime? ClosedAtUtc { get; init; }

    /// <summary>Net purchases of the last twelve months.</summary>
    public long YearNetMinor { get; init; }

    /// <summary>Number of sales documents ever.</summary>
    public int Purchases { get; init; }

    /// <summary>The day of the last one.</summary>
    public DateOnly? LastPurchaseOn { get; init; }
}

/// <summary>Something a member agreed to.</summary>
/// <param name="Kind">To what.</param>
/// <param name="Version">The version of the wording.</param>
/// <param name="GivenAtUtc">When.</param>
/// <param name="WithdrawnAtUtc">When it was withdrawn, or null.</param>
public sealed record MemberConsentRow(ConsentKind Kind, string Version, DateTime GivenAtUtc, DateTime? WithdrawnAtUtc);

/// <summary>Something that happened to a member.</summary>
/// <param name="AtUtc">When.</param>
/// <param name="Kind">What.</param>
/// <param name="Subject">A number, a template or a kind that says more; or null.</param>
/// <param name="AmountMinor">An amount of money, or null.</param>
/// <param name="Who">Who did it, or null.</param>
/// <param name="EarlierOn">The day it happened where that is before the day it was recorded, as with imported purchases; else null.</param>
public sealed record MemberEvent(DateTime AtUtc, MemberEventKind Kind, string? Subject = null, long? AmountMinor = null, string? Who = null, DateOnly? EarlierOn = null);

/// <summary>What can happen to a member.</summary>
public enum MemberEventKind
{
    /// <summary>The file was opened.</summary>
    Joined = 1,

    /// <summary>The file was closed.</summary>
    Closed = 2,

    /// <summary>A log-in was made.</summary>
    LogInMade = 3,

    /// <summary>Something was agreed to.</summary>
    Agreed = 4,

    /// <summary>Something agreed to was withdrawn.</summary>
    Withdrew = 5,

    /// <summary>A purchase.</summary>
    Purchase = 6,

    /// <summary>A return.</summary>
    Return = 7,

    /// <summary>A message was written.</summary>
    Message = 8,

    /// <summary>A dispute was opened.</summary>
    Dispute = 9,

    /// <summary>Another employee looks after it.</summary>
    OwnerChanged = 10,

    /// <summary>A member came that it brought.</summary>
    Referral = 11,

    /// <summary>Something was done with a card.</summary>
    Card = 12,

    /// <summary>Points moved.</summary>
    Points = 13,

    /// <summary>A reward was ordered.</summary>
    Reward = 14,
}
