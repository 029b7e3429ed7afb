namespace Portal.Domain.Customers;

/// <summary>Addresses and personal details of a customer; an empty text is null.</summary>
public sealed record CustomerProfile
{
    /// <summary>Nothing known.</summary>
    public static CustomerProfile Empty { get; } = new();

    /// <summary>The person to speak to.</summary>
    public string? ContactName { get; init; }

    /// <summary>Telephone.</summary>
    public string? Phone { get; init; }

    /// <summary>E-mail address.</summary>
    public string? Email { get; init; }

    /// <summary>Street address.</summary>
    public string? Address { get; init; }

    /// <summary>City.</summary>
    public string? City { get; init; }

    /// <summary>Province or state.</summary>
    public string? Province { get; init; }

    /// <summary>Country.</summary>
    public string? Country { get; init; }

    /// <summary>Post code.</summary>
    public string? PostalCode { get; init; }

    /// <summary>A person's sex as the person gave it: "F", "M" or another text.</summary>
    public string? Sex { get; init; }

    /// <summary>A person's birthday.</summary>
    public DateOnly? BirthOn { get; init; }

    /// <summary>A person's occupation.</summary>
    public string? Occupation { get; init; }

    /// <summary>A person's education.</summary>
    public string? Education { get; init; }

    /// <summary>A company's trade.</summary>
    public string? Industry { get; init; }

    /// <summary>Free notes.</summary>
    public string? Notes { get; init; }
}
