using System.Collections.Frozen;
using Portal.Domain.Programs;
using Portal.Domain.Settlements.Rules;
using Portal.Domain.Shared;

namespace Portal.Domain.Settlements;

/// <summary>Programmes compiled with master data, so that one scan of the sales lines in customer order feeds them all.</summary>
public sealed class ProgramPlan
{
    private readonly PlanParticipants _participants;
    private readonly PlanFamilies _families;
    private readonly FrozenDictionary<long, PlanCustomer>? _customers;
    private readonly FrozenDictionary<long, PlanProduct>? _products;

    private ProgramPlan(IReadOnlyList<PlannedVersion> versions, IReadOnlyList<PlanProgram> programs, PlanMasterData master, DateOnly? asOf)
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
        var isDetailed = versions.Select(version => master.ExchangeRates is not null || version.Definition.NeedsDetails()).ToArray();
        AsksForDetails = isDetailed.Contains(true);
        Products = new PlanProducts(versions, isDetailed, master, sets);
        _families = new PlanFamilies(versions, master, sets);
        _participants = new PlanParticipants(versions, programs, master, sets, Products, _families);
        if (AsksForDetails)
        {
            _customers = master.Customers.ToFrozenDictionary(customer => customer.Id);
            _products = master.Products.ToFrozenDictionary(product => product.Id);
            var (exchange, figures) = (new ExchangeTable(master.ExchangeRates), new CustomerFigures(master.Figures));
            Calculators = [.. versions.Select((version, index) => isDetailed[index] ? new VersionCalculator(version, sets, exchange, figures, asOf) : null)];
            Days = DetailDays.Of(versions, isDetailed, Calendar.Days);
        }
        else
        {
            Days = Calendar.Days;
        }
    }

    /// <summary>The versions that are needed; the index is the version's in all results.</summary>
    public IReadOnlyList<PlannedVersion> Versions { get; }

    /// <summary>The days whose sales are needed, or null for none.</summary>
    public DateRange? Days { get; }

    /// <summary>Whether some programme's rules need <see cref="SalesDetail"/>s; sales lines must then be added with them.</summary>
    public bool AsksForDetails { get; }

    /// <summary>Whether some programme has companies reach its tiers together with those under them.</summary>
    public bool AsksForFamilies => _families.Any;

    internal PlanCalendar Calendar { get; }

    /// <summary>By version; null for one that is computed on sums.</summary>
    internal IReadOnlyList<VersionCalculator?> Calculators { get; } = [];

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
    /// <param name="asOf">Payments after this day are not looked at; null for all.</param>
    public static ProgramPlan Compile(
        IReadOnlyList<PlanProgram> programs,
        PlanMasterData master,
        Func<PlanProgram, DateRange, bool> isWanted,
        Func<long, DateRange, long?>? settledUpToLineId = null,
        DateOnly? asOf = null)
    {
        ArgumentNullException.ThrowIfNull(programs);
        ArgumentNullException.ThrowIfNull(master);
        ArgumentNullException.ThrowIfNull(isWanted);
        var lastWanted = programs.ToDictionary(program => program, program => LastWanted(program, isWanted));
        return new ProgramPlan([.. programs.SelectMany(program => Plan(program, NeededUpTo(program, lastWanted), isWanted, settledUpToLineId))], programs, master, asOf);
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

    internal PlanParticipants Participants => _participants;

    internal Participation? ParticipationOf(long customerId) => _participants.Of(customerId);

    /// <summary>A customer of the master data, where details are asked for.</summary>
    internal PlanCustomer? CustomerOf(long customerId) => _customers?.GetValueOrDefault(customerId);

    /// <summary>A product of the master data, where details are asked for.</summary>
    internal PlanProduct? ProductOf(long productId) => _products?.GetValueOrDefault(productId);

    /// <summary>The company that a customer belongs to for a version that computes families, with all companies under it: the head first, the others by number.</summary>
    internal IReadOnlyList<PlanCustomer> MembersOf(int versionIndex, PlanCustomer customer) => _families.MembersOf(versionIndex, customer);

    /// <summary>The other companies of a customer's family, whose sales its own result needs; none where no programme computes families.</summary>
    public IReadOnlyList<long> FamilyOf(long customerId) => _families.RelativesOf(customerId);

    private static bool IsInForce(PlanProgram program, PlanVersion version, DateRange period) =>
        (program.ClosedOn is not { } closedOn || period.From <= closedOn)
        && program.Versions.OrderBy(other => other.Number).LastOrDefault(other => other.EffectiveFrom <= period.From) == version;

    private static DateRange? LastWanted(PlanProgram program, Func<PlanProgram, DateRange, bool> isWanted) => program.Versions
        .SelectMany(version => ProgramPeriods.Of(version.Definition).Where(period => IsInForce(program, version, period) && isWanted(program, period)))
        .OrderBy(period => period.From)
        .Select(period => (DateRange?)period)
        .LastOrDefault();

    /// <summary>The last day that begins a period which is needed: of the programme itself, or of one that cannot be computed without it.</summary>
    private static DateOnly? NeededUpTo(PlanProgram program, Dictionary<PlanProgram, DateRange?> lastWanted) => lastWanted
        .Where(other => other.Key == program || other.Key.Versions.Any(left => program.Versions.Any(right => left.Definition.IsRelatedTo(right.Definition))))
        .Select(other => other.Key == program ? other.Value?.From : other.Value?.To)
        .Max();

    private static IEnumerable<PlannedVersion> Plan(PlanProgram program, DateOnly? neededUpTo, Func<PlanProgram, DateRange, bool> isWanted, Func<long, DateRange, long?>? settledUpTo)
    {
        if (neededUpTo is null)
        {
            yield break;
        }

        foreach (var version in program.Versions.OrderBy(version => version.Number))
        {
            var isCumulative = version.Definition.PeriodMode == PeriodMode.Cumulative;
            var needsAll = isCumulative || version.Definition is { BestOfGroup: not null } or { Stacking: not null } or { Budget: not null };
            var periods = ProgramPeriods.Of(version.Definition)
                .Select(period => (Range: period, InForce: IsInForce(program, version, period)))
                .Select(period => new PlannedPeriod(period.Range, period.InForce, period.InForce && isWanted(program, period.Range), settledUpTo?.Invoke(program.Id, period.Range)))
                .Where(period => needsAll ? period.Range.From <= neededUpTo : period.IsWanted)
                .ToList();
            if (periods.Exists(period => period.IsInForce))
            {
                yield return new PlannedVersion(program, version, periods);
            }
        }
    }
}
