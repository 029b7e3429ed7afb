using Portal.Domain.Cards;
using Portal.Domain.Messages;
using Portal.Domain.Shared;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Messages;

namespace Portal.Infrastructure.Cards;

/// <summary>Tells the holder what was done with its card, in the transaction that did it: no message without the deed, no deed without the message.</summary>
internal sealed class CardMessages(EnqueueMessage enqueue)
{
    /// <summary>What the templates of all messages about operations with cards begin with.</summary>
    public const string Prefix = "card_";

    /// <summary>Tells the former holder that a card was handed over.</summary>
    public const string GivenAway = "card_given_away";

    /// <summary>Writes the message of an operation, if its kind has one and the card has a holder; a hand-over is told to both.</summary>
    public async Task TellAsync(CardOperation operation, LockedCard locked, long? formerHolderId, PortalDbContext context, CancellationToken cancellationToken)
    {
        if (locked.Account?.CustomerId is { } customerId && TemplateOf(operation) is { } template)
        {
            await TellAsync("card-" + operation.SlipNumber, template, customerId, operation, locked, context, cancellationToken);
        }

        if (formerHolderId is { } formerId)
        {
            await TellAsync("card-from-" + operation.SlipNumber, GivenAway, formerId, operation, locked, context, cancellationToken);
        }
    }

    private Task TellAsync(string key, string template, long customerId, CardOperation operation, LockedCard locked, PortalDbContext context, CancellationToken cancellationToken) =>
        enqueue.RunAsync(
            new MessageDraft(key, template)
            {
                CustomerId = customerId,
                Category = IsSecurity(operation.Kind) ? MessageCategory.Security : MessageCategory.Account,
                Arguments = Arguments(operation, locked),
            },
            context,
            cancellationToken);

    private static Dictionary<string, object?> Arguments(CardOperation operation, LockedCard locked) => new()
    {
        ["number"] = CardNumbers.Mask(locked.Card.Number),
        ["at"] = operation.AtUtc,
        ["slip"] = operation.SlipNumber,
        ["amount"] = new Money(Math.Abs(operation.PrincipalMinor + operation.GiftMinor)),
        ["paid"] = new Money(Math.Abs(operation.MoneyMinor)),
        ["gift"] = new Money(Math.Abs(operation.GiftMinor)),
        ["before"] = new Money(Math.Abs(operation.PrincipalMinor + operation.GiftMinor) + operation.DiscountMinor),
        ["discount"] = new Money(operation.DiscountMinor),
        ["principalAfter"] = new Money(operation.PrincipalAfterMinor),
        ["giftAfter"] = new Money(operation.GiftAfterMinor),
        ["times"] = Math.Abs((long)operation.Visits),
        ["timesAfter"] = operation.VisitsAfter,
        ["service"] = operation.Service ?? "",
    };

    /// <summary>What protects the card is told whatever the holder declined.</summary>
    private static bool IsSecurity(CardOperationKind kind) =>
        kind is CardOperationKind.ReportedLost or CardOperationKind.Unfrozen or CardOperationKind.Replaced or CardOperationKind.HandedOver or CardOperationKind.PinSet or CardOperationKind.PinChanged or CardOperationKind.PinReset;

    private static string? TemplateOf(CardOperation operation) => operation.Kind switch
    {
        CardOperationKind.Activated => "card_activated",
        CardOperationKind.ReportedLost => "card_lost",
        CardOperationKind.Unfrozen => "card_unfrozen",
        CardOperationKind.Replaced => "card_replaced",
        CardOperationKind.HandedOver => "card_handed_over",
        CardOperationKind.Closed => "card_closed",
        CardOperationKind.PinSet or CardOperationKind.PinChanged or CardOperationKind.PinReset => "card_pin",
        CardOperationKind.ToppedUp => operation.GiftMinor == 0 ? "card_topped_up" : "card_topped_up_gift",
        CardOperationKind.TopUpReversed => "card_top_up_reversed",
        CardOperationKind.Spent => operation.DiscountMinor == 0 ? "card_spent" : "card_spent_discount",
        CardOperationKind.Refunded => "card_refunded",
        CardOperationKind.VisitsSold => "card_visits_sold",
        CardOperationKind.VisitsUsed => "card_visits_used",
        _ => null,
    };
}
