using Microsoft.EntityFrameworkCore;
using Portal.Domain.Programs;
using Portal.Domain.Settlements;
using Portal.Domain.Shared;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.MyRebates;
using Portal.Infrastructure.Shared;

namespace Portal.Infrastructure.Settlements;

/// <summary>Runs, settlements and their lines, for the customers the person may see.</summary>
public sealed class SettlementQueries(IDbContextFactory<PortalDbContext> contexts, CurrentUser user, LineExplanations explanations)
{
    /// <summary>Runs, the latest first; filter "state".</summary>
    public async Task<GridPage<SettlementRunRow>> RunsAsync(GridQuery query, CancellationToken cancellationToken)
    {
        if (!user.Can(Permissions.Settlements.View))
        {
            return new GridPage<SettlementRunRow>([], 0);
        }

        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var runs = context.SettlementRuns.AsNoTracking().Where(run => run.ProgramCodes != SettlementRun.NoPrograms || run.ProgramCodes == null);
        runs = query.Choice<SettlementRunState>("state") is { } state ? runs.Where(run => run.State == state) : runs;
        runs = query.Term is { } term ? runs.Where(run => run.Number.ToLower().Contains(term)) : runs;
        var total = await runs.CountAsync(cancellationToken);
        var ordered = (query.Sort, query.Descending) switch
        {
            ("asOf", false) => runs.OrderBy(run => run.AsOfOn).ThenBy(run => run.Id),
            ("asOf", true) => runs.OrderByDescending(run => run.AsOfOn).ThenByDescending(run => run.Id),
            ("number", false) or ("requestedAt", false) => runs.OrderBy(run => run.Id),
            ("lines", false) => runs.OrderBy(run => run.LinesWritten).ThenBy(run => run.Id),
            ("lines", true) => runs.OrderByDescending(run => run.LinesWritten).ThenBy(run => run.Id),
            _ => runs.OrderByDescending(run => run.Id),
        };
        return new GridPage<SettlementRunRow>(await Rows(context, ordered.Skip(query.Skip).Take(query.Take)).ToListAsync(cancellationToken), total);
    }

    /// <summary>A run, or null.</summary>
    public async Task<SettlementRunRow?> RunAsync(long runId, CancellationToken cancellationToken)
    {
        if (!user.Can(Permissions.Settlements.View))
        {
            return null;
        }

        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await Rows(context, context.SettlementRuns.Where(run => run.Id == runId)).FirstOrDefaultAsync(cancellationToken);
    }

    /// <summary>The run that is under way, or null.</summary>
    public async Task<SettlementRunRow?> ActiveRunAsync(CancellationToken cancellationToken)
    {
        if (!user.Can(Permissions.Settlements.View))
        {
            return null;
        }

        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await Rows(context, context.SettlementRuns.Where(run => run.ActiveMark != null)).FirstOrDefaultAsync(cancellationToken);
    }

    /// <summary>Settlements, the latest first; filters "state", "program" (id), "run" (id), "from" and "to" (days the period ended on).</summary>
    public async Task<GridPage<SettlementRow>> ListAsync(GridQuery query, CancellationToken cancellationToken)
    {
        if (!user.Can(Permissions.Settlements.View))
        {
            return new GridPage<SettlementRow>([], 0);
        }

        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var settlements = Visible(context);
        settlements = query.Choice<SettlementState>("state") is { } state ? settlements.Where(row => row.State == state) : settlements;
        settlements = query.Number("program") is { } program ? settlements.Where(row => row.ProgramId == program) : settlements;
        settlements = query.Number("run") is { } run ? settlements.Where(row => row.RunId == run) : settlements;
        settlements = query.Day("from") is { } from ? settlements.Where(row => row.PeriodTo >= from) : settlements;
        settlements = query.Day("to") is { } to ? settlements.Where(row => row.PeriodTo <= to) : settlements;
        if (query.Term is { } term)
        {
            settlements = settlements.Where(row => row.Number.ToLower().Contains(term)
                || context.RebatePrograms.Any(item => item.Id == row.ProgramId && item.Code.ToLower().Contains(term))
                || context.RebateProgramVersions.Any(item => item.Id == row.ProgramVersionId
                    && (item.NameZhCn.ToLower().Contains(term) || item.NameEn.ToLower().Contains(term))));
        }

        var total = await settlements.CountAsync(cancellationToken);
        var ordered = Ordered(settlements, query).Skip(query.Skip).Take(query.Take);
        return new GridPage<SettlementRow>(await NarrowAsync(context, await Rows(context, ordered).ToListAsync(cancellationToken), cancellationToken), total);
    }

    /// <summary>A settlement with its figures, or null.</summary>
    public async Task<SettlementRecord?> FindAsync(long settlementId, CancellationToken cancellationToken)
    {
        if (!user.Can(Permissions.Settlements.View))
        {
            return null;
        }

        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var settlement = await Visible(context).FirstOrDefaultAsync(row => row.Id == settlementId, cancellationToken);
        if (settlement is null)
        {
            return null;
        }

        var rows = await NarrowAsync(context, await Rows(context, context.Settlements.Where(row => row.Id == settlementId)).ToListAsync(cancellationToken), cancellationToken);
        var run = await context.SettlementRuns.AsNoTracking().SingleAsync(row => row.Id == settlement.RunId, cancellationToken);
        var lines = VisibleLines(context, settlementId);
        var first = await lines.Select(line => new { line.ProgramLineNumber, line.IsQualifierQuantity })
            .OrderBy(line => line.ProgramLineNumber).FirstOrDefaultAsync(cancellationToken);
        var people = await context.Users
            .Where(person => person.Id == settlement.CalculatedByUserId || person.Id == settlement.DecidedByUserId)
            .ToDictionaryAsync(person => person.Id, person => person.DisplayName, cancellationToken);
        return new SettlementRecord
        {
            Row = rows[0],
            RowVersion = settlement.RowVersion,
            ProgramVersion = await context.RebateProgramVersions.Where(version => version.Id == settlement.ProgramVersionId)
                .Select(version => version.Number).SingleAsync(cancellationToken),
            QualifyingMinor = first is null || first.IsQualifierQuantity
                ? null
                : await lines.Where(line => line.ProgramLineNumber == first.ProgramLineNumber).SumAsync(line => line.QualifierValue, cancellationToken),
            RebateMinor = await lines.SumAsync(line => line.RoundedMinor, cancellationToken),
            GrantedMinor = await lines.Where(line => line.DeltaMinor > 0).SumAsync(line => line.DeltaMinor, cancellationToken),
            SalesLinesRead = run.SalesLinesRead,
            RunTime = run.EndedAtUtc - run.StartedAtUtc,
            CalculatedByName = NameOf(settlement.CalculatedByUserId),
            DecidedByName = NameOf(settlement.DecidedByUserId),
            DecidedAtUtc = settlement.DecidedAtUtc,
            DecisionNote = settlement.DecisionNote,
            PostedAtUtc = settlement.PostedAtUtc,
            CanDecide = user.Can(Permissions.Settlements.Approve) && settlement.CanDecide(user.UserId) is null,
            IsOwnRun = settlement.State == SettlementState.Calculated && settlement.CalculatedByUserId is { } by && by == user.UserId,
            CanReverse = user.Can(Permissions.Settlements.Approve) && settlement.CanReverse() is null,
            RequestedAtUtc = run.RequestedAtUtc,
            HasPayees = await context.SettlementPayees.AnyAsync(payee => payee.SettlementId == settlementId, cancellationToken),
            Payouts = await context.PayoutDocuments.Where(document => document.SettlementId == settlementId)
                .OrderBy(document => document.Id)
                .Select(document => new SettlementPayout(document.Id, document.Number, document.TotalMinor, document.CreatedAtUtc, document.CompletedAtUtc))
                .ToListAsync(cancellationToken),
        };

        string? NameOf(long? userId) => userId is { } id ? people.GetValueOrDefault(id) : null;
    }

    /// <summary>The lines of a settlement, the largest first; filters "reason", "sign" (positive, negative).</summary>
    public async Task<GridPage<SettlementLineRow>> LinesAsync(long settlementId, GridQuery query, CancellationToken cancellationToken)
    {
        if (!user.Can(Permissions.Settlements.View))
        {
            return new GridPage<SettlementLineRow>([], 0);
        }

        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await LineReading.PageAsync(context, VisibleLines(context, settlementId), query, cancellationToken);
    }

    /// <summary>The lines of all settlements of a customer; the same filters.</summary>
    public async Task<GridPage<SettlementLineRow>> LinesOfCustomerAsync(long customerId, GridQuery query, CancellationToken cancellationToken)
    {
        if (!user.Can(Permissions.Settlements.View))
        {
            return new GridPage<SettlementLineRow>([], 0);
        }

        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var lines = VisibleLines(context, null).Where(line => line.CustomerId == customerId);
        return await LineReading.PageAsync(context, lines, query, cancellationToken);
    }

    /// <summary>One line with everything that explains it, or null.</summary>
    public async Task<LineExplanation?> LineAsync(long lineId, CancellationToken cancellationToken) =>
        await MaySeeAsync(lineId, cancellationToken) ? await explanations.FindAsync(lineId, cancellationToken) : null;

    /// <summary>What the codes in a line's explanation are called.</summary>
    public async Task<ProgramNames> NamesAsync(LineExplanation explanation, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(explanation);
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var scopes = new[] { explanation.Facts.QualifierScope, explanation.Facts.BaseScope }.OfType<ProductScope>();
        return (await MyScopeNames.ReadAsync(context, scopes, cancellationToken)).ToProgramNames();
    }

    /// <summary>The sales lines that a line counted.</summary>
    public async Task<GridPage<CountedSalesLine>> SalesLinesAsync(long lineId, GridQuery query, CancellationToken cancellationToken) =>
        await MaySeeAsync(lineId, cancellationToken)
            ? await explanations.SalesLinesAsync(lineId, query, cancellationToken)
            : new GridPage<CountedSalesLine>([], 0);

    internal static IQueryable<SettlementRunRow> Rows(PortalDbContext context, IQueryable<SettlementRun> runs) => runs.Select(run => new SettlementRunRow
    {
        Id = run.Id,
        Number = run.Number,
        AsOfOn = run.AsOfOn,
        ProgramCodes = run.ProgramCodes,
        State = run.State,
        ByName = context.Users.Where(person => person.Id == run.ByUserId).Select(person => person.DisplayName).FirstOrDefault(),
        RequestedAtUtc = run.RequestedAtUtc,
        StartedAtUtc = run.StartedAtUtc,
        EndedAtUtc = run.EndedAtUtc,
        PartitionCount = run.PartitionCount,
        PartitionsDone = run.ActiveMark == null
            ? run.PartitionsDone
            : context.SettlementPartitions.Count(partition => partition.RunId == run.Id && partition.DoneAtUtc != null),
        SalesLinesRead = run.ActiveMark == null
            ? run.SalesLinesRead
            : context.SettlementPartitions.Where(partition => partition.RunId == run.Id).Sum(partition => partition.SalesLinesRead),
        SalesLinesTotal = run.SalesLinesTotal,
        LinesWritten = run.ActiveMark == null
            ? run.LinesWritten
            : context.SettlementPartitions.Where(partition => partition.RunId == run.Id).Sum(partition => partition.LinesWritten),
        IsCancelRequested = run.IsCancelRequested,
        Failure = run.Failure,
        Settlements = context.Settlements.Count(row => row.RunId == run.Id && row.State != SettlementState.Draft),
        DueMinor = context.Settlements.Where(row => row.RunId == run.Id && row.State != SettlementState.Draft
            && context.RebateProgramVersions.Any(version => version.Id == row.ProgramVersionId && version.Currency == Money.DefaultCurrency)).Sum(row => row.DueMinor),
        InOtherCurrencies = context.Settlements.Count(row => row.RunId == run.Id && row.State != SettlementState.Draft
            && context.RebateProgramVersions.Any(version => version.Id == row.ProgramVersionId && version.Currency != Money.DefaultCurrency)),
    });

    private static IOrderedQueryable<Settlement> Ordered(IQueryable<Settlement> settlements, GridQuery query) => (query.Sort, query.Descending) switch
    {
        ("period", false) => settlements.OrderBy(row => row.PeriodTo).ThenBy(row => row.Id),
        ("period", true) => settlements.OrderByDescending(row => row.PeriodTo).ThenByDescending(row => row.Id),
        ("due", false) => settlements.OrderBy(row => row.DueMinor).ThenBy(row => row.Id),
        ("due", true) => settlements.OrderByDescending(row => row.DueMinor).ThenBy(row => row.Id),
        ("customers", false) => settlements.OrderBy(row => row.CustomerCount).ThenBy(row => row.Id),
        ("customers", true) => settlements.OrderByDescending(row => row.CustomerCount).ThenBy(row => row.Id),
        ("state", false) => settlements.OrderBy(row => row.State).ThenBy(row => row.Id),
        ("state", true) => settlements.OrderByDescending(row => row.State).ThenBy(row => row.Id),
        ("number", false) => settlements.OrderBy(row => row.Number),
        ("number", true) => settlements.OrderByDescending(row => row.Number),
        ("program", false) => settlements.OrderBy(row => row.ProgramId).ThenBy(row => row.PeriodTo),
        ("program", true) => settlements.OrderByDescending(row => row.ProgramId).ThenByDescending(row => row.PeriodTo),
        _ => settlements.OrderByDescending(row => row.Id),
    };

    private static IQueryable<SettlementRow> Rows(PortalDbContext context, IQueryable<Settlement> settlements) => settlements.Select(row => new SettlementRow
    {
        Id = row.Id,
        Number = row.Number,
        ProgramId = row.ProgramId,
        ProgramCode = context.RebatePrograms.Where(program => program.Id == row.ProgramId).Select(program => program.Code).First(),
        NameZhCn = context.RebateProgramVersions.Where(version => version.Id == row.ProgramVersionId).Select(version => version.NameZhCn).First(),
        NameEn = context.RebateProgramVersions.Where(version => version.Id == row.ProgramVersionId).Select(version => version.NameEn).First(),
        PeriodFrom = row.PeriodFrom,
        PeriodTo = row.PeriodTo,
        State = row.State,
        Currency = context.RebateProgramVersions.Where(version => version.Id == row.ProgramVersionId).Select(version => version.Currency).First(),
        Customers = row.CustomerCount,
        Lines = row.LineCount,
        DueMinor = row.DueMinor,
        CorrectionsMinor = row.CorrectionsMinor,
        CalculatedAtUtc = row.CalculatedAtUtc,
        RunId = row.RunId,
        RunNumber = context.SettlementRuns.Where(run => run.Id == row.RunId).Select(run => run.Number).First(),
    });

    // Who sees some customers only sees the sums of theirs.
    private async Task<List<SettlementRow>> NarrowAsync(PortalDbContext context, List<SettlementRow> rows, CancellationToken cancellationToken)
    {
        if (user.Scope == DataScope.All)
        {
            return rows;
        }

        var ids = rows.ConvertAll(row => row.Id);
        var sums = await VisibleLines(context, null).Where(line => ids.Contains(line.SettlementId))
            .GroupBy(line => line.SettlementId)
            .Select(group => new
            {
                group.Key,
                Lines = group.Count(),
                Customers = group.Select(line => line.CustomerId).Distinct().Count(),
                DueMinor = group.Sum(line => line.DueMinor),
                CorrectionsMinor = group.Sum(line => line.DeltaMinor < 0 ? line.DeltaMinor : 0),
            })
            .ToDictionaryAsync(sum => sum.Key, cancellationToken);
        return rows.ConvertAll(row => sums.TryGetValue(row.Id, out var sum)
            ? row with { Lines = sum.Lines, Customers = sum.Customers, DueMinor = sum.DueMinor, CorrectionsMinor = sum.CorrectionsMinor }
            : row with { Lines = 0, Customers = 0, DueMinor = 0, CorrectionsMinor = 0 });
    }

    private IQueryable<Settlement> Visible(PortalDbContext context)
    {
        var settlements = context.Settlements.AsNoTracking().Where(row => row.State != SettlementState.Draft);
        return user.Scope == DataScope.All
            ? settlements
            : settlements.Where(row => VisibleLines(context, null).Any(line => line.SettlementId == row.Id));
    }

    private IQueryable<SettlementLine> VisibleLines(PortalDbContext context, long? settlementId)
    {
        var lines = context.SettlementLines.AsNoTracking()
            .Where(line => context.Settlements.Any(row => row.Id == line.SettlementId && row.State != SettlementState.Draft));
        lines = settlementId is { } id ? lines.Where(line => line.SettlementId == id) : lines;
        return user.Scope == DataScope.All
            ? lines
            : lines.Where(line => context.Customers.VisibleTo(user, context).Any(customer => customer.Id == line.CustomerId));
    }

    private async Task<bool> MaySeeAsync(long lineId, CancellationToken cancellationToken)
    {
        if (!user.Can(Permissions.Settlements.View))
        {
            return false;
        }

        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await VisibleLines(context, null).AnyAsync(line => line.Id == lineId, cancellationToken);
    }
}
