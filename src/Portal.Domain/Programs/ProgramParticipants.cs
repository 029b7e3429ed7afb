namespace Portal.Domain.Programs;

/// <summary>Who takes part: whoever one selector includes and none excludes.</summary>
public sealed record ProgramParticipants
{
    /// <summary>Every customer.</summary>
    public static ProgramParticipants Everybody { get; } = new() { Include = [new CustomerSelector(CustomerSelectorKind.All)] };

    /// <summary>Who is in.</summary>
    public IReadOnlyList<CustomerSelector> Include { get; init; } = [];

    /// <summary>Who is out, whatever includes them.</summary>
    public IReadOnlyList<CustomerSelector> Exclude { get; init; } = [];
}

/// <summary>Selects customers.</summary>
/// <param name="Kind">By what.</param>
public sealed record CustomerSelector(CustomerSelectorKind Kind)
{
    /// <summary>Customer numbers, or codes of groups, levels or regions; none for all.</summary>
    public IReadOnlyList<string> Codes { get; init; } = [];
}

/// <summary>By what customers are selected.</summary>
public enum CustomerSelectorKind
{
    /// <summary>All of them.</summary>
    All = 1,

    /// <summary>By number.</summary>
    Customer = 2,

    /// <summary>By group.</summary>
    Group = 3,

    /// <summary>By level.</summary>
    Level = 4,

    /// <summary>By region.</summary>
    Region = 5,

    /// <summary>A company, by number, and every company under it.</summary>
    Parent = 6,
}
