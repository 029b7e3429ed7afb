using Microsoft.EntityFrameworkCore;
using Portal.Domain.Points.Accounts;
using Portal.Domain.Points.Earning;
using Portal.Domain.Points.Levels;
using Portal.Domain.Points.Records;
using Portal.Domain.Points.Rules;
using Portal.Infrastructure.Data;

namespace Portal.Infrastructure.Points;

/// <summary>What screens show of one member, for staff and for the member: a few reads by the member's key, whatever the number of members.</summary>
internal static class PointsReading
{
    public static async Task<PointsSummary?> SummaryAsync(long customerId, PointsRulesByDay rules, DateOnly today, PortalDbContext context, CancellationToken cancellationToken)
    {
        if (rules.On(today) is not { } inForce)
        {
            return null;
        }

        var row = await context.PointsMemberships.AsNoTracking().SingleOrDefaultAsync(member => member.Id == customerId, cancellationToken) ?? new PointsMembership { Id = customerId };
        var lots = await context.PointsLots.AsNoTracking().Where(lot => lot.CustomerId == customerId && lot.Remaining > 0)
            .Select(lot => new { lot.AvailableOn, lot.ExpiresOn, lot.Remaining }).ToListAsync(cancellationToken);
        var held = await context.PointsRedemptions.Where(use => use.CustomerId == customerId && use.State == PointsRedemptionState.Held).SumAsync(use => use.OpenUnits, cancellationToken);
        var scale = PointsBooking.Scale(rules);
        var available = lots.Where(lot => lot.AvailableOn <= today && (lot.ExpiresOn is null || lot.ExpiresOn >= today)).Sum(lot => lot.Remaining);
        var growthScale = new PointScale(Math.Max(inForce.PointDecimals, inForce.CurrencyDecimals), 0);
        var from = inForce.Levels is { Window: not GrowthWindow.Lifetime } levels ? LevelWindow.Of(levels, row.BelowSinceOn ?? today).From : today;
        var growth = inForce.Levels is null
            ? []
            : await context.PointsGrowth.AsNoTracking().Where(entry => entry.CustomerId == customerId && entry.On >= from)
                .GroupBy(entry => entry.On).Select(day => new { On = day.Key, Units = day.Sum(entry => entry.Units) }).ToListAsync(cancellationToken);
        return new PointsSummary
        {
            CustomerId = customerId,
            Balance = scale.Points(row.BalanceUnits),
            Available = scale.Points(available),
            Pending = scale.Points(lots.Where(lot => !(lot.AvailableOn <= today)).Sum(lot => lot.Remaining)),
            NextAvailableOn = lots.Where(lot => lot.AvailableOn > today).Min(lot => lot.AvailableOn),
            Debt = scale.Points(row.DebtUnits),
            Held = scale.Points(held),
            ValueMinor = inForce.Redemption is { } redemption ? Redeeming.ValueMinor(redemption, available, scale) : null,
            Expiring = [.. lots.Where(lot => lot.ExpiresOn >= today).GroupBy(lot => lot.ExpiresOn!.Value).OrderBy(day => day.Key).Take(12).Select(day => new PointsExpiring(day.Key, scale.Points(day.Sum(lot => lot.Remaining))))],
            Level = LevelProgress.Of(inForce, row, [.. growth.Select(day => (day.On, growthScale.Points(day.Units)))], growthScale.Points(row.GrowthUnits), today),
            JoinedOn = row.JoinedOn,
            LevelSinceOn = row.LevelSinceOn,
        };
    }

    /// <summary>Movements, the newest first.</summary>
    public static async Task<IReadOnlyList<PointsEntryRow>> EntriesAsync(
        IQueryable<PointsEntryRecord> rows, int skip, int take, PointScale scale, PortalDbContext context, CancellationToken cancellationToken)
    {
        var found = await rows.OrderByDescending(row => row.Id).Skip(skip).Take(take).ToListAsync(cancellationToken);
        var earnings = await EarningsAsync(found, context, cancellationToken);
        return found.ConvertAll(row => new PointsEntryRow
        {
            Id = row.Id,
            EventKey = row.EventKey,
            On = row.On,
            PostedOn = row.PostedOn,
            Kind = row.Kind,
            Points = scale.Points(row.Kind == PointEntryKind.Absorbed ? PointsJson.Read<List<PointsLotPart>>(row.LotsJson).Sum(lot => lot.Units) : row.Units),
            Balance = scale.Points(row.BalanceUnits),
            Steps = row.Breakdown is null ? [] : StepsOf(row, earnings, scale),
            Reference = row.Reference,
        });
    }

    private static async Task<Dictionary<string, List<PointsEarning>>> EarningsAsync(List<PointsEntryRecord> rows, PortalDbContext context, CancellationToken cancellationToken)
    {
        var keys = rows.Where(row => row.Breakdown is not null).Select(row => row.EventKey).Distinct().ToArray();
        if (keys.Length == 0)
        {
            return [];
        }

        var found = await context.PointsEvents.Where(row => EF.Parameter(keys).Contains(row.EventKey) && row.BreakdownJson != null)
            .Select(row => new { row.EventKey, row.BreakdownJson }).ToListAsync(cancellationToken);
        return found.ToDictionary(row => row.EventKey, row => PointsJson.Read<List<PointsEarning>>(row.BreakdownJson!));
    }

    /// <summary>The steps as they were stored. Points of a birthday come with a day, not with an event, and are one step.</summary>
    private static IReadOnlyList<EarningStep> StepsOf(PointsEntryRecord row, Dictionary<string, List<PointsEarning>> earnings, PointScale scale)
    {
        var stored = earnings.GetValueOrDefault(row.EventKey)?.Find(earning => earning.Units == row.Units && earning.Sentence == row.Breakdown);
        return stored?.Steps ?? [new EarningStep("birthday", "birthday", scale.Points(row.Units), scale.Points(row.Units), row.Breakdown!)];
    }
}

/// <summary>A member's points today.</summary>
public sealed record PointsSummary
{
    /// <summary>Whose.</summary>
    public long CustomerId { get; init; }

    /// <summary>Pending and available, less a debt.</summary>
    public decimal Balance { get; init; }

    /// <summary>What can be used today.</summary>
    public decimal Available { get; init; }

    /// <summary>What cannot be used yet.</summary>
    public decimal Pending { get; init; }

    /// <summary>When the next of it can be used; null where it waits for a release.</summary>
    public DateOnly? NextAvailableOn { get; init; }

    /// <summary>What is owed after a return of spent points.</summary>
    public decimal Debt { get; init; }

    /// <summary>What is held for orders under way.</summary>
    public decimal Held { get; init; }

    /// <summary>What the available points are worth on a bill, in minor units; null where they pay none.</summary>
    public long? ValueMinor { get; init; }

    /// <summary>What expires next, by last day of use.</summary>
    public IReadOnlyList<PointsExpiring> Expiring { get; init; } = [];

    /// <summary>The level; null where the programme has none.</summary>
    public LevelProgress? Level { get; init; }

    /// <summary>The day of joining.</summary>
    public DateOnly? JoinedOn { get; init; }

    /// <summary>The first day of the level.</summary>
    public DateOnly? LevelSinceOn { get; init; }
}

/// <summary>Points that expire.</summary>
/// <param name="On">The last day of use.</param>
/// <param name="Points">How many.</param>
public sealed record PointsExpiring(DateOnly On, decimal Points);

/// <summary>A movement.</summary>
public sealed record PointsEntryRow
{
    /// <summary>The row.</summary>
    public long Id { get; init; }

    /// <summary>The event.</summary>
    public required string EventKey { get; init; }

    /// <summary>The day it counts for.</summary>
    public DateOnly On { get; init; }

    /// <summary>The day of booking.</summary>
    public DateOnly PostedOn { get; init; }

    /// <summary>What it is.</summary>
    public PointEntryKind Kind { get; init; }

    /// <summary>Points; negative for what leaves.</summary>
    public decimal Points { get; init; }

    /// <summary>The balance after it.</summary>
    public decimal Balance { get; init; }

    /// <summary>How it came about, step by step; empty for what is not an earning.</summary>
    public IReadOnlyList<EarningStep> Steps { get; init; } = [];

    /// <summary>The document or the reason.</summary>
    public string? Reference { get; init; }
}
