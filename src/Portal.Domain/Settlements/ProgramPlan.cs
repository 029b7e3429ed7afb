using System.Collections.Frozen;
using Portal.Domain.Programs;
using Portal.Domain.Shared;

namespace Portal.Domain.Settlements;

/// <summary>Programmes compiled with master data, so that one scan of the sales lines in customer order feeds them all.</summary>
public sealed class ProgramPlan
{
    private readonly PlanParticipants _participants;

    private ProgramPlan(IReadOnlyList<PlannedVersion> versions, IReadOnlyList<PlanProgram> programs, PlanMasterData master)
    {
        Versions = versions;
        LineOffsets = new int[versions.Count][];
        var offset = 0;
        for (var version = 0; version < versions.Count; version++)
        {
            LineOffsets[version] = new int[versions[version].Definition.Lines.Count];
            for (var line = 0; line < LineOffsets[version].Length; line++)
            {
                LineOffsets[version][line] = offset;
                offset += versions[version].Periods.Count;
            }
        }

        CellCount = offset;
        InForce = versions
            .SelectMany((version, versionIndex) => version.Periods.Select((period, periodIndex) => (version, versionIndex, period, periodIndex)))
            .Where(entry => entry.period.IsInForce)
            .GroupBy(entry => entry.version.Program.Id)
            .ToFrozenDictionary(
                group => group.Key,
                group => group.OrderBy(entry => entry.period.Range.From).Select(entry => (entry.versionIndex, entry.periodIndex)).ToArray());
        Calendar = new PlanCalendar(versions);
        var sets = new SelectorSets(master);
        Products = new PlanProducts(versions, master, sets);
        _participants = new PlanParticipants(versions, programs, master, sets, Products);
    }

    /// <summary>The versions that are needed; the index is the version's in all results.</summary>
    public IReadOnlyList<PlannedVersion> Versions { get; }

    /// <summary>The days whose sales are needed, or null for none.</summary>
    public DateRange? Days => Calendar.Days;

    /// <summary>Whether some period was settled before, so that the keys of sales lines tell which came late.</summary>
    public bool AsksForLateLines => Calendar.Arrivals > 1;

    /// <summary>Whether some programme's rules need <see cref="SalesDetail"/>s; sales lines must then be added with them.</summary>
    public bool AsksForDetails { get; }

    internal PlanCalendar Calendar { get; }

    internal PlanProducts Products { get; }

    internal int CellCount { get; }

    /// <summary>By programme: version and period of every period in force, in order of time.</summary>
    internal FrozenDictionary<long, (int Version, int Period)[]> InForce { get; }

    internal int[][] LineOffsets { get; }

    /// <summary>Compiles programmes.</summary>
    /// <param name="programs">The programmes with their approved versions.</param>
    /// <param name="master">The master data.</param>
    /// <param name="isWanted">Which periods a result is asked for. Programmes of which none is wanted still exclude others.</param>
    /// <param name="settledUpToLineId">The last sales line that the last settlement of a programme's period knew; null where there is none.</param>
    public static ProgramPlan Compile(
        IReadOnlyList<PlanProgram> programs,
        PlanMasterData master,
        Func<PlanProgram, DateRange, bool> isWanted,
        Func<long, DateRange, long?>? settledUpToLineId = null)
    {
        ArgumentNullException.ThrowIfNull(programs);
        ArgumentNullException.ThrowIfNull(master);
        ArgumentNullException.ThrowIfNull(isWanted);
        return new ProgramPlan([.. programs.SelectMany(program => Plan(program, isWanted, settledUpToLineId))], programs, master);
    }

    /// <summary>Whether a customer takes part in a version (by index).</summary>
    public bool Participates(int versionIndex, long customerId) => _participants.Of(customerId)?.Includes(versionIndex) ?? false;

    /// <summary>Customers that take part in a version (by index).</summary>
    public int ParticipantCount(int versionIndex) => _participants.All.Count(customer => customer.Value.Includes(versionIndex));

    /// <summary>The customers that take part in some version of a programme.</summary>
    public IEnumerable<long> ParticipantsOf(long programId)
    {
        var versions = Enumerable.Range(0, Versions.Count).Where(version => Versions[version].Program.Id == programId).ToArray();
        return _participants.All.Where(customer => Array.Exists(versions, customer.Value.Includes)).Select(customer => customer.Key);
    }

    /// <summary>Starts adding up.</summary>
    public PlanAccumulator StartAccumulator() => new(this);

    internal IEnumerable<KeyValuePair<long, Participation>> Participations => _participants.All;

    internal Participation? ParticipationOf(long customerId) => _participants.Of(customerId);

    private static IEnumerable<PlannedVersion> Plan(PlanProgram program, Func<PlanProgram, DateRange, bool> isWanted, Func<long, DateRange, long?>? settledUpTo)
    {
        var versions = program.Versions.OrderBy(version => version.Number).ToList();
        bool IsInForce(PlanVersion version, DateRange period) =>
            (program.ClosedOn is not { } closedOn || period.From <= closedOn)
            && versions.LastOrDefault(other => other.EffectiveFrom <= period.From) == version;

        var lastWanted = versions
            .SelectMany(version => ProgramPeriods.Of(version.Definition).Where(period => IsInForce(version, period) && isWanted(program, period)))
            .Select(period => (DateOnly?)period.From)
            .Max();
        if (lastWanted is null)
        {
            yield break;
        }

        foreach (var version in versions)
        {
            var isCumulative = version.Definition.PeriodMode == PeriodMode.Cumulative;
            var periods = ProgramPeriods.Of(version.Definition)
                .Select(period => (Range: period, InForce: IsInForce(version, period)))
                .Select(period => new PlannedPeriod(period.Range, period.InForce, period.InForce && isWanted(program, period.Range), settledUpTo?.Invoke(program.Id, period.Range)))
                .Where(period => isCumulative ? period.Range.From <= lastWanted : period.IsWanted)
                .ToList();
            if (periods.Exists(period => period.IsInForce))
            {
                yield return new PlannedVersion(program, version, periods);
            }
        }
    }
}
