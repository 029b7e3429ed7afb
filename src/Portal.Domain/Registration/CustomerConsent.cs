namespace Portal.Domain.Registration;

/// <summary>What a customer agreed to: which wording, when, and when it was withdrawn. Agreeing again is a new row.</summary>
public sealed class CustomerConsent
{
    /// <summary>Records a consent.</summary>
    public CustomerConsent(long customerId, ConsentKind kind, string version, string culture, DateTime givenAtUtc)
    {
        CustomerId = customerId;
        Kind = kind;
        Version = version;
        Culture = culture;
        GivenAtUtc = givenAtUtc;
    }

    /// <summary>The row's key.</summary>
    public long Id { get; private set; }

    /// <summary>Who agreed.</summary>
    public long CustomerId { get; private set; }

    /// <summary>To what.</summary>
    public ConsentKind Kind { get; private set; }

    /// <summary>The version of the wording.</summary>
    public string Version { get; private set; }

    /// <summary>The language it was read in.</summary>
    public string Culture { get; private set; }

    /// <summary>When.</summary>
    public DateTime GivenAtUtc { get; private set; }

    /// <summary>When it was withdrawn, or null while it holds.</summary>
    public DateTime? WithdrawnAtUtc { get; private set; }

    /// <summary>Withdraws it.</summary>
    public void Withdraw(DateTime atUtc) => WithdrawnAtUtc ??= atUtc;
}

/// <summary>What can be agreed to.</summary>
public enum ConsentKind
{
    /// <summary>The terms of membership; without them there is no membership.</summary>
    Terms = 1,

    /// <summary>How personal data is used; without it there is no membership.</summary>
    Privacy = 2,

    /// <summary>Getting offers.</summary>
    Offers = 3,
}
