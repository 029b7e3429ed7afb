using System.Collections.Frozen;
using Portal.Domain.Programs;
using Portal.Domain.Shared;

namespace Portal.Domain.Settlements;

/// <summary>Programmes compiled with master data, so that one scan of the sales lines in customer order feeds them all.</summary>
public sealed class ProgramPlan
{
    private readonly FrozenDictionary<long, ProductSlot[]> _slotsOfProduct;
    private readonly FrozenDictionary<long, ulong[]> _versionsOfCustomer;
    private readonly short[][] _periodOfDay;
    private readonly int _firstDay;

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
        var days = versions.SelectMany(version => version.Periods).Select(period => period.Range).ToList();
        Days = days.Count == 0 ? null : new DateRange(days.Min(day => day.From), days.Max(day => day.To));
        _firstDay = Days?.From.DayNumber ?? 0;
        _periodOfDay = [.. versions.Select(MapDays)];
        var sets = new SelectorSets(master);
        _slotsOfProduct = SlotsOfProducts(sets, master);
        _versionsOfCustomer = VersionsOfCustomers(sets, programs, master);
    }

    /// <summary>The versions that are needed; the index is the version's in all results.</summary>
    public IReadOnlyList<PlannedVersion> Versions { get; }

    /// <summary>The days whose sales are needed, or null for none.</summary>
    public DateRange? Days { get; }

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
    public bool Participates(int versionIndex, long customerId) =>
        _versionsOfCustomer.TryGetValue(customerId, out var bits) && (bits[versionIndex >> 6] & (1UL << (versionIndex & 63))) != 0;

    /// <summary>Customers that take part in a version (by index).</summary>
    public int ParticipantCount(int versionIndex) => _versionsOfCustomer.Keys.Count(customer => Participates(versionIndex, customer));

    /// <summary>Starts adding up.</summary>
    public PlanAccumulator StartAccumulator() => new(this);

    internal ReadOnlySpan<ProductSlot> SlotsOf(long productId) => _slotsOfProduct.GetValueOrDefault(productId);

    internal ulong[]? VersionsOf(long customerId) => _versionsOfCustomer.GetValueOrDefault(customerId);

    internal int PeriodOf(int version, DateOnly on)
    {
        var day = on.DayNumber - _firstDay;
        var map = _periodOfDay[version];
        return (uint)day < (uint)map.Length ? map[day] : -1;
    }

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

    private short[] MapDays(PlannedVersion version)
    {
        var map = new short[Days?.Days ?? 0];
        Array.Fill(map, (short)-1);
        for (var period = 0; period < version.Periods.Count; period++)
        {
            var range = version.Periods[period].Range;
            Array.Fill(map, (short)period, range.From.DayNumber - _firstDay, range.Days);
        }

        return map;
    }

    private FrozenDictionary<long, ProductSlot[]> SlotsOfProducts(SelectorSets sets, PlanMasterData master)
    {
        var lines = Versions
            .SelectMany((version, versionIndex) => version.Definition.Lines.Select((line, lineIndex) => (
                versionIndex,
                lineIndex,
                Qualifies: sets.Contains(line.Qualifier.Scope),
                Earns: sets.Contains(line.Base.Scope))))
            .ToList();
        return master.Products.ToFrozenDictionary(product => product.Id, product => lines
            .Select(line => new ProductSlot((ushort)line.versionIndex, (ushort)line.lineIndex, line.Qualifies(product), line.Earns(product)))
            .Where(slot => slot.Qualifies || slot.Earns)
            .ToArray());
    }

    private FrozenDictionary<long, ulong[]> VersionsOfCustomers(SelectorSets sets, IReadOnlyList<PlanProgram> programs, PlanMasterData master)
    {
        var participates = Versions.Select(version => sets.Participates(version.Definition.Participants)).ToArray();
        var rivals = Versions.Select(version => Rivals(version, programs).Select(rival => sets.Participates(rival.Participants)).ToArray()).ToArray();
        return master.Customers.ToFrozenDictionary(customer => customer.Id, customer =>
        {
            var bits = new ulong[(Versions.Count + 63) / 64];
            for (var version = 0; version < Versions.Count; version++)
            {
                if (participates[version](customer) && !Array.Exists(rivals[version], rival => rival(customer)))
                {
                    bits[version >> 6] |= 1UL << (version & 63);
                }
            }

            return bits;
        });
    }

    /// <summary>The versions of other programmes of the same exclusive group, valid at the same time, that come first by priority.</summary>
    private static IEnumerable<ProgramDefinition> Rivals(PlannedVersion version, IReadOnlyList<PlanProgram> programs) =>
        version.Definition.ExclusiveGroup is not { } group ? [] : programs
            .Where(program => program.Id != version.Program.Id)
            .SelectMany(program => program.Versions)
            .Select(rival => rival.Definition)
            .Where(rival => string.Equals(rival.ExclusiveGroup, group, StringComparison.OrdinalIgnoreCase)
                && rival.Validity.Intersect(version.Definition.Validity) is not null
                && (rival.Priority != version.Definition.Priority
                    ? rival.Priority < version.Definition.Priority
                    : string.CompareOrdinal(rival.Code, version.Program.Code) < 0));
}

/// <summary>For what a product counts.</summary>
internal readonly record struct ProductSlot(ushort Version, ushort Line, bool Qualifies, bool Earns);
