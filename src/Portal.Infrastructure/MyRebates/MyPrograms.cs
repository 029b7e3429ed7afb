using Microsoft.EntityFrameworkCore;
using Portal.Domain.Accruals;
using Portal.Domain.Programs;
using Portal.Domain.Settlements;
using Portal.Domain.Shared;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Shared;

namespace Portal.Infrastructure.MyRebates;

/// <summary>The programmes in which the customer who looks takes part.</summary>
public sealed class MyPrograms(IDbContextFactory<PortalDbContext> contexts, CurrentUser user, BusinessClock clock)
{
    private const int MostAncestors = 50;

    /// <summary>Programmes, running ones first; those that end soonest before others.</summary>
    public async Task<IReadOnlyList<MyProgramCard>> ListAsync(CancellationToken cancellationToken)
    {
        if (user.CustomerId is not { } customerId)
        {
            return [];
        }

        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var mine = await MineAsync(context, customerId, null, cancellationToken);
        var accruals = await AccrualsAsync(context, customerId, null, cancellationToken);
        var names = await NamesAsync(context, mine, cancellationToken);
        return [.. mine.Select(program => Card(program, accruals, names))
            .OrderBy(card => card.State)
            .ThenBy(card => card.State == MyProgramState.Ended ? -card.ValidTo.DayNumber : card.PeriodTo?.DayNumber ?? card.ValidFrom.DayNumber)
            .ThenBy(card => card.Code, StringComparer.Ordinal)];
    }

    /// <summary>A programme, or null where the customer has no part in it.</summary>
    public async Task<MyProgram?> FindAsync(long programId, CancellationToken cancellationToken)
    {
        if (user.CustomerId is not { } customerId)
        {
            return null;
        }

        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var program = (await MineAsync(context, customerId, programId, cancellationToken)).Find(row => row.Program.Id == programId);
        if (program is null)
        {
            return null;
        }

        var names = await NamesAsync(context, [program], cancellationToken);
        return new MyProgram
        {
            Card = Card(program, await AccrualsAsync(context, customerId, programId, cancellationToken), names),
            Definition = program.Wording.Definition with { Participants = ProgramParticipants.Everybody, ExclusiveGroup = null, Examples = [] },
            VersionNumber = program.Wording.Number,
            Names = names,
            Periods = await PeriodsAsync(context, customerId, program, cancellationToken),
        };
    }

    /// <summary>The programmes in which the customer takes part, or by which something was settled. Others are read for their exclusive groups only.</summary>
    private async Task<List<MineProgram>> MineAsync(PortalDbContext context, long customerId, long? wantedId, CancellationToken cancellationToken)
    {
        var programs = (await context.RebatePrograms.AsNoTracking()
            .Include(program => program.Versions.OrderBy(version => version.Number))
            .Where(program => program.Versions.Any(version => version.State == ProgramVersionState.Approved))
            .OrderBy(program => program.Id)
            .ToListAsync(cancellationToken)).ConvertAll(program => new PlanProgram(program.Id, program.Code, program.ClosedOn, [.. program.Versions
                .Where(version => version.State == ProgramVersionState.Approved)
                .Select(version => new PlanVersion(version.Id, version.Number, version.EffectiveFrom, ProgramDocument.Read(version.DefinitionJson).Value))]));
        var plan = ProgramPlan.Compile(
            programs,
            new PlanMasterData(await CustomerAsync(context, customerId, cancellationToken), [], []),
            (program, _) => wantedId is null || program.Id == wantedId);
        var settled = (await MyStatements.ShownOwnLines(context, customerId).Select(line => line.ProgramId).Distinct().ToListAsync(cancellationToken)).ToHashSet();
        var today = clock.Today;
        return [.. plan.Versions
            .Select((version, index) => (Version: version, TakesPart: plan.Participates(index, customerId) && IsTold(version.Definition)))
            .GroupBy(row => row.Version.Program.Id)
            .Where(versions => settled.Contains(versions.Key) || versions.Any(row => row.TakesPart))
            .Select(versions => MineProgram.Of(
                [.. versions.Where(row => row.TakesPart || settled.Contains(versions.Key))
                    .SelectMany(row => row.Version.Periods.Where(period => period.IsWanted).Select(period => new MinePeriod(row.Version.Version, period.Range, row.TakesPart)))],
                versions.First().Version.Program,
                today))
            .OfType<MineProgram>()];
    }

    /// <summary>A programme that pays another for the customer's purchases is the customer's business only if it says so.</summary>
    internal static bool IsTold(ProgramDefinition definition) => definition.Payee is null or Payee.Customer || definition.TellCustomer == true;

    /// <summary>The customer and the companies above it, as selectors see them.</summary>
    internal static async Task<List<PlanCustomer>> CustomerAsync(PortalDbContext context, long customerId, CancellationToken cancellationToken)
    {
        var family = new List<PlanCustomer>();
        long? next = customerId;
        while (next is { } id && family.Count < MostAncestors && !family.Exists(known => known.Id == id))
        {
            var row = await context.Customers
                .Where(customer => customer.Id == id)
                .Select(customer => new PlanCustomer(
                    customer.Id,
                    customer.Number,
                    context.CustomerGroups.Where(group => group.Id == customer.GroupId).Select(group => group.Code).FirstOrDefault(),
                    context.CustomerLevels.Where(level => level.Id == customer.LevelId).Select(level => level.Code).FirstOrDefault(),
                    context.Regions.Where(region => region.Id == customer.RegionId).Select(region => region.Code).FirstOrDefault(),
                    customer.ParentId))
                .SingleOrDefaultAsync(cancellationToken);
            if (row is null)
            {
                break;
            }

            family.Add(row);
            next = row.ParentId;
        }

        return family;
    }

    private static async Task<List<Accrual>> AccrualsAsync(PortalDbContext context, long customerId, long? programId, CancellationToken cancellationToken)
    {
        var rows = context.Accruals.AsNoTracking().Where(row => row.CustomerId == customerId);
        return await (programId is { } id ? rows.Where(row => row.ProgramId == id) : rows).ToListAsync(cancellationToken);
    }

    private MyProgramCard Card(MineProgram program, List<Accrual> accruals, MyScopeNames names)
    {
        var wording = program.Wording;
        var open = program.Open;
        var card = new MyProgramCard
        {
            ProgramId = program.Program.Id,
            Code = program.Program.Code,
            NameZhCn = wording.Definition.Name.ZhCN,
            NameEn = wording.Definition.Name.En,
            Currency = wording.Definition.Currency,
            ValidFrom = wording.Definition.ValidFrom,
            ValidTo = program.Program.ClosedOn is { } closed && closed < wording.Definition.ValidTo ? closed : wording.Definition.ValidTo,
            State = program.State,
            IsCumulative = wording.Definition.PeriodMode == PeriodMode.Cumulative,
        };
        return open is not { } period ? card : card with
        {
            PeriodFrom = period.From,
            PeriodTo = period.To,
            DaysLeft = ProgramPeriods.DaysLeft(period, clock.Today),
            AsOfOn = accruals.Where(row => row.ProgramId == program.Program.Id && row.PeriodFrom == period.From).Select(row => (DateOnly?)row.AsOfOn).Max(),
            Lines = [.. wording.Definition.Lines.Select((line, index) => Progress(
                wording.Definition,
                index,
                accruals.Find(row => row.ProgramId == program.Program.Id && row.ProgramLineNumber == line.Number && row.PeriodFrom == period.From),
                period) with { Products = names.Of(line.Qualifier.Scope) })],
        };
    }

    private MyProgress Progress(ProgramDefinition definition, int lineIndex, Accrual? accrual, DateRange period)
    {
        var line = definition.Lines[lineIndex];
        var progress = new MyProgress
        {
            LineNumber = line.Number,
            IsQuantity = !line.Qualifier.Measure.IsMoney(),
            Unit = line.Qualifier.Unit,
            Tiers = MyTier.Of(line),
        };
        if (accrual is not null)
        {
            return progress with
            {
                Value = accrual.QualifierValue,
                TierNumber = accrual.TierNumber,
                AccruedMinor = accrual.AccruedMinor,
                NextTierFrom = accrual.NextTierFrom,
                MissingValue = accrual.MissingValue,
                GainMinor = accrual.NextTierGainMinor,
                ForecastValue = accrual.ForecastValue,
                ForecastMinor = accrual.ForecastMinor,
                WouldReachNextTier = accrual.WouldReachNextTier,
            };
        }

        // Nothing was bought yet: the same reckoning over nothing.
        var start = NearMiss.Of(definition, lineIndex, default, period, clock.Today);
        return progress with { NextTierFrom = start.NextTierFrom, MissingValue = start.MissingValue, GainMinor = start.GainMinor };
    }

    private static Task<MyScopeNames> NamesAsync(PortalDbContext context, List<MineProgram> programs, CancellationToken cancellationToken) =>
        MyScopeNames.ReadAsync(
            context,
            programs.SelectMany(program => program.Wording.Definition.Lines).SelectMany(line => new[] { line.Qualifier.Scope, line.Base.Scope }),
            cancellationToken);

    private static async Task<IReadOnlyList<MyPeriod>> PeriodsAsync(PortalDbContext context, long customerId, MineProgram program, CancellationToken cancellationToken)
    {
        var statements = await (
            from line in MyStatements.ShownOwnLines(context, customerId)
            where line.ProgramId == program.Program.Id
            join settlement in context.Settlements on line.SettlementId equals settlement.Id
            where settlement.State != SettlementState.Reversed
            group line.DueMinor by new { settlement.Id, settlement.Number, settlement.PeriodFrom, settlement.PeriodTo } into lines
            orderby lines.Key.Id
            select new { lines.Key.Id, lines.Key.Number, lines.Key.PeriodFrom, lines.Key.PeriodTo, DueMinor = lines.Sum() }).ToListAsync(cancellationToken);
        var settled = statements.ToLookup(row => new DateRange(row.PeriodFrom, row.PeriodTo));
        return [.. program.Periods.Select(period => period.Range)
            .Concat(settled.Select(group => group.Key))
            .Distinct()
            .OrderByDescending(range => range.From)
            .Select(range => new MyPeriod(
                range.From,
                range.To,
                settled.Contains(range) ? settled[range].Sum(row => row.DueMinor) : null,
                [.. settled[range].Select(row => new MyStatementLink(row.Id, row.Number, row.DueMinor))]))];
    }

    private sealed record MinePeriod(PlanVersion Version, DateRange Range, bool TakesPart);

    private sealed record MineProgram(PlanProgram Program, PlanVersion Wording, MyProgramState State, DateRange? Open, IReadOnlyList<MinePeriod> Periods)
    {
        public static MineProgram? Of(List<MinePeriod> periods, PlanProgram program, DateOnly today)
        {
            if (periods.Count == 0)
            {
                return null;
            }

            var open = periods.Find(period => period.TakesPart && period.Range.Contains(today));
            var next = periods.Where(period => period.TakesPart && period.Range.From > today).MinBy(period => period.Range.From);
            var wording = (open ?? next ?? periods.MaxBy(period => period.Range.From)!).Version;
            var state = open is not null || (next is not null && periods.Exists(period => period.Range.To < today))
                ? MyProgramState.Running
                : next is not null ? MyProgramState.Upcoming : MyProgramState.Ended;
            return new MineProgram(program, wording, state, open?.Range, [.. periods.Where(period => period.Range.From <= today)]);
        }
    }
}
