using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Portal.Domain.Programs;
using Portal.Domain.Settlements;
using Portal.Domain.Settlements.Rules;
using Portal.Domain.Shared;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Settlements;

namespace Portal.Infrastructure.Programs;

/// <summary>Runs a definition over the sales of a past year, side by side with the version in force, in one scan. Writes nothing.</summary>
public sealed class SimulateProgram(IDbContextFactory<PortalDbContext> contexts, CurrentUser user)
{
    private const long DraftId = -1;
    private const long CurrentId = -2;
    private const int MaxRanked = 10;

    /// <summary>Simulates.</summary>
    /// <param name="definition">What is tried; it must be valid.</param>
    /// <param name="year">The year whose sales are taken: the validity is moved into it.</param>
    /// <param name="programId">The programme, to compare with its last approved version; null for a new one.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<Outcome<ProgramSimulation>> RunAsync(ProgramDefinition definition, int year, long? programId, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(definition);
        if (!user.Can(Permissions.Programs.Edit) && !user.Can(Permissions.Programs.Approve))
        {
            return new Refusal(Refusal.NotPermitted);
        }

        if (ProgramValidation.Check(definition) is { Count: > 0 } refusals)
        {
            return Outcome<ProgramSimulation>.Refused(refusals);
        }

        var watch = Stopwatch.StartNew();
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var (current, rivals) = await OthersAsync(context, definition, programId, cancellationToken);
        var master = await MasterDataReading.ReadAsync(context, cancellationToken);
        var draft = new Trial(DraftId, InYear(definition, year, definition), rivals, master);
        var present = current is null ? null : new Trial(CurrentId, InYear(current, year, definition), rivals, master);
        var days = draft.Days(present);
        var linesRead = days is { } range ? await ScanAsync(context, range, draft, present, cancellationToken) : 0;
        cancellationToken.ThrowIfCancellationRequested();
        var outcome = Compare(draft, present);
        return outcome with
        {
            Days = days ?? definition.Validity,
            LinesRead = linesRead,
            Elapsed = watch.Elapsed,
            Gaining = await NameAsync(context, outcome.Gaining, cancellationToken),
            Losing = await NameAsync(context, outcome.Losing, cancellationToken),
        };
    }

    /// <summary>The definition as if the validity of another one began in a year; at most twelve months of it.</summary>
    internal static ProgramDefinition InYear(ProgramDefinition definition, int year, ProgramDefinition like)
    {
        var shift = year - like.ValidFrom.Year;
        var from = definition.ValidFrom.AddYears(shift);
        var to = definition.ValidTo.AddYears(shift);
        var last = like.ValidFrom.AddYears(shift + 1).AddDays(-1);
        return definition with
        {
            ValidFrom = from,
            ValidTo = to < last ? to : last,
            Period = definition.Period with { Custom = [.. definition.Period.Custom.Select(period => new CustomPeriod(period.From.AddYears(shift), period.To.AddYears(shift)))] },
        };
    }

    private static async Task<long> ScanAsync(PortalDbContext context, DateRange days, Trial draft, Trial? present, CancellationToken cancellationToken)
    {
        var count = await PlanScan.ReadAsync(
            context,
            draft.AsksForDetails || present?.AsksForDetails == true,
            CustomerSelection.Everyone,
            days,
            KnownSales.All,
            (in SalesFact fact, SalesDetail? detail) =>
            {
                draft.Add(fact, detail);
                present?.Add(fact, detail);
            },
            cancellationToken);
        draft.Finish();
        present?.Finish();
        return count;
    }

    private static async Task<(ProgramDefinition? Current, IReadOnlyList<ProgramDefinition> Rivals)> OthersAsync(
        PortalDbContext context, ProgramDefinition definition, long? programId, CancellationToken cancellationToken)
    {
        var approved = await context.RebatePrograms.AsNoTracking()
            .Include(row => row.Versions)
            .Where(row => row.Versions.Any(version => version.State == ProgramVersionState.Approved) && (row.Id == programId || definition.ExclusiveGroup != null))
            .ToListAsync(cancellationToken);
        var definitions = approved.Select(row => (row.Id, ProgramDocument.Read(ProgramVersions.LastApproved(row)!.DefinitionJson).Value)).ToList();
        return (
            definitions.Where(row => row.Id == programId).Select(row => row.Value).FirstOrDefault(),
            [.. definitions
                .Where(row => row.Id != programId && row.Value.ExclusiveGroup is not null && row.Value.Validity.Intersect(definition.Validity) is not null)
                .Select(row => row.Value)]);
    }

    private static ProgramSimulation Compare(Trial draft, Trial? present)
    {
        var before = present?.Costs() ?? [];
        var after = draft.Costs();
        var differences = present is null ? [] : before.Keys.Union(after.Keys)
            .Select(customer => new SimulatedCustomer(customer, "", "", after.GetValueOrDefault(customer), before.GetValueOrDefault(customer)))
            .Where(row => row.DifferenceMinor != 0)
            .OrderBy(row => row.CustomerId)
            .ToList();
        return new ProgramSimulation
        {
            Participants = draft.Participants,
            CustomersPaid = after.Values.Count(cost => cost > 0),
            CostMinor = after.Values.Sum(),
            Tiers = draft.Tiers(),
            LeftOut = draft.LeftOut,
            CurrentCostMinor = present is null ? null : before.Values.Sum(),
            Winners = differences.Count(row => row.DifferenceMinor > 0),
            Losers = differences.Count(row => row.DifferenceMinor < 0),
            Gaining = [.. differences.Where(row => row.DifferenceMinor > 0).OrderByDescending(row => row.DifferenceMinor).Take(MaxRanked)],
            Losing = [.. differences.Where(row => row.DifferenceMinor < 0).OrderBy(row => row.DifferenceMinor).Take(MaxRanked)],
        };
    }

    private static async Task<IReadOnlyList<SimulatedCustomer>> NameAsync(PortalDbContext context, IReadOnlyList<SimulatedCustomer> rows, CancellationToken cancellationToken)
    {
        var ids = rows.Select(row => row.CustomerId).ToList();
        var names = await context.Customers.Where(row => ids.Contains(row.Id)).ToDictionaryAsync(row => row.Id, row => (row.Number, row.Name), cancellationToken);
        return [.. rows.Select(row => row with { Number = names[row.CustomerId].Number, Name = names[row.CustomerId].Name })];
    }

    /// <summary>One definition on its way through the scan.</summary>
    private sealed class Trial
    {
        private readonly ProgramPlan _plan;
        private readonly PlanAccumulator _sums;
        private readonly ProgramDefinition _definition;
        private readonly List<long> _customers = [];
        private readonly List<IReadOnlyList<EarnedLine>> _earned = [];
        private readonly List<CustomerMeasures> _families = [];
        private readonly CalculationProblems _problems = new(0);
        private IReadOnlyList<IReadOnlyList<EarnedLine>> _capped = [];
        private long? _customer;

        public Trial(long id, ProgramDefinition definition, IReadOnlyList<ProgramDefinition> rivals, PlanMasterData master)
        {
            _definition = definition;
            var others = rivals.Select((rival, index) => PlanProgram.Single(index, rival with { ValidFrom = definition.ValidFrom, ValidTo = definition.ValidTo }));
            _plan = ProgramPlan.Compile([PlanProgram.Single(id, definition), .. others], master, (program, _) => program.Id == id);
            _sums = _plan.StartAccumulator();
        }

        public bool AsksForDetails => _plan.AsksForDetails;

        public IReadOnlyList<LeftOutSales> LeftOut => _problems.LeftOut;

        public int Participants => _plan.Versions.Count == 0 ? 0 : _plan.ParticipantCount(0);

        public DateRange? Days(Trial? other)
        {
            if (_plan.Days is not { } mine || other?._plan.Days is not { } theirs)
            {
                return _plan.Days ?? other?._plan.Days;
            }

            return new DateRange(mine.From < theirs.From ? mine.From : theirs.From, mine.To > theirs.To ? mine.To : theirs.To);
        }

        public void Add(in SalesFact fact, SalesDetail? detail)
        {
            if (_customer != fact.CustomerId)
            {
                Take();
                _customer = fact.CustomerId;
            }

            _sums.AddSold(fact, detail);
        }

        public void Finish()
        {
            Take();
            foreach (var (customer, earned) in WholePlan.Earn(_plan, _families, _problems).Where(entry => entry.Lines.Count > 0).OrderBy(entry => entry.CustomerId))
            {
                _customers.Add(customer);
                _earned.Add(earned);
            }

            _capped = ProgramCap.Apply(_plan, _earned);
        }

        /// <summary>What each customer gets over all periods.</summary>
        public Dictionary<long, long> Costs()
        {
            var costs = new Dictionary<long, long>();
            for (var index = 0; index < _customers.Count; index++)
            {
                costs[_customers[index]] = Enumerable.Range(0, _definition.Lines.Count).Sum(line => Cost(_capped[index], line));
            }

            return costs;
        }

        /// <summary>By line and tier: who reached it as the best one, and what these get.</summary>
        public IReadOnlyList<SimulatedTier> Tiers() =>
        [
            .. _definition.Lines.SelectMany((line, lineIndex) => _capped
                .Where(lines => lines.Any(earned => earned.LineIndex == lineIndex))
                .GroupBy(lines => lines.Where(earned => earned.LineIndex == lineIndex).Max(earned => earned.TierNumber))
                .Select(tier => new SimulatedTier(line.Number, tier.Key, tier.Count(), tier.Sum(lines => Cost(lines, lineIndex))))
                .OrderBy(tier => tier.TierNumber)),
        ];

        private long Cost(IReadOnlyList<EarnedLine> lines, int lineIndex)
        {
            var ofLine = lines.Where(earned => earned.LineIndex == lineIndex);
            return _definition.PeriodMode == PeriodMode.Cumulative
                ? ofLine.MaxBy(earned => earned.PeriodIndex)?.RoundedMinor ?? 0
                : ofLine.Sum(earned => earned.RoundedMinor);
        }

        private void Take()
        {
            if (_sums.TakeCustomer() is not { } measures)
            {
                return;
            }

            // Where companies reach tiers together, nobody earns before the sales of all are known.
            if (_plan.AsksForFamilies)
            {
                _families.Add(measures);
            }
            else if (RebateCalculator.Earn(_plan, measures, null, _problems) is { Count: > 0 } earned)
            {
                _customers.Add(measures.CustomerId);
                _earned.Add(earned);
            }
        }
    }
}
