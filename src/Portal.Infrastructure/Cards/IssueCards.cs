using Microsoft.EntityFrameworkCore;
using Portal.Domain.Cards;
using Portal.Domain.Shared;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Shared;

namespace Portal.Infrastructure.Cards;

/// <summary>Makes unsold cards with the next numbers of a range, to be printed and sold later.</summary>
public sealed class IssueCards(WriteTransaction writes, CurrentUser user, BusinessClock clock)
{
    /// <summary>The most cards that are made at once.</summary>
    public const int MaxCount = 10_000;

    /// <summary>Makes them; the same key makes them once.</summary>
    public async Task<Outcome<IssuedCards>> RunAsync(IssueCardsInput input, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(input);
        if ((user.Refuse(Permissions.Cards.Edit) ?? CardOperationKey.Check(input.OperationKey)) is { } refusal)
        {
            return refusal;
        }

        return input.Count is < 1 or > MaxCount
            ? new Refusal("card_count", MaxCount) { Field = nameof(input.Count) }
            : await writes.RunAsync((context, ct) => IssueAsync(input, context, ct), cancellationToken);
    }

    private async Task<Outcome<IssuedCards>> IssueAsync(IssueCardsInput input, PortalDbContext context, CancellationToken cancellationToken)
    {
        var hash = CardOperationKey.Hash("issue", input.RangeId, input.Count);
        var known = await context.CardOperations.AsNoTracking().SingleOrDefaultAsync(row => row.OperationKey == input.OperationKey, cancellationToken);
        if (known is not null)
        {
            return known.RequestHash == hash ? Issued(known) : new Refusal("card_key_reused", input.OperationKey);
        }

        var numbers = await CardNumbering.TakeAsync(context, input.RangeId, input.Count, cancellationToken);
        if (!numbers.IsDone)
        {
            return numbers.Refusal;
        }

        var range = context.CardNumberRanges.Local.Single(row => row.Id == input.RangeId);
        var typeRetired = await context.CardTypes.AnyAsync(row => row.Id == range.CardTypeId && row.RetiredAtUtc != null, cancellationToken);
        if (typeRetired)
        {
            return new Refusal("cardtype_retired", range.Prefix);
        }

        context.AddRange(numbers.Value.Select(number => new Card(number, range.CardTypeId, range.Id, clock.UtcNow)));
        var operation = new CardOperation(input.OperationKey, hash, CardOperationKind.Issued, null, null, user.UserId, clock.Today, clock.UtcNow)
        {
            Reason = string.IsNullOrWhiteSpace(input.Reason) ? null : input.Reason.Trim(),
            Detail = $"{numbers.Value[0]} – {numbers.Value[^1]}",
            StateAfter = CardState.Unsold,
        };
        context.Add(operation);
        return await context.TrySaveAsync(cancellationToken) is { } stale ? stale : Issued(operation);
    }

    private static IssuedCards Issued(CardOperation operation)
    {
        var numbers = operation.Detail!.Split(" – ");
        return new IssuedCards(operation.Id, numbers[0], numbers[1]);
    }
}

/// <summary>What to make.</summary>
/// <param name="OperationKey">Made before the first try.</param>
/// <param name="RangeId">The range of numbers.</param>
/// <param name="Count">How many.</param>
/// <param name="Reason">A note, or null.</param>
public sealed record IssueCardsInput(string OperationKey, long RangeId, int Count, string? Reason = null);

/// <summary>Cards that were made.</summary>
/// <param name="OperationId">The operation.</param>
/// <param name="FirstNumber">The first number.</param>
/// <param name="LastNumber">The last number.</param>
public sealed record IssuedCards(long OperationId, string FirstNumber, string LastNumber);
