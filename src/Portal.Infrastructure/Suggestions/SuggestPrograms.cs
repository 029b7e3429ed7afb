using Microsoft.EntityFrameworkCore;
using Portal.Domain.Programs;
using Portal.Domain.Settlements;
using Portal.Domain.Shared;
using Portal.Domain.Suggestions;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Programs;
using Portal.Infrastructure.Settlements;
using Portal.Infrastructure.Shared;
using Portal.Infrastructure.Simulations;

namespace Portal.Infrastructure.Suggestions;

/// <summary>Tries the approved programmes on what a customer bought in the last twelve months, whether it takes part in them or not. Writes nothing.</summary>
public sealed class SuggestPrograms(IDbContextFactory<PortalDbContext> contexts, CurrentUser user, BusinessClock clock)
{
    /// <summary>Suggests.</summary>
    public async Task<Outcome<ProgramSuggestions>> RunAsync(long customerId, CancellationToken cancellationToken)
    {
        if (user.Refuse(Permissions.Programs.View) is { } refusal)
        {
            return refusal;
        }

        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var customer = await context.Customers.VisibleTo(user, context).Where(row => row.Id == customerId).Select(row => new { row.Number, row.Name }).FirstOrDefaultAsync(cancellationToken);
        if (customer is null)
        {
            return new Refusal(Refusal.NotFound);
        }

        var programs = (await SettlementPlanner.ProgramsAsync(context, clock.UtcNow, cancellationToken)).ConvertAll(row => row.Program).FindAll(IsOpen);
        var master = await MasterDataReading.ReadAsync(context, cancellationToken);
        var year = new DateRange(new DateOnly(clock.Today.Year, clock.Today.Month, 1).AddYears(-1), new DateOnly(clock.Today.Year, clock.Today.Month, 1).AddDays(-1));
        var plan = ProgramPlan.Compile([.. programs.Select(program => PlanProgram.Single(program.Id, For(customer.Number, program, year)))], master, (_, _) => true);
        IReadOnlyList<EarnedLine> earned = [];
        var scan = new SimulationScan(context, null);
        long salesMinor = 0;
        await scan.RunAsync(
            [new ScanFeed(plan, measures => earned = RebateCalculator.Earn(plan, measures))],
            new CustomerSelection(customerId, customerId),
            SimulationScan.DaysOf(plan) ?? year,
            KnownSales.All,
            _ => salesMinor = scan.CustomerNetMinor,
            cancellationToken);
        var real = ProgramPlan.Compile(programs, master, (_, _) => true);
        var rows = plan.Versions
            .Select((version, index) => Row(plan, version, [.. earned.Where(line => line.VersionIndex == index)], real.ParticipantsOf(version.Program.Id).Contains(customerId)))
            .OfType<ProgramSuggestion>()
            .OrderBy(row => row.TakesPart).ThenByDescending(row => row.CostMinor).ThenBy(row => row.Fit.MissingValue ?? long.MaxValue)
            .ToList();
        return new ProgramSuggestions(customer.Number, customer.Name, year, salesMinor, rows);
    }

    private bool IsOpen(PlanProgram program) => program.ClosedOn is null && program.Versions[^1].Definition.ValidTo >= clock.Today;

    /// <summary>The programme in the year, for this customer alone: neither other participants nor other programmes nor a common cap stand in the way.</summary>
    private static ProgramDefinition For(string customerNumber, PlanProgram program, DateRange year)
    {
        var definition = program.Versions[^1].Definition;
        var moved = definition.Period.Kind == PeriodKind.Custom
            ? SimulateProgram.InYear(definition, year.From.Year, definition)
            : definition with { ValidFrom = year.From, ValidTo = year.To };
        return moved with
        {
            Participants = new ProgramParticipants { Include = [new CustomerSelector(CustomerSelectorKind.Customer) { Codes = [customerNumber] }] },
            ExclusiveGroup = null,
            CapPerProgram = null,
        };
    }

    private static ProgramSuggestion? Row(ProgramPlan plan, PlannedVersion version, IReadOnlyList<EarnedLine> earned, bool takesPart)
    {
        if (ProgramFit.Of(earned) is not { } fit)
        {
            return null;
        }

        var best = earned.Where(line => line.QualifierValue > 0).OrderByDescending(line => line.RoundedMinor).ThenByDescending(line => line.TierNumber).ThenByDescending(line => line.QualifierValue).First();
        var qualifier = version.Definition.Lines[best.LineIndex].Qualifier;
        var isCumulative = version.Definition.PeriodMode == PeriodMode.Cumulative;
        var counted = version.Definition.Lines.Select((_, line) => earned.Where(item => item.LineIndex == line)).Select(lines => isCumulative
            ? lines.MaxBy(line => line.PeriodIndex)?.Measure.QualifierNetMinor ?? 0
            : lines.Sum(line => line.Measure.QualifierNetMinor));
        return new ProgramSuggestion
        {
            ProgramId = version.Program.Id,
            NameZhCn = version.Definition.Name.ZhCN,
            NameEn = version.Definition.Name.En,
            TakesPart = takesPart,
            // What a percentage of growth or of a target lacks is neither money nor pieces.
            Fit = qualifier.Compare is null ? fit : fit with { MissingValue = null },
            IsQuantity = !qualifier.Measure.IsMoney(),
            CountedMinor = counted.Max(),
            CostMinor = RebateCalculator.Settle(plan, earned, new Dictionary<SettledKey, SettledBefore>()).Sum(line => line.DeltaMinor),
        };
    }
}

/// <summary>Programmes tried on what a customer bought.</summary>
/// <param name="Number">The customer's number.</param>
/// <param name="Name">Its name.</param>
/// <param name="Days">The days whose purchases were taken.</param>
/// <param name="SalesMinor">What it bought in them, in minor units.</param>
/// <param name="Rows">Those that fit: first those it does not take part in, the largest rebate first.</param>
public sealed record ProgramSuggestions(string Number, string Name, DateRange Days, long SalesMinor, IReadOnlyList<ProgramSuggestion> Rows);

/// <summary>A programme that fits.</summary>
public sealed record ProgramSuggestion
{
    /// <summary>The programme.</summary>
    public required long ProgramId { get; init; }

    /// <summary>Its Chinese name.</summary>
    public required string NameZhCn { get; init; }

    /// <summary>Its English name.</summary>
    public required string NameEn { get; init; }

    /// <summary>Whether the customer takes part already.</summary>
    public required bool TakesPart { get; init; }

    /// <summary>How it fits.</summary>
    public required ProgramFit Fit { get; init; }

    /// <summary>Whether tiers go by quantity.</summary>
    public required bool IsQuantity { get; init; }

    /// <summary>Purchases that count for the tier, in minor units.</summary>
    public required long CountedMinor { get; init; }

    /// <summary>What it would have cost, in minor units.</summary>
    public required long CostMinor { get; init; }
}
