using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Portal.Domain.Programs;
using Portal.Domain.Settlements;
using Portal.Domain.Shared;
using Portal.Infrastructure.Data;

namespace Portal.Infrastructure.Settlements;

/// <summary>Computes the lines of a range of customers: one scan of their sales lines for all programmes.</summary>
internal sealed class PartitionComputation(SettlementRun run, SettlementPlan plan)
{
    private static readonly JsonSerializerOptions ProvisionalOptions = new() { IncludeFields = true };

    private readonly HashSet<long> _wantedPrograms = [.. plan.Periods.Select(period => period.ProgramId)];

    private readonly HashSet<long> _cappedPrograms = [.. plan.Programs.Versions
        .Where(version => ProgramCap.Limits(version) && plan.Periods.Any(period => period.ProgramId == version.Program.Id))
        .Select(version => version.Program.Id)];

    private readonly HashSet<(long ProgramId, DateOnly PeriodFrom)> _abolished =
        [.. plan.Periods.Where(period => period.IsAbolished).Select(period => (period.ProgramId, period.Range.From))];

    /// <summary>Whether some programme has a cap over all its customers, so that lines are final only when all are known.</summary>
    public bool HasCaps => _cappedPrograms.Count > 0;

    /// <summary>The programmes with such a cap.</summary>
    public IReadOnlyList<long> CappedPrograms => [.. _cappedPrograms];

    /// <summary>Reads the sales lines of the customers once and returns their settlement lines.</summary>
    public async Task<PartitionResult> ComputeAsync(PortalDbContext context, long fromCustomerId, long toCustomerId, CancellationToken cancellationToken)
    {
        var prior = await PriorAmounts.ReadAsync(context, run.Id, plan, _wantedPrograms, fromCustomerId, toCustomerId, cancellationToken);
        var lines = new List<SettlementLine>();
        if (plan.Programs.Days is not { } days)
        {
            AddRest(prior, [], lines);
            return new PartitionResult(lines, 0);
        }

        var accumulator = plan.Programs.StartAccumulator();
        var seen = new HashSet<long>();
        long current = 0;
        var read = await SalesScan.ReadAsync(context, fromCustomerId, toCustomerId, days, run.SalesLinesUpTo, Take, cancellationToken);
        TakeCustomer();
        AddRest(prior, seen, lines);
        return new PartitionResult(lines, read);

        void Take(in SalesFact fact)
        {
            if (fact.CustomerId != current)
            {
                TakeCustomer();
                current = fact.CustomerId;
            }

            accumulator.Add(fact);
        }

        void TakeCustomer()
        {
            if (accumulator.TakeCustomer() is { } measures)
            {
                seen.Add(measures.CustomerId);
                AddCustomer(measures.CustomerId, RebateCalculator.Earn(plan.Programs, measures), prior.Of(measures.CustomerId), lines);
            }
        }
    }

    /// <summary>
    /// The final lines of programmes with a cap, from the provisional ones, customer by customer. The amounts that a cap cuts
    /// are shared in proportion to what each customer would get, so all of them have to be known before.
    /// </summary>
    public async Task<List<SettlementLine>> ShareCapsAsync(PortalDbContext context, CancellationToken cancellationToken)
    {
        var capped = _cappedPrograms.ToArray();
        var provisional = context.SettlementLines.AsNoTracking().Where(line => line.RunId == run.Id && capped.Contains(line.ProgramId));
        var cuts = await CutsAsync(provisional, cancellationToken);
        var prior = await PriorAmounts.ReadAsync(context, run.Id, plan, capped, 0, long.MaxValue, cancellationToken);
        var lines = new List<SettlementLine>();
        var seen = new HashSet<long>();
        var earned = new List<EarnedLine>();
        long current = 0;
        await foreach (var line in provisional.OrderBy(line => line.CustomerId).ThenBy(line => line.Id).AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            if (line.CustomerId != current)
            {
                Take();
                current = line.CustomerId;
            }

            var amount = JsonSerializer.Deserialize<EarnedLine>(line.FactsJson, ProvisionalOptions)!;
            earned.Add(amount with { ProgramCapMinor = cuts.GetValueOrDefault(line.Id) });
        }

        Take();
        foreach (var customerId in prior.Customers.Where(customerId => !seen.Contains(customerId)))
        {
            Settle(customerId, [], prior.Of(customerId), lines);
        }

        return lines;

        void Take()
        {
            if (earned.Count > 0)
            {
                seen.Add(current);
                Settle(current, earned, prior.Of(current), lines);
                earned = [];
            }
        }
    }

    private async Task<Dictionary<long, long>> CutsAsync(IQueryable<SettlementLine> provisional, CancellationToken cancellationToken)
    {
        var cuts = new Dictionary<long, long>();
        foreach (var version in plan.Programs.Versions.Where(version => _cappedPrograms.Contains(version.Program.Id) && ProgramCap.Limits(version)))
        {
            var capMinor = Rounding.HalfAwayFromZero(version.Definition.CapPerProgram!.Value * Money.MinorPerUnit);
            foreach (var from in version.Periods.Where(period => period.IsInForce).Select(period => period.Range.From))
            {
                var amounts = await provisional
                    .Where(line => line.ProgramId == version.Program.Id && line.PeriodFrom == from)
                    .OrderBy(line => line.CustomerId).ThenBy(line => line.ProgramLineNumber)
                    .Select(line => new { line.Id, line.RoundedMinor })
                    .ToListAsync(cancellationToken);
                var shares = ProgramCap.Apply(capMinor, amounts.ConvertAll(amount => amount.RoundedMinor));
                for (var index = 0; index < shares.Length; index++)
                {
                    if (shares[index] != amounts[index].RoundedMinor)
                    {
                        cuts[amounts[index].Id] = amounts[index].RoundedMinor - shares[index];
                    }
                }
            }
        }

        return cuts;
    }

    // Customers without any sale who were given something before: what they earn is nothing.
    private void AddRest(PriorAmounts prior, HashSet<long> seen, List<SettlementLine> lines)
    {
        foreach (var customerId in prior.Customers.Where(customerId => !seen.Contains(customerId)))
        {
            AddCustomer(customerId, [], prior.Of(customerId), lines);
        }
    }

    private void AddCustomer(long customerId, IReadOnlyList<EarnedLine> earned, CustomerPrior prior, List<SettlementLine> lines)
    {
        if (_cappedPrograms.Count == 0)
        {
            Settle(customerId, earned, prior, lines);
            return;
        }

        var open = new List<EarnedLine>();
        foreach (var line in earned)
        {
            if (_cappedPrograms.Contains(plan.Programs.Versions[line.VersionIndex].Program.Id))
            {
                lines.Add(Provisional(customerId, line));
            }
            else
            {
                open.Add(line);
            }
        }

        var settled = new CustomerPrior();
        foreach (var (key, amount) in prior.Settled.Where(entry => !_cappedPrograms.Contains(entry.Key.ProgramId)))
        {
            settled.Settled.Add(key, amount);
        }

        foreach (var (key, amount) in prior.Carried)
        {
            settled.Carried.Add(key, amount);
        }

        Settle(customerId, open, settled, lines);
    }

    private void Settle(long customerId, IReadOnlyList<EarnedLine> earned, CustomerPrior prior, List<SettlementLine> lines)
    {
        if (_abolished.Count > 0)
        {
            TakeBackAbolished(customerId, prior, lines);
        }

        foreach (var line in earned)
        {
            var version = plan.Programs.Versions[line.VersionIndex];
            var period = version.Periods[line.PeriodIndex];
            var key = new SettledKey(version.Program.Id, version.Definition.Lines[line.LineIndex].Number, period.Range);
            if (period.SettledUpToLineId is not null && !prior.Settled.ContainsKey(key))
            {
                // The period was settled and gave this customer nothing: what comes now has a reason of its own.
                prior.Settled.Add(key, new SettledBefore(0, 0, plan.Amended.Contains((version.Program.Id, period.Range.From)) ? 0 : null));
            }
        }

        if (earned.Count == 0 && prior.Settled.Count == 0)
        {
            return;
        }

        foreach (var line in RebateCalculator.Settle(plan.Programs, earned, prior.Settled, prior.Carried))
        {
            if (line.HasDifference)
            {
                lines.Add(Line(customerId, line));
            }
        }
    }

    private void TakeBackAbolished(long customerId, CustomerPrior prior, List<SettlementLine> lines)
    {
        foreach (var (key, amount) in prior.Settled.Where(entry => _abolished.Contains((entry.Key.ProgramId, entry.Key.Period.From)) && entry.Value.DeltaMinor != 0).ToList())
        {
            var policy = plan.Programs.Versions.LastOrDefault(version => version.Program.Id == key.ProgramId)?.Definition.Negative ?? NegativePolicy.CarryForward;
            var carried = policy == NegativePolicy.CarryForward ? -amount.DeltaMinor : 0;
            var line = (key.ProgramId, key.LineNumber);
            prior.Carried[line] = prior.Carried.GetValueOrDefault(line) + carried;
            lines.Add(new SettlementLine(plan.SettlementIds[(key.ProgramId, key.Period.From)], run.Id, key.ProgramId, key.LineNumber, customerId)
            {
                PeriodFrom = key.Period.From,
                PeriodTo = key.Period.To,
                AlreadySettledMinor = amount.DeltaMinor,
                DeltaMinor = -amount.DeltaMinor,
                CarriedOutMinor = carried,
                DueMinor = policy == NegativePolicy.ChargeBack ? -amount.DeltaMinor : 0,
                Reason = SettlementReason.Amendment,
                FactsJson = new SettlementFacts
                {
                    LineNumber = key.LineNumber,
                    PeriodFrom = key.Period.From,
                    PeriodTo = key.Period.To,
                    MeasuredFrom = key.Period.From,
                    SettledThisPeriodMinor = amount.DeltaMinor,
                    DeltaMinor = -amount.DeltaMinor,
                    CarriedOutMinor = carried,
                    DueMinor = policy == NegativePolicy.ChargeBack ? -amount.DeltaMinor : 0,
                    Negative = policy,
                    Reason = SettlementReason.Amendment,
                }.ToJson(),
            });
        }
    }

    private SettlementLine Line(long customerId, CalculatedLine line)
    {
        var definitionLine = line.Line;
        return new SettlementLine(SettlementIdOf(line.Version, line.Earned), run.Id, line.Version.Program.Id, line.LineNumber, customerId)
        {
            PeriodFrom = line.Earned.Period.From,
            PeriodTo = line.Earned.Period.To,
            QualifierValue = line.Earned.QualifierValue,
            IsQualifierQuantity = definitionLine?.Qualifier.Measure == Measure.Quantity,
            TierNumber = line.Earned.TierNumber,
            TierFrom = line.Earned.TierFrom,
            BaseValue = line.Earned.BaseValue,
            IsBaseQuantity = definitionLine?.Base.Measure == Measure.Quantity,
            RatePercent = line.RatePercent,
            RateAmount = line.RateAmount,
            RawMinor = Rounding.HalfAwayFromZero(line.Earned.RawMinor, 8),
            RoundedMinor = line.Earned.RoundedMinor,
            AlreadySettledMinor = line.AlreadySettledMinor,
            DeltaMinor = line.DeltaMinor,
            CarriedInMinor = line.CarriedInMinor,
            CarriedOutMinor = line.CarriedOutMinor,
            DueMinor = line.DueMinor,
            Reason = line.Reason,
            FactsJson = SettlementFacts.Of(line).ToJson(),
        };
    }

    // Kept only until the caps are applied.
    private SettlementLine Provisional(long customerId, EarnedLine line)
    {
        var version = plan.Programs.Versions[line.VersionIndex];
        return new SettlementLine(SettlementIdOf(version, line), run.Id, version.Program.Id, version.Definition.Lines[line.LineIndex].Number, customerId)
        {
            PeriodFrom = line.Period.From,
            PeriodTo = line.Period.To,
            RoundedMinor = line.RoundedMinor,
            Reason = SettlementReason.NewPeriod,
            FactsJson = JsonSerializer.Serialize(line, ProvisionalOptions),
        };
    }

    private long SettlementIdOf(PlannedVersion version, EarnedLine line) => plan.SettlementIds[(version.Program.Id, line.Period.From)];
}

/// <summary>What a partition came to.</summary>
/// <param name="Lines">Its settlement lines.</param>
/// <param name="SalesLinesRead">Sales lines read.</param>
internal sealed record PartitionResult(IReadOnlyList<SettlementLine> Lines, long SalesLinesRead);
