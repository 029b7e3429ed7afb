using Portal.Domain.Messages;

namespace Portal.Infrastructure.Messages;

/// <summary>A message to be written into the outbox.</summary>
/// <param name="Key">
/// Names what is told, "topup-C-2026-0001-17": the same key is told once. A key that is too long is shortened to its hash.
/// </param>
/// <param name="Template">The code of a template in <c>Messages/Templates</c>.</param>
public sealed record MessageDraft(string Key, string Template)
{
    /// <summary>What fills the places of the template: texts, <c>Money</c>, <c>DateOnly</c>, <c>DateTime</c> (UTC), whole numbers.</summary>
    public IReadOnlyDictionary<string, object?> Arguments { get; init; } = new Dictionary<string, object?>();

    /// <summary>What it is about.</summary>
    public MessageCategory Category { get; init; } = MessageCategory.Account;

    /// <summary>The customer it is for: gives address, language and what is wanted, unless they are set here.</summary>
    public long? CustomerId { get; init; }

    /// <summary>The log-in it is for, staff or customer: gives address and language.</summary>
    public long? UserId { get; init; }

    /// <summary>Another address than the recipient's own.</summary>
    public string? Address { get; init; }

    /// <summary>zh-CN or en; null takes the recipient's.</summary>
    public string? Culture { get; init; }

    /// <summary>When it is of no use any more.</summary>
    public DateTime? ExpiresAtUtc { get; init; }

    /// <summary>The arguments encrypted by <see cref="MessageSecrets.Seal"/>, instead of <see cref="Arguments"/>.</summary>
    public string? SealedArguments { get; init; }

    /// <summary>A message to a customer about its account.</summary>
    public static MessageDraft ToCustomer(long customerId, string key, string template, params (string Name, object? Value)[] arguments) =>
        new(key, template) { CustomerId = customerId, Arguments = arguments.ToDictionary(argument => argument.Name, argument => argument.Value) };
}
