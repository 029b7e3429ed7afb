namespace Portal.Domain.Shared;

/// <summary>Why something was not done, for a person to read: a code that the interface translates, never a sentence.</summary>
/// <param name="Code">snake_case, unique over all features: "settlement_same_person".</param>
/// <param name="Arguments">Values the sentence names, in its order: strings, numbers, <see cref="Money"/>, <see cref="DateOnly"/>.</param>
public sealed record Refusal(string Code, params object?[] Arguments)
{
    /// <summary>The row was changed by somebody else since it was read.</summary>
    public const string ChangedByOther = "changed_by_other";

    /// <summary>The person lacks the permission.</summary>
    public const string NotPermitted = "not_permitted";

    /// <summary>The record does not exist, or the person may not see it.</summary>
    public const string NotFound = "not_found";

    /// <summary>The input field that is wrong, as a path ("Tiers[1].From"), or null where it is the whole.</summary>
    public string? Field { get; init; }

    /// <inheritdoc />
    public bool Equals(Refusal? other) =>
        other is not null && Code == other.Code && Field == other.Field && Arguments.SequenceEqual(other.Arguments);

    /// <inheritdoc />
    public override int GetHashCode() => HashCode.Combine(Code, Field);

    /// <inheritdoc />
    public override string ToString() =>
        (Field is null ? "" : Field + ": ") + Code + (Arguments.Length == 0 ? "" : "(" + string.Join(", ", Arguments) + ")");
}
