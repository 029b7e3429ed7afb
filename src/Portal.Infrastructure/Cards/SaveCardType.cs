using Microsoft.EntityFrameworkCore;
using Portal.Domain.Cards;
using Portal.Domain.Shared;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Shared;

namespace Portal.Infrastructure.Cards;

/// <summary>Adds or changes a card type.</summary>
public sealed class SaveCardType(WriteTransaction writes, CurrentUser user, BusinessClock clock)
{
    /// <summary>Saves it.</summary>
    /// <returns>The type's id.</returns>
    public async Task<Outcome<long>> RunAsync(CardTypeInput input, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (user.Refuse(Permissions.Cards.Edit) is { } refusal)
        {
            return refusal;
        }

        var refusals = new List<Refusal>(CardTypeCheck.Check(input.Rules));
        foreach (var (value, field, length) in new[] { (input.Code, nameof(input.Code), 50), (input.NameZhCn, nameof(input.NameZhCn), 100), (input.NameEn, nameof(input.NameEn), 100) })
        {
            if (string.IsNullOrWhiteSpace(value) || value.Trim().Length > length)
            {
                refusals.Add(new Refusal("cardtype_text", length) { Field = field });
            }
        }

        return refusals.Count > 0 ? Outcome<long>.Refused(refusals) : await writes.RunAsync((context, ct) => SaveAsync(input, context, ct), cancellationToken);
    }

    /// <summary>Issues no more cards of a type, or issues them again.</summary>
    public async Task<Outcome> RetireAsync(long id, bool isRetired, CancellationToken cancellationToken)
    {
        if (user.Refuse(Permissions.Cards.Edit) is { } refusal)
        {
            return refusal;
        }

        return await writes.RunAsync<Outcome>(
            async (context, ct) =>
            {
                if (await context.CardTypes.SingleOrDefaultAsync(row => row.Id == id, ct) is not { } type)
                {
                    return new Refusal(Refusal.NotFound);
                }

                if (isRetired)
                {
                    type.Retire(clock.UtcNow);
                }
                else
                {
                    type.Restore();
                }

                return await context.TrySaveAsync(ct) is { } stale ? stale : Outcome.Done;
            },
            cancellationToken);
    }

    private static async Task<Outcome<long>> SaveAsync(CardTypeInput input, PortalDbContext context, CancellationToken cancellationToken)
    {
        var code = input.Code!.Trim();
        if (await context.CardTypes.AnyAsync(row => row.Code == code && row.Id != input.Id, cancellationToken))
        {
            return new Refusal("cardtype_code_taken", code) { Field = nameof(input.Code) };
        }

        CardType type;
        if (input.Id is { } id)
        {
            if (await context.CardTypes.SingleOrDefaultAsync(row => row.Id == id, cancellationToken) is not { } known)
            {
                return new Refusal(Refusal.NotFound);
            }

            type = known;
            context.Expect(type, input.RowVersion);
            if (!type.KeepsWhatCardsHold(input.Rules) && await context.CardAccounts.AnyAsync(row => row.CardTypeId == id, cancellationToken))
            {
                return new Refusal("cardtype_has_cards") { Field = nameof(CardTypeRules.HoldsMoney) };
            }

            type.Change(input.NameZhCn!.Trim(), input.NameEn!.Trim(), input.Rules);
        }
        else
        {
            type = new CardType(code, input.NameZhCn!.Trim(), input.NameEn!.Trim(), input.Rules);
            context.Add(type);
        }

        return await context.TrySaveAsync(cancellationToken) is { } stale ? stale : type.Id;
    }
}

/// <summary>Adds ranges of card numbers and closes them.</summary>
public sealed class SaveCardRange(WriteTransaction writes, CurrentUser user, BusinessClock clock)
{
    /// <summary>Adds a range.</summary>
    /// <returns>The range's id.</returns>
    public async Task<Outcome<long>> AddAsync(CardRangeInput input, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(input);
        if ((user.Refuse(Permissions.Cards.Edit)
            ?? CardNumberRange.Check(input.Prefix, input.SerialDigits, input.FirstSerial, input.LastSerial, input.HasCheckDigit)) is { } refusal)
        {
            return refusal;
        }

        return await writes.RunAsync<Outcome<long>>(
            async (context, ct) =>
            {
                if (!await context.CardTypes.AnyAsync(row => row.Id == input.CardTypeId, ct))
                {
                    return new Refusal("card_type_missing") { Field = nameof(input.CardTypeId) };
                }

                var range = new CardNumberRange(input.CardTypeId, input.Prefix!, input.SerialDigits, input.FirstSerial, input.LastSerial, input.HasCheckDigit);
                var others = await context.CardNumberRanges.AsNoTracking().ToListAsync(ct);
                if (others.Find(range.Overlaps) is { } other)
                {
                    return new Refusal("cardrange_overlaps", other.NumberOf(other.FirstSerial), other.NumberOf(other.LastSerial)) { Field = nameof(input.Prefix) };
                }

                context.Add(range);
                await context.SaveChangesAsync(ct);
                return range.Id;
            },
            cancellationToken,
            System.Data.IsolationLevel.Serializable);
    }

    /// <summary>Gives out no more numbers of a range.</summary>
    public async Task<Outcome> CloseAsync(long id, CancellationToken cancellationToken)
    {
        if (user.Refuse(Permissions.Cards.Edit) is { } refusal)
        {
            return refusal;
        }

        return await writes.RunAsync<Outcome>(
            async (context, ct) =>
            {
                if (await context.CardNumberRanges.SingleOrDefaultAsync(row => row.Id == id, ct) is not { } range)
                {
                    return new Refusal(Refusal.NotFound);
                }

                range.Close(clock.UtcNow);
                return await context.TrySaveAsync(ct) is { } stale ? stale : Outcome.Done;
            },
            cancellationToken);
    }
}

/// <summary>Adds, changes and ends gifts for top-ups.</summary>
public sealed class SaveTopUpRule(WriteTransaction writes, CurrentUser user, BusinessClock clock)
{
    /// <summary>Saves a rule; it holds for top-ups from then on.</summary>
    /// <returns>The rule's id.</returns>
    public async Task<Outcome<long>> RunAsync(TopUpRuleInput input, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (user.Refuse(Permissions.Cards.Edit) is { } refusal)
        {
            return refusal;
        }

        var refusals = TopUpRule.Check(input.Name, input.Terms);
        return refusals.Count > 0 ? Outcome<long>.Refused(refusals) : await writes.RunAsync<Outcome<long>>(
            async (context, ct) =>
            {
                var terms = input.Terms with { Tiers = [.. input.Terms.Tiers.OrderBy(tier => tier.FromMinor)] };
                if (input.Id is not { } id)
                {
                    var added = new TopUpRule(input.Name!.Trim(), terms);
                    context.Add(added);
                    await context.SaveChangesAsync(ct);
                    return added.Id;
                }

                if (await context.TopUpRules.SingleOrDefaultAsync(row => row.Id == id, ct) is not { } rule)
                {
                    return new Refusal(Refusal.NotFound);
                }

                context.Expect(rule, input.RowVersion);
                rule.Change(input.Name!.Trim(), terms);
                return await context.TrySaveAsync(ct) is { } stale ? stale : rule.Id;
            },
            cancellationToken);
    }

    /// <summary>Ends a rule.</summary>
    public async Task<Outcome> EndAsync(long id, CancellationToken cancellationToken)
    {
        if (user.Refuse(Permissions.Cards.Edit) is { } refusal)
        {
            return refusal;
        }

        return await writes.RunAsync<Outcome>(
            async (context, ct) =>
            {
                if (await context.TopUpRules.SingleOrDefaultAsync(row => row.Id == id, ct) is not { } rule)
                {
                    return new Refusal(Refusal.NotFound);
                }

                rule.End(clock.UtcNow);
                return await context.TrySaveAsync(ct) is { } stale ? stale : Outcome.Done;
            },
            cancellationToken);
    }
}

/// <summary>A card type as a person enters it.</summary>
/// <param name="Id">The type, or null for a new one.</param>
/// <param name="RowVersion">The version that was read.</param>
/// <param name="Code">The code.</param>
/// <param name="NameZhCn">The Chinese name.</param>
/// <param name="NameEn">The English name.</param>
/// <param name="Rules">The rules.</param>
public sealed record CardTypeInput(long? Id, long RowVersion, string? Code, string? NameZhCn, string? NameEn, CardTypeRules Rules);

/// <summary>A range of numbers as a person enters it.</summary>
/// <param name="CardTypeId">The type.</param>
/// <param name="Prefix">The digits that its numbers begin with.</param>
/// <param name="SerialDigits">How many digits the serial has.</param>
/// <param name="FirstSerial">The first serial.</param>
/// <param name="LastSerial">The last serial.</param>
/// <param name="HasCheckDigit">Whether a Luhn digit ends the number.</param>
public sealed record CardRangeInput(long CardTypeId, string? Prefix, int SerialDigits, long FirstSerial, long LastSerial, bool HasCheckDigit = true);

/// <summary>A rule for top-ups as a person enters it.</summary>
/// <param name="Id">The rule, or null for a new one.</param>
/// <param name="RowVersion">The version that was read.</param>
/// <param name="Name">The name.</param>
/// <param name="Terms">What it gives.</param>
public sealed record TopUpRuleInput(long? Id, long RowVersion, string? Name, TopUpTerms Terms);
