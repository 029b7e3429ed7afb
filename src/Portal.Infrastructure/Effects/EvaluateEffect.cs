using Microsoft.EntityFrameworkCore;
using Portal.Domain.Effects;
using Portal.Domain.Settlements;
using Portal.Domain.Shared;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.ExchangeRates;
using Portal.Infrastructure.Settlements;
using Portal.Infrastructure.Shared;

namespace Portal.Infrastructure.Effects;

/// <summary>What a programme brought: participants against matched customers outside, before and during, from the monthly sums; among the customers the person may see.</summary>
public sealed class EvaluateEffect(IDbContextFactory<PortalDbContext> contexts, CurrentUser user, BusinessClock clock)
{
    /// <summary>Evaluates an approved programme.</summary>
    public async Task<Outcome<EffectReport>> RunAsync(long programId, CancellationToken cancellationToken)
    {
        if (user.Refuse(Permissions.Settlements.View) is { } refusal)
        {
            return refusal;
        }

        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var programs = await SettlementPlanner.ProgramsAsync(context, clock.UtcNow, cancellationToken);
        if (programs.Find(row => row.Program.Id == programId)?.Program is not { } program)
        {
            return new Refusal(Refusal.NotFound);
        }

        var validity = new DateRange(program.Versions.Min(version => version.Definition.ValidFrom), program.ClosedOn ?? program.Versions.Max(version => version.Definition.ValidTo));
        if (EffectSpan.Of(validity, clock.Today) is not { } span)
        {
            return new Refusal("effect_too_early");
        }

        var plan = ProgramPlan.Compile([.. programs.Select(row => row.Program)], await MasterDataReading.ReadAsync(context, cancellationToken), (other, _) => other.Id == programId);
        var taking = plan.ParticipantsOf(programId).ToHashSet();
        var customers = await CustomersAsync(context, cancellationToken);
        var rates = await MonthRates.ReadAsync(context, cancellationToken);
        var sales = await SalesAsync(context, span, customers, rates, cancellationToken);
        var pairs = CustomerMatching.Match(sales.Where(row => taking.Contains(row.CustomerId)), sales.Where(row => !taking.Contains(row.CustomerId)));
        var names = customers.ToDictionary(row => row.Id);
        var report = new EffectReport
        {
            Span = span,
            Participants = sales.Count(row => taking.Contains(row.CustomerId)),
            Others = sales.Count(row => !taking.Contains(row.CustomerId)),
            BeforeMinor = sales.Where(row => taking.Contains(row.CustomerId)).Sum(row => row.BeforeMinor),
            DuringMinor = sales.Where(row => taking.Contains(row.CustomerId)).Sum(row => row.DuringMinor),
            Estimate = UpliftEstimate.Of(pairs),
            CostMinor = await CostAsync(context, programId, span.During, [.. pairs.Select(pair => pair.Participant.CustomerId)], rates, cancellationToken),
            Months = await MonthsAsync(context, span, pairs, rates, cancellationToken),
            Pairs = [.. pairs.Select(pair => new EffectPairRow(
                pair.Participant.CustomerId, names[pair.Participant.CustomerId].Number, names[pair.Participant.CustomerId].Name, pair.Participant.BeforeMinor, pair.Participant.DuringMinor,
                names[pair.Control.CustomerId].Name, pair.Control.BeforeMinor, pair.Control.DuringMinor, pair.DifferenceMinor))],
        };
        return report with { CurrenciesLeftOut = rates.Missing };
    }

    private async Task<List<ComparedCustomer>> CustomersAsync(PortalDbContext context, CancellationToken cancellationToken) =>
        await context.Customers.VisibleTo(user, context)
            .Select(row => new ComparedCustomer(row.Id, row.Number, row.Name, (int)row.Kind, row.RegionId))
            .ToListAsync(cancellationToken);

    private static async Task<List<CustomerSales>> SalesAsync(
        PortalDbContext context, EffectSpan span, List<ComparedCustomer> customers, MonthRates rates, CancellationToken cancellationToken)
    {
        var sums = new Dictionary<long, (long Before, long During)>();
        await foreach (var row in SumsAsync(context, span, rates).WithCancellation(cancellationToken))
        {
            var (before, during) = sums.GetValueOrDefault(row.CustomerId);
            sums[row.CustomerId] = row.Month >= span.During.From ? (before, during + row.NetMinor) : (before + row.NetMinor, during);
        }

        return [.. customers
            .Where(row => sums.ContainsKey(row.Id))
            .Select(row => new CustomerSales(row.Id, FormattableString.Invariant($"{row.Kind}/{row.RegionId}"), sums[row.Id].Before, sums[row.Id].During))];
    }

    /// <summary>What customers bought in the months compared, in our own currency; a customer has several sums for a month of several currencies.</summary>
    private static async IAsyncEnumerable<CustomerMonth> SumsAsync(PortalDbContext context, EffectSpan span, MonthRates rates)
    {
        foreach (var days in new[] { span.Before, span.During })
        {
            var rows = context.SalesSummaries
                .Where(row => row.Month >= days.From && row.Month <= days.To)
                .Select(row => new { row.CustomerId, row.Month, row.Currency, row.NetMinor }).AsAsyncEnumerable();
            await foreach (var row in rows)
            {
                yield return new CustomerMonth(row.CustomerId, row.Month, rates.Convert(row.Currency, row.Month, row.NetMinor));
            }
        }
    }

    /// <summary>The mean of both sides of the pairs, month by month, before and during.</summary>
    private static async Task<IReadOnlyList<EffectMonth>> MonthsAsync(
        PortalDbContext context, EffectSpan span, IReadOnlyList<MatchedPair> pairs, MonthRates rates, CancellationToken cancellationToken)
    {
        var participants = pairs.Select(pair => pair.Participant.CustomerId).ToHashSet();
        var controls = pairs.Select(pair => pair.Control.CustomerId).ToHashSet();
        var sums = new SortedDictionary<DateOnly, (long Participants, long Controls)>();
        foreach (var days in new[] { span.Before, span.During })
        {
            for (var month = days.From; month <= days.To; month = month.AddMonths(1))
            {
                sums[month] = default;
            }
        }

        await foreach (var row in SumsAsync(context, span, rates).WithCancellation(cancellationToken))
        {
            var sum = sums[row.Month];
            sums[row.Month] = (sum.Participants + (participants.Contains(row.CustomerId) ? row.NetMinor : 0), sum.Controls + (controls.Contains(row.CustomerId) ? row.NetMinor : 0));
        }

        return pairs.Count == 0 ? [] : [.. sums.Select(month => new EffectMonth(month.Key, month.Key >= span.During.From, month.Value.Participants / pairs.Count, month.Value.Controls / pairs.Count))];
    }

    /// <summary>What approved settlements of periods that ended in these days gave to customers, in our own currency.</summary>
    private static async Task<long> CostAsync(
        PortalDbContext context, long programId, DateRange days, HashSet<long> customers, MonthRates rates, CancellationToken cancellationToken)
    {
        var rows = await (
            from line in context.SettlementLines
            join settlement in context.Settlements on line.SettlementId equals settlement.Id
            join version in context.RebateProgramVersions on settlement.ProgramVersionId equals version.Id
            where line.ProgramId == programId && line.PeriodTo >= days.From && line.PeriodTo <= days.To
                && (settlement.State == SettlementState.Approved || settlement.State == SettlementState.Posted)
            group line by new { line.CustomerId, line.PeriodTo, version.Currency } into sums
            select new { sums.Key.CustomerId, sums.Key.PeriodTo, sums.Key.Currency, DueMinor = sums.Sum(line => line.DueMinor) }).ToListAsync(cancellationToken);
        return rows.Where(row => customers.Contains(row.CustomerId)).GroupBy(row => (row.PeriodTo, row.Currency))
            .Sum(period => rates.Convert(period.Key.Currency, period.Key.PeriodTo, period.Sum(row => row.DueMinor)));
    }

    private sealed record CustomerMonth(long CustomerId, DateOnly Month, long NetMinor);

    private sealed record ComparedCustomer(long Id, string Number, string Name, int Kind, long? RegionId);
}

/// <summary>What a programme brought.</summary>
public sealed record EffectReport
{
    /// <summary>The months compared.</summary>
    public required EffectSpan Span { get; init; }

    /// <summary>Participants that bought in these months.</summary>
    public required int Participants { get; init; }

    /// <summary>Customers outside that bought in these months.</summary>
    public required int Others { get; init; }

    /// <summary>What all participants bought before, in minor units.</summary>
    public required long BeforeMinor { get; init; }

    /// <summary>What all participants bought during, in minor units.</summary>
    public required long DuringMinor { get; init; }

    /// <summary>The uplift; null where too few customers outside are comparable.</summary>
    public required UpliftEstimate? Estimate { get; init; }

    /// <summary>What the matched participants were given for these months, in minor units.</summary>
    public required long CostMinor { get; init; }

    /// <summary>The mean of both sides by month.</summary>
    public required IReadOnlyList<EffectMonth> Months { get; init; }

    /// <summary>The pairs.</summary>
    public required IReadOnlyList<EffectPairRow> Pairs { get; init; }

    /// <summary>Currencies of which something was left out, because no rate is known for it.</summary>
    public IReadOnlyList<string> CurrenciesLeftOut { get; init; } = [];
}

/// <summary>The mean purchases of matched participants and their partners in a month.</summary>
/// <param name="Month">Its first day.</param>
/// <param name="IsDuring">Whether the programme was in force.</param>
/// <param name="ParticipantsMinor">Participants, in minor units.</param>
/// <param name="OthersMinor">Their partners, in minor units.</param>
public sealed record EffectMonth(DateOnly Month, bool IsDuring, long ParticipantsMinor, long OthersMinor);

/// <summary>A participant with its partner.</summary>
/// <param name="CustomerId">The participant.</param>
/// <param name="Number">Its number.</param>
/// <param name="Name">Its name.</param>
/// <param name="BeforeMinor">What it bought before, in minor units.</param>
/// <param name="DuringMinor">What it bought during, in minor units.</param>
/// <param name="PartnerName">The partner's name.</param>
/// <param name="PartnerBeforeMinor">What the partner bought before, in minor units.</param>
/// <param name="PartnerDuringMinor">What the partner bought during, in minor units.</param>
/// <param name="DifferenceMinor">What the participant gained more.</param>
public sealed record EffectPairRow(
    long CustomerId, string Number, string Name, long BeforeMinor, long DuringMinor, string PartnerName, long PartnerBeforeMinor, long PartnerDuringMinor, long DifferenceMinor);
