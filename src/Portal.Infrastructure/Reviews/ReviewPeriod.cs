using Microsoft.EntityFrameworkCore;
using Portal.Domain.Programs;
using Portal.Domain.Reviews;
using Portal.Domain.Settlements;
using Portal.Domain.Shared;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Settlements;
using Portal.Infrastructure.Shared;
using Portal.Infrastructure.Simulations;

namespace Portal.Infrastructure.Reviews;

/// <summary>
/// Computes a settled period anew and compares it line by line with what was settled: from the documents and versions that the
/// last settlement knew (then every difference is an error or a change of master data), or from all that is known now. Says
/// who was not paid and why. For the customers the person may see; writes nothing.
/// </summary>
public sealed class ReviewPeriod(IDbContextFactory<PortalDbContext> contexts, CurrentUser user, BusinessClock clock)
{
    private static readonly SettlementState[] Counting = [SettlementState.Calculated, SettlementState.Approved, SettlementState.Posted];

    /// <summary>Reviews the period of a settlement.</summary>
    /// <param name="settlementId">Any settlement of the period.</param>
    /// <param name="withAllKnownNow">Whether documents and versions count that came after it was settled.</param>
    /// <param name="progress">Is told how far it is, or null.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<Outcome<PeriodReview>> RunAsync(long settlementId, bool withAllKnownNow, IProgress<ScanProgress>? progress, CancellationToken cancellationToken)
    {
        if (user.Refuse(Permissions.Settlements.View) is { } refusal)
        {
            return refusal;
        }

        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var given = await GivenAmounts.ReadAsync(context, settlementId, Counting, cancellationToken);
        if (given is null)
        {
            return new Refusal(Refusal.NotFound);
        }

        var programs = (await SettlementPlanner.ProgramsAsync(context, withAllKnownNow ? clock.UtcNow : given.KnownAtUtc, cancellationToken)).ConvertAll(row => row.Program);
        var master = await MasterDataReading.ReadAsync(context, cancellationToken);
        var plan = ProgramPlan.Compile(programs, master, (program, period) => program.Id == given.ProgramId && period.From == given.PeriodFrom);
        var computed = new RecomputedPeriod(plan, given.PeriodFrom);
        var sales = new Dictionary<long, long>();
        var read = await ScanAsync(context, computed, plan.Days ?? given.Period, given, withAllKnownNow ? KnownSales.All : given.Known, sales, progress, cancellationToken);
        computed.Finish();
        var customers = await VisibleCustomers.ReadAsync(context, user, cancellationToken);
        var lines = Compare(given, computed, customers);
        var cases = Cases(given, computed, sales, customers, Doors(programs, master, given.ProgramId)).ToList();
        return new PeriodReview
        {
            PeriodFrom = given.PeriodFrom,
            PeriodTo = given.Period.To,
            SettledAtUtc = given.KnownAtUtc,
            Compared = lines.Count,
            SettledMinor = lines.Sum(line => line.SettledMinor),
            RecomputedMinor = lines.Sum(line => line.RecomputedMinor),
            Differences = [.. lines.Where(line => line.DifferenceMinor != 0).OrderByDescending(line => Math.Abs(line.DifferenceMinor)).ThenBy(line => line.CustomerId)],
            Unpaid = [.. cases.Where(row => row.Unpaid is not null).Select(row => row.Unpaid!).OrderByDescending(row => row.Reason).ThenByDescending(row => row.SalesMinor)],
            Paid = cases.Count(row => row.Unpaid is null),
            LinesRead = read,
        };
    }

    private static async Task<long> ScanAsync(
        PortalDbContext context, RecomputedPeriod computed, DateRange days, GivenAmounts given, KnownSales known, Dictionary<long, long> sales, IProgress<ScanProgress>? progress,
        CancellationToken cancellationToken)
    {
        var scan = new SimulationScan(context, progress) { NetOf = given.Period };
        return await scan.RunAsync(
            [new ScanFeed(computed.Plan, computed.Take)],
            CustomerSelection.Everyone,
            days,
            known,
            customer =>
            {
                if (scan.CustomerNetMinor != 0)
                {
                    sales[customer] = scan.CustomerNetMinor;
                }
            },
            cancellationToken);
    }

    private static List<ReviewedLine> Compare(GivenAmounts given, RecomputedPeriod computed, VisibleCustomers customers) =>
    [
        .. given.Lines.Keys.Union(computed.Deltas.Keys)
            .Select(key => (Key: key, Customer: customers.Find(key.CustomerId)))
            .Where(row => row.Customer is not null)
            .Select(row => new ReviewedLine(
                row.Key.CustomerId, row.Customer!.Number, row.Customer.Name, row.Key.LineNumber, given.Lines.GetValueOrDefault(row.Key), computed.Deltas.GetValueOrDefault(row.Key))),
    ];

    /// <summary>Whether the include and the exclude list of the programme name a customer.</summary>
    private static Func<long, (bool IsIncluded, bool IsExcluded)> Doors(List<PlanProgram> programs, PlanMasterData master, long programId)
    {
        var who = programs.Find(program => program.Id == programId)?.Versions[^1].Definition.Participants ?? ProgramParticipants.Everybody;
        var sets = new SelectorSets(master);
        var includes = sets.Participates(who with { Exclude = [] });
        var excludes = sets.Participates(new ProgramParticipants { Include = who.Exclude });
        var customers = master.Customers.ToDictionary(customer => customer.Id);
        return id => customers.TryGetValue(id, out var customer) ? (includes(customer), excludes(customer)) : (false, false);
    }

    private static IEnumerable<(long CustomerId, UnpaidCustomer? Unpaid)> Cases(
        GivenAmounts given, RecomputedPeriod computed, Dictionary<long, long> sales, VisibleCustomers customers, Func<long, (bool IsIncluded, bool IsExcluded)> doors)
    {
        foreach (var id in computed.Participants.Union(given.DueByCustomer.Keys).Union(sales.Keys))
        {
            var takesPart = computed.Participants.Contains(id);
            var (isIncluded, isExcluded) = takesPart ? (true, false) : doors(id);
            if (customers.Find(id) is not { } customer || (!isIncluded && !given.DueByCustomer.ContainsKey(id)))
            {
                continue;
            }

            var earned = computed.Earned.GetValueOrDefault(id) ?? [];
            var reason = new UnpaidCase
            {
                TakesPart = takesPart,
                IsExcluded = isExcluded,
                HasSales = sales.ContainsKey(id),
                Earned = earned,
                IsBelowMinimum = earned.Any(line => computed.MinimumOf(line) is { } minimum && line.QualifierValue < minimum),
                GivenMinor = given.DueByCustomer.TryGetValue(id, out var due) ? due : null,
                IsApproved = !given.WaitingCustomers.Contains(id),
                Payout = given.Payouts.TryGetValue(id, out var payout) ? payout : null,
            }.Reason();
            yield return (id, reason is { } why
                ? new UnpaidCustomer(id, customer.Number, customer.Name, why, sales.GetValueOrDefault(id), earned.Sum(line => line.RoundedMinor))
                : null);
        }
    }
}
