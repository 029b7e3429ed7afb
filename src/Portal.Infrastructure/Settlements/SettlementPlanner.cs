using Microsoft.EntityFrameworkCore;
using Portal.Domain.Programs;
using Portal.Domain.Settlements;
using Portal.Domain.Shared;
using Portal.Infrastructure.Data;

namespace Portal.Infrastructure.Settlements;

/// <summary>
/// Finds what a run has to compute: every ended period of every approved programme, whether settled before or not, because a
/// document may have come late. It depends on the run's row alone, so that a run that was interrupted goes on with its plan.
/// </summary>
internal static class SettlementPlanner
{
    private static readonly SettlementState[] Counts = [SettlementState.Calculated, SettlementState.Approved, SettlementState.Posted];

    /// <summary>The plan of a run.</summary>
    /// <param name="contexts">Gives a second connection: the customers are read beside all the rest, which takes about as long.</param>
    /// <param name="context">The first one.</param>
    /// <param name="run">The run.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static async Task<SettlementPlan> PlanAsync(
        IDbContextFactory<PortalDbContext> contexts, PortalDbContext context, SettlementRun run, CancellationToken cancellationToken)
    {
        await using var beside = await contexts.CreateDbContextAsync(cancellationToken);
        var rules = RulesAsync(context, run, cancellationToken);
        var needs = NeedsAsync(rules);
        var customers = Task.Run(() => CustomerReading.ReadAsync(beside, needs, cancellationToken), CancellationToken.None);
        var rest = RestAsync(context, run, rules, cancellationToken);
        await Task.WhenAll(customers, rest);
        var (history, master) = await rest;
        return PlanOf(run, (await rules).Programs, history, master with { Customers = await customers });
    }

    private static async Task<(List<ApprovedProgram> Programs, IReadOnlyList<PlanExchangeRate>? Rates)> RulesAsync(
        PortalDbContext context, SettlementRun run, CancellationToken cancellationToken) => (
            await ProgramsAsync(context, run.RequestedAtUtc, cancellationToken),
            await MasterDataReading.ExchangeRatesAsync(context, cancellationToken));

    private static async Task<CustomerNeeds> NeedsAsync(Task<(List<ApprovedProgram> Programs, IReadOnlyList<PlanExchangeRate>? Rates)> rules)
    {
        var (programs, rates) = await rules;
        return rates is not null ? CustomerNeeds.All : CustomerNeeds.Of(programs.SelectMany(program => program.Program.Versions).Select(version => version.Definition));
    }

    private static async Task<(RunHistory History, PlanMasterData Master)> RestAsync(
        PortalDbContext context, SettlementRun run, Task<(List<ApprovedProgram> Programs, IReadOnlyList<PlanExchangeRate>? Rates)> rules, CancellationToken cancellationToken)
    {
        var (_, rates) = await rules;
        return (
            await RunHistory.ReadAsync(context, run.Id, cancellationToken),
            await MasterDataReading.ReadWithoutCustomersAsync(context, rates, cancellationToken));
    }

    private static SettlementPlan PlanOf(SettlementRun run, List<ApprovedProgram> programs, RunHistory history, PlanMasterData master)
    {
        var codes = run.ProgramCodes?.Split(',');
        var byId = programs.ToDictionary(program => program.Program.Id);
        var plan = ProgramPlan.Compile(
            [.. programs.Select(program => program.Program)],
            master,
            (program, range) => range.To <= run.AsOfOn && (codes is null || codes.Contains(program.Code)),
            (programId, range) => history.LastOver(byId[programId], range)?.SalesLinesUpTo);
        var periods = PeriodsOf(plan);
        var abolished = Abolished(history, run, programs.FindAll(program => codes is null || codes.Contains(program.Program.Code)), periods);
        var due = periods.Concat(abolished).Select(period => period.ProgramId).ToHashSet();
        return new SettlementPlan
        {
            Programs = plan,
            Periods = [.. periods, .. abolished],
            CappedPrograms = plan.Versions
                .Where(version => ProgramCap.Limits(version) && (periods.Exists(period => period.ProgramId == version.Program.Id) || abolished.Exists(period => period.ProgramId == version.Program.Id)))
                .Select(version => version.Program.Id)
                .ToHashSet(),
            Marks = SettlementMarks.Of(plan, master, history.UndoneSettlements),
            Given = history.Counting.Where(settlement => due.Contains(settlement.ProgramId))
                .ToDictionary(settlement => settlement.Id, settlement => new GivenSettlement(settlement.ProgramId, settlement.VersionNumber)),
            Amended = periods
                .Where(period => history.LastOver(byId[period.ProgramId], period.Range) is { } last && byId[period.ProgramId].ApprovedAtUtc[period.VersionId] > last.RequestedAtUtc)
                .Select(period => (period.ProgramId, period.Range.From))
                .ToHashSet(),
        };
    }

    /// <summary>Programmes with the versions approved by an instant.</summary>
    public static async Task<List<ApprovedProgram>> ProgramsAsync(PortalDbContext context, DateTime atUtc, CancellationToken cancellationToken)
    {
        var rows = await context.RebatePrograms.AsNoTracking()
            .Include(program => program.Versions.OrderBy(version => version.Number))
            .Where(program => program.Versions.Any(version => version.State == ProgramVersionState.Approved))
            .OrderBy(program => program.Id)
            .ToListAsync(cancellationToken);
        return [.. rows.Select(program => ApprovedProgram.Of(program, atUtc)).Where(program => program.Program.Versions.Count > 0)];
    }

    private static List<DuePeriod> PeriodsOf(ProgramPlan plan) =>
        [.. plan.Versions.SelectMany(version => version.Periods
            .Where(period => period.IsWanted)
            .Select(period => new DuePeriod(version.Program.Id, version.Version.Id, period.Range, false)))];

    // A period that an amendment abolished is taken back; closing a programme early takes nothing back.
    private static List<DuePeriod> Abolished(RunHistory history, SettlementRun run, List<ApprovedProgram> programs, List<DuePeriod> periods)
    {
        var byId = programs.ToDictionary(program => program.Program.Id, program => program.Program);
        var starts = periods.Select(period => (period.ProgramId, period.Range.From)).ToHashSet();
        return [.. history.Counting
            .Where(period => period.PeriodTo <= run.AsOfOn && byId.ContainsKey(period.ProgramId) && !starts.Contains((period.ProgramId, period.PeriodFrom)))
            .DistinctBy(period => (period.ProgramId, period.PeriodFrom))
            .Select(period => (Period: period, Program: byId[period.ProgramId]))
            .Where(row => row.Program.ClosedOn is not { } closedOn || row.Period.PeriodFrom <= closedOn)
            .Select(row => new DuePeriod(row.Program.Id, row.Program.Versions[^1].Id, new DateRange(row.Period.PeriodFrom, row.Period.PeriodTo), true))];
    }

    private sealed record PastRun(long Id, DateOnly AsOfOn, string? ProgramCodes, long SalesLinesUpTo, DateTime RequestedAtUtc);

    private sealed record PastSettlement(long Id, long ProgramId, int VersionNumber, DateOnly PeriodFrom, DateOnly PeriodTo);

    /// <summary>Runs that were completed, the latest first, and what came of them.</summary>
    private sealed class RunHistory(List<PastRun> runs, Dictionary<long, (long RunId, long ProgramId, DateOnly PeriodFrom)> undoneById, List<PastSettlement> counting)
    {
        private readonly HashSet<(long RunId, long ProgramId, DateOnly PeriodFrom)> _undone = [.. undoneById.Values];

        /// <summary>Settlements that were sent back or taken back.</summary>
        public IEnumerable<long> UndoneSettlements => undoneById.Keys;

        /// <summary>Settlements that gave something, neither sent back nor taken back.</summary>
        public IReadOnlyList<PastSettlement> Counting => counting;

        public static async Task<RunHistory> ReadAsync(PortalDbContext context, long runId, CancellationToken cancellationToken)
        {
            var runs = await context.SettlementRuns
                .Where(run => run.State == SettlementRunState.Completed && run.Id != runId)
                .OrderByDescending(run => run.Id)
                .Select(run => new PastRun(run.Id, run.AsOfOn, run.ProgramCodes, run.SalesLinesUpTo, run.RequestedAtUtc))
                .ToListAsync(cancellationToken);
            var undone = await context.Settlements
                .Where(settlement => settlement.State == SettlementState.SentBack || settlement.State == SettlementState.Reversed)
                .Select(settlement => new { settlement.Id, settlement.RunId, settlement.ProgramId, settlement.PeriodFrom })
                .ToDictionaryAsync(row => row.Id, row => (row.RunId, row.ProgramId, row.PeriodFrom), cancellationToken);
            var given = await (
                from settlement in context.Settlements
                where Counts.Contains(settlement.State)
                join version in context.RebateProgramVersions on settlement.ProgramVersionId equals version.Id
                select new PastSettlement(settlement.Id, settlement.ProgramId, version.Number, settlement.PeriodFrom, settlement.PeriodTo)).ToListAsync(cancellationToken);
            return new RunHistory(runs, undone, given);
        }

        /// <summary>The last run that settled a period, with or without a result, and was not undone; or null.</summary>
        public PastRun? LastOver(ApprovedProgram program, DateRange range) => runs.Find(run => run.AsOfOn >= range.To
            && (run.ProgramCodes is null || run.ProgramCodes.Split(',').Contains(program.Program.Code))
            && program.IsApprovedFor(range.From, run.RequestedAtUtc)
            && !_undone.Contains((run.Id, program.Program.Id, range.From)));
    }
}

/// <summary>A programme as planning sees it.</summary>
/// <param name="Program">The programme with its approved versions.</param>
/// <param name="ApprovedAtUtc">When each version was approved, by its key.</param>
internal sealed record ApprovedProgram(PlanProgram Program, IReadOnlyDictionary<long, DateTime> ApprovedAtUtc)
{
    public static ApprovedProgram Of(RebateProgram program, DateTime atUtc)
    {
        var versions = program.Versions.Where(version => version.State == ProgramVersionState.Approved && version.DecidedAtUtc <= atUtc).ToList();
        return new ApprovedProgram(
            new PlanProgram(program.Id, program.Code, program.ClosedOn, [.. versions.Select(version => new PlanVersion(
                version.Id, version.Number, version.EffectiveFrom, ProgramDocument.Read(version.DefinitionJson).Value))]),
            versions.ToDictionary(version => version.Id, version => version.DecidedAtUtc!.Value));
    }

    /// <summary>Whether a version for periods from a day on was approved by an instant.</summary>
    public bool IsApprovedFor(DateOnly periodFrom, DateTime atUtc) =>
        Program.Versions.Any(version => version.EffectiveFrom <= periodFrom && ApprovedAtUtc[version.Id] <= atUtc);
}

/// <summary>What a run computes.</summary>
internal sealed record SettlementPlan
{
    /// <summary>The programmes, compiled.</summary>
    public required ProgramPlan Programs { get; init; }

    /// <summary>The periods that get a settlement.</summary>
    public required IReadOnlyList<DuePeriod> Periods { get; init; }

    /// <summary>The programmes with a cap over all their customers, so that lines are final only when all are known.</summary>
    public required IReadOnlySet<long> CappedPrograms { get; init; }

    /// <summary>By key: the settlements that gave something before, neither sent back nor taken back.</summary>
    public required IReadOnlyDictionary<long, GivenSettlement> Given { get; init; }

    /// <summary>By what everyone is settled.</summary>
    public required SettlementMarks Marks { get; init; }

    /// <summary>The run's number for this plan; 0 before it is written.</summary>
    public int Number { get; init; }

    /// <summary>The partitions where the process which made the plan holds all of them from the beginning; else none.</summary>
    public IReadOnlyList<PartitionClaim> Claims { get; init; } = [];

    /// <summary>The draft settlements by programme and start of the period; empty before they are written.</summary>
    public IReadOnlyDictionary<(long ProgramId, DateOnly PeriodFrom), long> SettlementIds { get; init; } = new Dictionary<(long, DateOnly), long>();

    /// <summary>The draft settlements of <see cref="CappedPrograms"/>.</summary>
    public long[] CappedSettlements => [.. SettlementIds.Where(settlement => CappedPrograms.Contains(settlement.Key.ProgramId)).Select(settlement => settlement.Value)];

    /// <summary>Periods whose version was approved after they were last settled.</summary>
    public required IReadOnlySet<(long ProgramId, DateOnly PeriodFrom)> Amended { get; init; }
}

/// <summary>A settlement of before.</summary>
/// <param name="ProgramId">Its programme.</param>
/// <param name="VersionNumber">The number of the version it was by.</param>
internal sealed record GivenSettlement(long ProgramId, int VersionNumber);

/// <summary>A period that a run settles.</summary>
/// <param name="ProgramId">The programme.</param>
/// <param name="VersionId">The version in force.</param>
/// <param name="Range">The days.</param>
/// <param name="IsAbolished">Whether an amendment abolished it: what was given is taken back.</param>
internal sealed record DuePeriod(long ProgramId, long VersionId, DateRange Range, bool IsAbolished);
