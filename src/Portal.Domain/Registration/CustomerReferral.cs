namespace Portal.Domain.Registration;

/// <summary>Who brought a member.</summary>
public sealed class CustomerReferral
{
    /// <summary>Records it.</summary>
    public CustomerReferral(long customerId, long referredById, DateTime joinedAtUtc)
    {
        CustomerId = customerId;
        ReferredById = referredById;
        JoinedAtUtc = joinedAtUtc;
    }

    /// <summary>The new member; the row's key.</summary>
    public long CustomerId { get; private set; }

    /// <summary>The member who brought it.</summary>
    public long ReferredById { get; private set; }

    /// <summary>When it joined.</summary>
    public DateTime JoinedAtUtc { get; private set; }
}
