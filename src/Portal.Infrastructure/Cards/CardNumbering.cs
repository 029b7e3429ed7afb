using Microsoft.EntityFrameworkCore;
using Portal.Domain.Cards;
using Portal.Domain.Shared;
using Portal.Infrastructure.Data;

namespace Portal.Infrastructure.Cards;

/// <summary>Finds the blank card that is sold: the one whose number was read, or one with the next number of the type.</summary>
internal static class CardNumbering
{
    /// <summary>The card with a number, which has to be unsold and of the type; without a number a new one from the type's ranges.</summary>
    public static async Task<Outcome<Card>> BlankAsync(PortalDbContext context, CardType type, string? number, DateTime nowUtc, CancellationToken cancellationToken)
    {
        if (type.RetiredAtUtc is not null)
        {
            return new Refusal("cardtype_retired", type.Code);
        }

        if (!string.IsNullOrWhiteSpace(number))
        {
            var read = CardNumbers.Read(number);
            var card = await context.Cards.SingleOrDefaultAsync(row => row.Number == read, cancellationToken);
            return card is null ? new Refusal("card_number_unknown", read) { Field = "Number" }
                : card.CardTypeId != type.Id ? new Refusal("card_other_type", read) { Field = "Number" }
                : card;
        }

        var ranges = await context.CardNumberRanges.AsNoTracking()
            .Where(row => row.CardTypeId == type.Id && row.ClosedAtUtc == null && row.NextSerial <= row.LastSerial)
            .OrderBy(row => row.Id).Select(row => row.Id).ToListAsync(cancellationToken);
        foreach (var rangeId in ranges)
        {
            var taken = await TakeAsync(context, rangeId, 1, cancellationToken);
            if (taken.IsDone)
            {
                var card = new Card(taken.Value[0], type.Id, rangeId, nowUtc);
                context.Add(card);
                return card;
            }
        }

        return new Refusal("cardrange_none", type.Code);
    }

    /// <summary>Takes the next numbers of a range; others who want one wait until the transaction ends.</summary>
    public static async Task<Outcome<IReadOnlyList<string>>> TakeAsync(PortalDbContext context, long rangeId, int count, CancellationToken cancellationToken)
    {
        // Writing before reading takes the row's lock.
        await context.CardNumberRanges.Where(row => row.Id == rangeId)
            .ExecuteUpdateAsync(row => row.SetProperty(to => to.RowVersion, to => to.RowVersion + 1), cancellationToken);
        var range = await context.CardNumberRanges.SingleOrDefaultAsync(row => row.Id == rangeId, cancellationToken);
        return range is null ? new Refusal(Refusal.NotFound) : range.Take(count);
    }
}
