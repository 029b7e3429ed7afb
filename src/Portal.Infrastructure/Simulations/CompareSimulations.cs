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

/// <summary>Runs a version of a programme over the sales of a past year, side by side with another version, another programme or nothing. Writes nothing.</summary>
public sealed class CompareSimulations(IDbContextFactory<PortalDbContext> contexts, CurrentUser user)
{
    private const long TriedId = -1;
    private const long AgainstId = -2;

    /// <summary>Simulates.</summary>
    /// <param name="order">What is to be simulated.</param>
    /// <param name="progress">Is told how far it is, or null.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<Outcome<SimulationReport>> RunAsync(SimulationOrder order, IProgress<ScanProgress>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(order);
        if (!user.Can(Permissions.Programs.Edit) && !user.Can(Permissions.Programs.Approve))
        {
            return new Refusal(Refusal.NotPermitted);
        }

        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var programs = await context.RebatePrograms.AsNoTracking().Include(row => row.Versions).ToListAsync(cancellationToken);
        if (programs.Find(row => row.Id == order.ProgramId) is not { } program || VersionOf(program, order.VersionNumber) is not { } version)
        {
            return new Refusal(Refusal.NotFound);
        }

        var tried = ProgramDocument.ReadValid(version.DefinitionJson);
        if (!tried.IsDone)
        {
            return Outcome<SimulationReport>.Refused(tried.Refusals);
        }

        var against = AgainstOf(programs, program, version, order);
        if (against is null && order.Against == SimulationAgainst.Program)
        {
            return new Refusal(Refusal.NotFound);
        }

        var master = await MasterDataReading.ReadAsync(context, cancellationToken);
        var moved = SimulateProgram.InYear(tried.Value, order.Year, tried.Value);
        SimulationTrial Trial(long id, long programId, ProgramDefinition definition) => new(PlanProgram.Single(id, definition), Rivals(programs, programId, definition), master, _ => true);
        return await new SimulationRunner(context, user, progress).RunAsync(
            Trial(TriedId, program.Id, moved),
            tried.Value,
            against is null ? null : Trial(AgainstId, order.Against == SimulationAgainst.Program ? order.AgainstId!.Value : program.Id, Beside(against, moved, order, tried.Value)),
            null,
            cancellationToken);
    }

    /// <summary>The other side in the year: another version keeps its place beside the one tried, another programme is given the same days.</summary>
    private static ProgramDefinition Beside(ProgramDefinition against, ProgramDefinition moved, SimulationOrder order, ProgramDefinition tried) =>
        order.Against == SimulationAgainst.Version || against.Period.Kind == PeriodKind.Custom
            ? SimulateProgram.InYear(against, order.Year, order.Against == SimulationAgainst.Version ? tried : against)
            : against with { ValidFrom = moved.ValidFrom, ValidTo = moved.ValidTo };

    /// <summary>The version asked for; else the open one, else the last approved, else the last.</summary>
    private static RebateProgramVersion? VersionOf(RebateProgram program, int? number) => number is { } asked
        ? program.Versions.FirstOrDefault(version => version.Number == asked)
        : program.OpenVersion ?? ProgramVersions.LastApproved(program) ?? program.Versions.MaxBy(version => version.Number);

    private static ProgramDefinition? AgainstOf(List<RebateProgram> programs, RebateProgram program, RebateProgramVersion tried, SimulationOrder order) => order.Against switch
    {
        SimulationAgainst.Version => Read(order.AgainstId is { } number
            ? program.Versions.FirstOrDefault(version => version.Number == number)
            : program.Versions.Where(version => version.State == ProgramVersionState.Approved && version != tried).MaxBy(version => version.Number)),
        SimulationAgainst.Program => programs.Find(row => row.Id == order.AgainstId) is { } other ? Read(ProgramVersions.LastApproved(other)) : null,
        _ => null,
    };

    private static ProgramDefinition? Read(RebateProgramVersion? version) =>
        version is not null && ProgramDocument.ReadValid(version.DefinitionJson) is { IsDone: true } read ? read.Value : null;

    /// <summary>Other approved programmes of the same exclusive group, in the days of the simulation.</summary>
    private static IEnumerable<PlanProgram> Rivals(List<RebateProgram> programs, long programId, ProgramDefinition moved) => moved.ExclusiveGroup is null ? [] : programs
        .Where(row => row.Id != programId)
        .Select(row => (row.Id, Definition: Read(ProgramVersions.LastApproved(row))))
        .Where(row => row.Definition?.ExclusiveGroup is not null)
        .Select(row => PlanProgram.Single(row.Id, row.Definition! with { ValidFrom = moved.ValidFrom, ValidTo = moved.ValidTo }));
}
