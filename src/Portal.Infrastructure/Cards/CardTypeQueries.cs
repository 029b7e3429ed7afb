using Microsoft.EntityFrameworkCore;
using Portal.Domain.Cards;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Data;

namespace Portal.Infrastructure.Cards;

/// <summary>Reads card types, number ranges and gifts for top-ups.</summary>
public sealed class CardTypeQueries(IDbContextFactory<PortalDbContext> contexts, CurrentUser user)
{
    /// <summary>The types with how many cards each has out.</summary>
    public async Task<IReadOnlyList<CardTypeRow>> TypesAsync(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var mayView = user.Can(Permissions.Cards.View);
        var types = await context.CardTypes.AsNoTracking().Where(_ => mayView).OrderBy(row => row.RetiredAtUtc != null).ThenBy(row => row.Code).ToListAsync(cancellationToken);
        var counts = await context.Cards.GroupBy(row => new { row.CardTypeId, row.State })
            .Select(group => new { group.Key.CardTypeId, group.Key.State, Count = group.Count() }).ToListAsync(cancellationToken);
        return types.ConvertAll(type => new CardTypeRow(
            type.Id, type.Code, type.NameZhCn, type.NameEn, type.Rules, type.RetiredAtUtc is not null, type.RowVersion,
            counts.Where(row => row.CardTypeId == type.Id && row.State is CardState.Active or CardState.Lost && row.CardTypeId == type.Id).Sum(row => row.Count),
            counts.Where(row => row.CardTypeId == type.Id && row.State == CardState.Unsold).Sum(row => row.Count)));
    }

    /// <summary>The ranges of numbers, with the next number of each.</summary>
    public async Task<IReadOnlyList<CardRangeRow>> RangesAsync(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var mayView = user.Can(Permissions.Cards.View);
        var rows = await (
            from range in context.CardNumberRanges
            join type in context.CardTypes on range.CardTypeId equals type.Id
            where mayView
            orderby range.Prefix, range.FirstSerial
            select new { range, type.Code, type.NameZhCn, type.NameEn }).AsNoTracking().ToListAsync(cancellationToken);
        return rows.ConvertAll(row => new CardRangeRow(
            row.range.Id, row.range.CardTypeId, row.Code, row.NameZhCn, row.NameEn, row.range.NumberOf(row.range.FirstSerial), row.range.NumberOf(row.range.LastSerial),
            row.range.Left > 0 ? row.range.NumberOf(row.range.NextSerial) : null, row.range.Left, row.range.NextSerial - row.range.FirstSerial, row.range.ClosedAtUtc is not null, row.range.RowVersion));
    }

    /// <summary>The gifts for top-ups, those in force first.</summary>
    public async Task<IReadOnlyList<TopUpRuleRow>> TopUpRulesAsync(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var mayView = user.Can(Permissions.Cards.View);
        var rules = await context.TopUpRules.AsNoTracking().Where(_ => mayView).OrderBy(row => row.EndedAtUtc != null).ThenByDescending(row => row.Id).ToListAsync(cancellationToken);
        var given = await context.CardOperations.Where(row => row.TopUpRuleId != null).GroupBy(row => row.TopUpRuleId!.Value)
            .Select(group => new { RuleId = group.Key, GiftMinor = group.Sum(row => row.GiftMinor) }).ToDictionaryAsync(row => row.RuleId, row => row.GiftMinor, cancellationToken);
        return rules.ConvertAll(rule => new TopUpRuleRow(rule.Id, rule.Name, rule.Terms, rule.EndedAtUtc is not null, given.GetValueOrDefault(rule.Id), rule.RowVersion));
    }
}

/// <summary>A card type.</summary>
/// <param name="Id">The key.</param>
/// <param name="Code">The code.</param>
/// <param name="NameZhCn">The Chinese name.</param>
/// <param name="NameEn">The English name.</param>
/// <param name="Rules">The rules.</param>
/// <param name="IsRetired">Whether no more cards of it are issued.</param>
/// <param name="RowVersion">The version that was read.</param>
/// <param name="InUse">Cards in use.</param>
/// <param name="Unsold">Cards made and not sold.</param>
public sealed record CardTypeRow(
    long Id, string Code, string NameZhCn, string NameEn, CardTypeRules Rules, bool IsRetired, long RowVersion, int InUse, int Unsold);

/// <summary>A range of numbers.</summary>
/// <param name="Id">The key.</param>
/// <param name="CardTypeId">The type.</param>
/// <param name="TypeCode">The type's code.</param>
/// <param name="TypeZhCn">The type's Chinese name.</param>
/// <param name="TypeEn">The type's English name.</param>
/// <param name="FirstNumber">The first number.</param>
/// <param name="LastNumber">The last number.</param>
/// <param name="NextNumber">The next number, or null.</param>
/// <param name="Left">How many are left.</param>
/// <param name="Used">How many were given out.</param>
/// <param name="IsClosed">Whether it gives out no more.</param>
/// <param name="RowVersion">The version that was read.</param>
public sealed record CardRangeRow(
    long Id, long CardTypeId, string TypeCode, string TypeZhCn, string TypeEn, string FirstNumber, string LastNumber, string? NextNumber, long Left, long Used, bool IsClosed, long RowVersion);

/// <summary>A rule for top-ups.</summary>
/// <param name="Id">The key.</param>
/// <param name="Name">The name.</param>
/// <param name="Terms">What it gives.</param>
/// <param name="IsEnded">Whether it was ended.</param>
/// <param name="GivenMinor">What it gave so far.</param>
/// <param name="RowVersion">The version that was read.</param>
public sealed record TopUpRuleRow(long Id, string Name, TopUpTerms Terms, bool IsEnded, long GivenMinor, long RowVersion);
