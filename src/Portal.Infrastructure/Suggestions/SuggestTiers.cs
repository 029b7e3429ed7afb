using Microsoft.EntityFrameworkCore;
using Portal.Domain.Programs;
using Portal.Domain.Settlements;
using Portal.Domain.Shared;
using Portal.Domain.Suggestions;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Settlements;
using Portal.Infrastructure.Shared;
using Portal.Infrastructure.Simulations;

namespace Portal.Infrastructure.Suggestions;

/// <summary>Finds a tier table for a category whose simulated cost on last year's purchases meets a target. Writes nothing.</summary>
public sealed class SuggestTiers(IDbContextFactory<PortalDbContext> contexts, CurrentUser user, BusinessClock clock)
{
    private const long TrialId = -1;

    /// <summary>The categories and groups of customers there are.</summary>
    public async Task<TierChoices> ChoicesAsync(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return new TierChoices(
            await context.ProductCategories.OrderBy(row => row.Name).ThenBy(row => row.Code).Select(row => new TierChoice(row.Code, row.Name)).ToListAsync(cancellationToken),
            await context.CustomerGroups.OrderBy(row => row.Name).ThenBy(row => row.Code).Select(row => new TierChoice(row.Code, row.Name)).ToListAsync(cancellationToken));
    }

    /// <summary>Suggests.</summary>
    public async Task<Outcome<TierTableSuggestion>> RunAsync(TierOrder order, IProgress<ScanProgress>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(order);
        if (user.Refuse(Permissions.Programs.Edit) is { } refusal)
        {
            return refusal;
        }

        if (order.TargetPercent is <= 0 or > 50)
        {
            return new Refusal("suggestion_target") { Field = "target" };
        }

        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var year = new DateRange(new DateOnly(clock.Today.Year - 1, 1, 1), new DateOnly(clock.Today.Year - 1, 12, 31));
        var trial = Definition(order, year, [new Tier(0) { RatePercent = 1 }]);
        var plan = ProgramPlan.Compile([PlanProgram.Single(TrialId, trial)], await MasterDataReading.ReadAsync(context, cancellationToken), (_, _) => true);
        var purchases = new List<(long CustomerId, PeriodMeasure Measure)>();
        if (plan.Days is { } days)
        {
            await new SimulationScan(context, progress).RunAsync(
                [new ScanFeed(plan, measures => purchases.AddRange(measures.Lines.SelectMany(line => line.Periods).Where(period => period.HasLines).Select(period => (measures.CustomerId, period))))],
                CustomerSelection.Everyone,
                days,
                KnownSales.All,
                null,
                cancellationToken);
        }

        return Suggest(order, trial, year, purchases);
    }

    private Outcome<TierTableSuggestion> Suggest(TierOrder order, ProgramDefinition trial, DateRange year, List<(long CustomerId, PeriodMeasure Measure)> purchases)
    {
        var measures = purchases.ConvertAll(purchase => purchase.Measure);
        var bounds = TierSuggestion.Bounds(measures.Select(measure => measure.QualifierNetMinor), TierSuggestion.UsualPercentiles);
        var salesMinor = measures.Sum(measure => measure.QualifierNetMinor);
        var targetMinor = Rounding.HalfAwayFromZero(Rate.FromPercent(order.TargetPercent).OfMinor(salesMinor));
        ProgramDefinition With(decimal firstPercent) => trial with { Lines = [trial.Lines[0] with { Tiers = TierSuggestion.Rising(bounds, firstPercent) }] };
        if (bounds.Count == 0 || TierSuggestion.FirstRate(1, TierSuggestion.CostMinor(With(1), measures), targetMinor) is not { } rate)
        {
            return new Refusal("suggestion_no_sales");
        }

        var found = With(rate);
        var earned = purchases.ConvertAll(purchase => (purchase.CustomerId, Line: RebateCalculator.Earn(found, 0, purchase.Measure)));
        return new TierTableSuggestion
        {
            Definition = ForNextYear(order, found),
            Days = year,
            SalesMinor = salesMinor,
            TargetMinor = targetMinor,
            CostMinor = earned.Sum(item => item.Line.RoundedMinor),
            Customers = purchases.Select(purchase => purchase.CustomerId).Distinct().Count(),
            Tiers = [.. found.Lines[0].Tiers.Select((tier, index) => new SuggestedTier(
                tier.From, tier.RatePercent!.Value, earned.Where(item => item.Line.TierNumber == index + 1).Select(item => item.CustomerId).Distinct().Count(),
                earned.Where(item => item.Line.TierNumber == index + 1).Sum(item => item.Line.RoundedMinor)))],
        };
    }

    private static ProgramDefinition Definition(TierOrder order, DateRange days, IReadOnlyList<Tier> tiers) => new()
    {
        Code = "",
        Name = new ProgramName("", ""),
        ValidFrom = days.From,
        ValidTo = days.To,
        Period = new ProgramPeriod(order.Period),
        Participants = order.GroupCode is { } group
            ? new ProgramParticipants { Include = [new CustomerSelector(CustomerSelectorKind.Group) { Codes = [group] }] }
            : ProgramParticipants.Everybody,
        Lines =
        [
            new ProgramLine
            {
                Number = 1,
                Qualifier = new Qualifier(Measure.NetAmount)
                {
                    Scope = order.CategoryCode is { } category
                        ? new ProductScope { Include = [new ProductSelector(ProductSelectorKind.Category) { Codes = [category] }] }
                        : ProductScope.Everything,
                },
                TierMode = TierMode.WholeVolume,
                Tiers = tiers,
            },
        ],
    };

    /// <summary>The table as a programme for the year to come.</summary>
    private ProgramDefinition ForNextYear(TierOrder order, ProgramDefinition found) => found with
    {
        Name = new ProgramName(order.NameZhCn, order.NameEn),
        ValidFrom = new DateOnly(clock.Today.Year + 1, 1, 1),
        ValidTo = new DateOnly(clock.Today.Year + 1, 12, 31),
    };
}

/// <summary>For what a tier table is wanted.</summary>
/// <param name="CategoryCode">The category; null for all products.</param>
/// <param name="GroupCode">The group of customers; null for all.</param>
/// <param name="Period">How often it is to be settled.</param>
/// <param name="TargetPercent">What it may cost, in percent of the purchases.</param>
/// <param name="NameZhCn">The Chinese name of the programme that may come of it.</param>
/// <param name="NameEn">The English name.</param>
public sealed record TierOrder(string? CategoryCode, string? GroupCode, PeriodKind Period, decimal TargetPercent, string NameZhCn = "", string NameEn = "");

/// <summary>A tier table that costs what it may.</summary>
public sealed record TierTableSuggestion
{
    /// <summary>As a programme for the next year, without a code.</summary>
    public required ProgramDefinition Definition { get; init; }

    /// <summary>The days whose purchases were taken.</summary>
    public required DateRange Days { get; init; }

    /// <summary>The purchases, in minor units.</summary>
    public required long SalesMinor { get; init; }

    /// <summary>What it may cost, in minor units.</summary>
    public required long TargetMinor { get; init; }

    /// <summary>What it would have cost, in minor units.</summary>
    public required long CostMinor { get; init; }

    /// <summary>Customers who bought.</summary>
    public required int Customers { get; init; }

    /// <summary>The tiers.</summary>
    public required IReadOnlyList<SuggestedTier> Tiers { get; init; }
}

/// <summary>A suggested tier.</summary>
/// <param name="From">Its lower bound.</param>
/// <param name="RatePercent">Its rate.</param>
/// <param name="Customers">Customers who would have reached it in some period.</param>
/// <param name="CostMinor">What it would have cost, in minor units.</param>
public sealed record SuggestedTier(decimal From, decimal RatePercent, int Customers, long CostMinor);

/// <summary>For what tier tables can be wanted.</summary>
/// <param name="Categories">The categories.</param>
/// <param name="Groups">The groups of customers.</param>
public sealed record TierChoices(IReadOnlyList<TierChoice> Categories, IReadOnlyList<TierChoice> Groups);

/// <summary>A category or group.</summary>
/// <param name="Code">Its code.</param>
/// <param name="Name">Its name.</param>
public sealed record TierChoice(string Code, string Name);
