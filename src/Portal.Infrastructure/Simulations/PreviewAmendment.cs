using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Portal.Domain.Programs;
using Portal.Domain.Settlements;
using Portal.Domain.Shared;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Programs;
using Portal.Infrastructure.Settlements;
using Portal.Infrastructure.Shared;

namespace Portal.Infrastructure.Simulations;

/// <summary>
/// What an amendment changes in money: on the sales of the last whole year, and, where it reaches back, on the sales of the
/// periods that have already begun, which the next settlement will correct. Writes nothing.
/// </summary>
public sealed class PreviewAmendment(IDbContextFactory<PortalDbContext> contexts, CurrentUser user, BusinessClock clock, CompareSimulations compare)
{
    /// <summary>Previews the open version of a programme that has an approved one.</summary>
    public async Task<Outcome<AmendmentPreview>> RunAsync(long programId, IProgress<ScanProgress>? progress, CancellationToken cancellationToken)
    {
        if (!user.Can(Permissions.Programs.Edit) && !user.Can(Permissions.Programs.Approve))
        {
            return new Refusal(Refusal.NotPermitted);
        }

        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var (program, open, refusals) = await OpenAsync(context, programId, cancellationToken);
        if (refusals.Count > 0)
        {
            return Outcome<AmendmentPreview>.Refused(refusals);
        }

        var year = await YearAsync(context, cancellationToken);
        var simulated = year is { } last
            ? await compare.RunAsync(new SimulationOrder(programId, open!.Number, last, SimulationAgainst.Version), progress, cancellationToken)
            : null;
        if (simulated is { IsDone: false })
        {
            return Outcome<AmendmentPreview>.Refused(simulated.Refusals);
        }

        var begun = open!.EffectiveFrom <= clock.Today ? await BegunAsync(context, program!, open, progress, cancellationToken) : null;
        return new AmendmentPreview(open.Number, open.EffectiveFrom, year, simulated?.Value, begun);
    }

    /// <summary>Only what it changes for periods that have begun; refused where it does not reach back.</summary>
    public async Task<Outcome<SimulationReport>> BegunAsync(long programId, IProgress<ScanProgress>? progress, CancellationToken cancellationToken)
    {
        if (!user.Can(Permissions.Programs.Edit) && !user.Can(Permissions.Programs.Approve))
        {
            return new Refusal(Refusal.NotPermitted);
        }

        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var (program, open, refusals) = await OpenAsync(context, programId, cancellationToken);
        if (refusals.Count > 0)
        {
            return Outcome<SimulationReport>.Refused(refusals);
        }

        return open!.EffectiveFrom > clock.Today
            ? new Refusal("simulation_not_begun", open.EffectiveFrom)
            : await BegunAsync(context, program!, open, progress, cancellationToken);
    }

    private static async Task<(RebateProgram? Program, RebateProgramVersion? Open, IReadOnlyList<Refusal> Refusals)> OpenAsync(
        PortalDbContext context, long programId, CancellationToken cancellationToken)
    {
        var program = await context.RebatePrograms.AsNoTracking().Include(row => row.Versions).SingleOrDefaultAsync(row => row.Id == programId, cancellationToken);
        if (program?.OpenVersion is not { } open || ProgramVersions.LastApproved(program) is null)
        {
            return (null, null, [new Refusal(Refusal.NotFound)]);
        }

        return (program, open, ProgramDocument.ReadValid(open.DefinitionJson).Refusals);
    }

    /// <summary>The last whole year that has sales, else the running one, else null.</summary>
    private async Task<int?> YearAsync(PortalDbContext context, CancellationToken cancellationToken)
    {
        var first = await context.SalesDocuments.MinAsync(row => (DateOnly?)row.DocumentOn, cancellationToken);
        return first is { } day ? Math.Max(day.Year, clock.Today.Year - 1) : null;
    }

    /// <summary>The periods that follow the amendment and have begun, on their own sales, by the versions in force with and without it.</summary>
    private async Task<SimulationReport> BegunAsync(
        PortalDbContext context, RebateProgram program, RebateProgramVersion open, IProgress<ScanProgress>? progress, CancellationToken cancellationToken)
    {
        var definition = ProgramDocument.Read(open.DefinitionJson).Value;
        var master = await MasterDataReading.ReadAsync(context, cancellationToken);
        var approved = await SettlementPlanner.ProgramsAsync(context, clock.UtcNow, cancellationToken);
        var before = approved.Find(other => other.Program.Id == program.Id)!.Program;
        var after = before with { Versions = [.. before.Versions, new PlanVersion(open.Id, open.Number, open.EffectiveFrom, definition)] };
        var rivals = approved.Where(other => other.Program.Id != program.Id).Select(other => other.Program).ToList();
        bool IsBegun(DateRange period) => period.From >= open.EffectiveFrom && period.From <= clock.Today;
        return await new SimulationRunner(context, user, progress).RunAsync(
            new SimulationTrial(after, rivals, master, IsBegun), definition, new SimulationTrial(before, rivals, master, IsBegun), clock.Today, cancellationToken);
    }
}

/// <summary>What an amendment changes in money.</summary>
/// <param name="VersionNumber">The amendment.</param>
/// <param name="EffectiveFrom">Periods that begin on or after this day follow it.</param>
/// <param name="Year">The year whose sales were taken; null where there are none.</param>
/// <param name="Typical">On that year's sales; null where there are none.</param>
/// <param name="Begun">On the own sales of the periods that have begun; null where it does not reach back.</param>
public sealed record AmendmentPreview(int VersionNumber, DateOnly EffectiveFrom, int? Year, SimulationReport? Typical, SimulationReport? Begun)
{
    /// <summary>What is kept with the approval.</summary>
    public ApprovedPreview Totals => new()
    {
        Year = Year,
        CostMinor = Typical?.CostMinor ?? 0,
        AgainstMinor = Typical?.AgainstMinor ?? 0,
        Winners = Typical?.Winners ?? 0,
        Losers = Typical?.Losers ?? 0,
        BegunMinor = Begun?.DifferenceMinor,
    };
}

/// <summary>The totals of a preview as the approver was shown them.</summary>
public sealed record ApprovedPreview
{
    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web);

    /// <summary>The year whose sales were taken; null where there were none.</summary>
    public int? Year { get; init; }

    /// <summary>The amendment's cost on that year's sales, in minor units.</summary>
    public long CostMinor { get; init; }

    /// <summary>The cost by the version before, in minor units.</summary>
    public long AgainstMinor { get; init; }

    /// <summary>Customers who get more.</summary>
    public int Winners { get; init; }

    /// <summary>Customers who get less.</summary>
    public int Losers { get; init; }

    /// <summary>What it changes for periods that have begun, in minor units; null where it does not reach back.</summary>
    public long? BegunMinor { get; init; }

    /// <summary>The difference on that year's sales.</summary>
    public long DifferenceMinor => CostMinor - AgainstMinor;

    /// <summary>As it is stored.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, Format);

    /// <summary>Reads what was stored; null where nothing was.</summary>
    public static ApprovedPreview? Read(string? json) => json is null ? null : JsonSerializer.Deserialize<ApprovedPreview>(json, Format);
}
