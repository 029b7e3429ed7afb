using Portal.Domain.Cards;
using Portal.Domain.Ledger;

namespace Portal.Infrastructure.Cards;

/// <summary>What an operation does, decided; the rest is the same for all.</summary>
internal sealed record CardStep(CardOperationKind Kind)
{
    /// <summary>What the stored value changes by.</summary>
    public StoredValue Moved { get; init; }

    /// <summary>What the visits change by.</summary>
    public int Visits { get; init; }

    public string? Service { get; init; }

    /// <summary>Money beside the card: in (positive) or out (negative).</summary>
    public long MoneyMinor { get; init; }

    /// <summary>What was taken off the bill before it was paid.</summary>
    public long DiscountMinor { get; init; }

    public CardPayMethod? Method { get; init; }

    public string? Reason { get; init; }

    public string? Document { get; init; }

    public string? Detail { get; init; }

    public long? ReversesOperationId { get; init; }

    public long? OtherCardId { get; init; }

    /// <summary>Whose the card was before it was handed over.</summary>
    public long? FormerHolderId { get; init; }

    public long? TopUpRuleId { get; init; }

    /// <summary>The card's state before, where the step changed it.</summary>
    public CardState? StateBefore { get; init; }

    /// <summary>The kind of the ledger's transfer; null where nothing of value moves.</summary>
    public LedgerTransferKind? Transfer { get; init; }

    /// <summary>Other sides of the transfer than the house's.</summary>
    public long? ToAccountId { get; init; }

    /// <summary>Rows that need the operation's id.</summary>
    public Func<long, IEnumerable<object>>? Rows { get; init; }

    /// <summary>What the ledger moves: the account's parts against the house, or against another account.</summary>
    public IEnumerable<TransferSide> Sides(long accountId)
    {
        foreach (var (kind, house, asset, amount) in new[]
        {
            (LedgerAccountKind.CardPrincipal, LedgerAccountKind.CardMoney, LedgerAssets.Cny, Moved.PrincipalMinor),
            (LedgerAccountKind.CardGift, LedgerAccountKind.CardGifts, LedgerAssets.Cny, Moved.GiftMinor),
            (LedgerAccountKind.CardVisits, LedgerAccountKind.CardVisitsIssued, LedgerAssets.Visits, (long)Visits),
        })
        {
            if (amount != 0)
            {
                yield return new TransferSide(LedgerAccountReference.Card(kind, accountId, asset), amount);
                yield return new TransferSide(ToAccountId is { } other ? LedgerAccountReference.Card(kind, other, asset) : LedgerAccountReference.House(house, asset), -amount);
            }
        }
    }
}

/// <summary>What came of an operation with a card.</summary>
/// <param name="OperationId">The operation.</param>
/// <param name="CardId">The card.</param>
/// <param name="Moved">What the stored value changed by.</param>
/// <param name="After">The stored value afterwards.</param>
/// <param name="Visits">What the visits changed by.</param>
/// <param name="VisitsAfter">The visits afterwards.</param>
/// <param name="IsNew">Whether it was done now, not found under its key.</param>
public sealed record CardReceipt(long OperationId, long CardId, StoredValue Moved, StoredValue After, int Visits, long VisitsAfter, bool IsNew)
{
    /// <summary>The slip's number.</summary>
    public string SlipNumber => CardOperation.SlipNumberOf(OperationId);

    internal static CardReceipt Of(CardOperation row, bool isNew) => new(
        row.Id, row.CardId ?? 0, row.Moved, new StoredValue(row.PrincipalAfterMinor, row.GiftAfterMinor), row.Visits, row.VisitsAfter, isNew);
}
