using Microsoft.EntityFrameworkCore;
using Portal.Domain.Points.Accounts;
using Portal.Domain.Points.Records;
using Portal.Domain.Points.Rules;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Shared;

namespace Portal.Infrastructure.Points;

/// <summary>Reads points and levels for staff.</summary>
public sealed class PointsQueries
{
    private readonly IDbContextFactory<PortalDbContext> _contexts;
    private readonly PointsRulesBook _book;
    private readonly PointsBooking _booking;
    private readonly CurrentUser _user;

    internal PointsQueries(IDbContextFactory<PortalDbContext> contexts, PointsRulesBook book, PointsBooking booking, CurrentUser user)
    {
        _contexts = contexts;
        _book = book;
        _booking = booking;
        _user = user;
    }

    /// <summary>Members. Sorts: number, name, balance, level. Filters: <c>level</c>.</summary>
    public async Task<GridPage<PointsMemberRow>> MembersAsync(GridQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        await using var context = await _contexts.CreateDbContextAsync(cancellationToken);
        var rules = await _book.ReadAsync(context, cancellationToken);
        if (!_user.Can(Permissions.Points.View) || rules.Versions.Count == 0)
        {
            return new GridPage<PointsMemberRow>([], 0);
        }

        var first = rules.On(_booking.Now(rules).On)?.Levels?.List[0].Code;
        var rows =
            from member in context.PointsMemberships
            join customer in context.Customers.VisibleTo(_user, context) on member.Id equals customer.Id
            select new { member.Id, customer.Number, customer.Name, member.LevelCode, member.BalanceUnits, member.DebtUnits, member.IsLevelLocked };
        if (query.Filter("level") is { } level)
        {
            // Who never moved stands on the first level.
            rows = level == first ? rows.Where(row => row.LevelCode == level || row.LevelCode == null) : rows.Where(row => row.LevelCode == level);
        }

        if (query.Term is { } term)
        {
            rows = rows.Where(row => row.Number.ToLower().Contains(term) || row.Name.ToLower().Contains(term));
        }

        var sorted = (query.Sort, query.Descending) switch
        {
            ("name", false) => rows.OrderBy(row => row.Name),
            ("name", true) => rows.OrderByDescending(row => row.Name),
            ("balance", false) => rows.OrderBy(row => row.BalanceUnits),
            ("balance", true) => rows.OrderByDescending(row => row.BalanceUnits),
            ("number", true) => rows.OrderByDescending(row => row.Number),
            _ => rows.OrderBy(row => row.Number),
        };
        var scale = PointsBooking.Scale(rules);
        var page = await sorted.ThenBy(row => row.Id).Skip(query.Skip).Take(query.Take).ToListAsync(cancellationToken);
        var names = await LevelNames.ReadAsync(context, cancellationToken);
        return new GridPage<PointsMemberRow>(
            page.ConvertAll(row => new PointsMemberRow(row.Id, row.Number, row.Name, (row.LevelCode ?? first) is { } code ? names.GetValueOrDefault(code, code) : null, row.IsLevelLocked, scale.Points(row.BalanceUnits), scale.Points(row.DebtUnits))),
            await rows.CountAsync(cancellationToken));
    }

    /// <summary>The names of levels by their codes; none for who may not see points.</summary>
    public async Task<IReadOnlyDictionary<string, string>> LevelNamesAsync(CancellationToken cancellationToken)
    {
        await using var context = await _contexts.CreateDbContextAsync(cancellationToken);
        return _user.Can(Permissions.Points.View) ? await LevelNames.ReadAsync(context, cancellationToken) : new Dictionary<string, string>();
    }

    /// <summary>A member's points today; null where there is no programme or the person may not see the customer.</summary>
    public async Task<PointsSummary?> MemberAsync(long customerId, CancellationToken cancellationToken)
    {
        await using var context = await _contexts.CreateDbContextAsync(cancellationToken);
        return await RulesIfVisibleAsync(customerId, context, cancellationToken) is { } rules
            ? await PointsReading.SummaryAsync(customerId, rules, _booking.Now(rules).On, context, cancellationToken)
            : null;
    }

    /// <summary>A member's movements, the newest first.</summary>
    public async Task<GridPage<PointsEntryRow>> EntriesAsync(long customerId, GridQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        await using var context = await _contexts.CreateDbContextAsync(cancellationToken);
        if (await RulesIfVisibleAsync(customerId, context, cancellationToken) is not { } rules)
        {
            return new GridPage<PointsEntryRow>([], 0);
        }

        var rows = context.PointsEntries.AsNoTracking().Where(row => row.CustomerId == customerId);
        if (query.Choice<PointEntryKind>("kind") is { } kind)
        {
            rows = rows.Where(row => row.Kind == kind);
        }

        return new GridPage<PointsEntryRow>(
            await PointsReading.EntriesAsync(rows, query.Skip, query.Take, PointsBooking.Scale(rules), context, cancellationToken), await rows.CountAsync(cancellationToken));
    }

    /// <summary>A member's lots that hold something, those that expire first at the top.</summary>
    public async Task<IReadOnlyList<PointsLotRow>> LotsAsync(long customerId, CancellationToken cancellationToken)
    {
        await using var context = await _contexts.CreateDbContextAsync(cancellationToken);
        if (await RulesIfVisibleAsync(customerId, context, cancellationToken) is not { } rules)
        {
            return [];
        }

        var scale = PointsBooking.Scale(rules);
        var rows = await (
            from lot in context.PointsLots.AsNoTracking()
            join item in context.PointsEvents on lot.EventKey equals item.EventKey into events
            from item in events.DefaultIfEmpty()
            where lot.CustomerId == customerId && lot.Remaining > 0
            select new { lot.Number, lot.EarnedOn, lot.AvailableOn, lot.ExpiresOn, lot.Earned, lot.Remaining, item!.Reference }).Take(500).ToListAsync(cancellationToken);
        return [.. rows.OrderBy(lot => lot.ExpiresOn ?? DateOnly.MaxValue).ThenBy(lot => lot.Number)
            .Select(lot => new PointsLotRow(lot.Number, lot.EarnedOn, lot.AvailableOn, lot.ExpiresOn, scale.Points(lot.Earned), scale.Points(lot.Remaining), lot.Reference))];
    }

    /// <summary>A member's changes of level, the newest first.</summary>
    public async Task<IReadOnlyList<PointsLevelChange>> LevelsAsync(long customerId, CancellationToken cancellationToken)
    {
        await using var context = await _contexts.CreateDbContextAsync(cancellationToken);
        return await RulesIfVisibleAsync(customerId, context, cancellationToken) is null
            ? []
            : await context.PointsLevelChanges.AsNoTracking().Where(row => row.CustomerId == customerId).OrderByDescending(row => row.Id).Take(100).ToListAsync(cancellationToken);
    }

    /// <summary>The names of rules by id, for whoever reads how points came about; none without permission.</summary>
    public async Task<IReadOnlyDictionary<string, RuleNames>> RuleNamesAsync(CancellationToken cancellationToken)
    {
        await using var context = await _contexts.CreateDbContextAsync(cancellationToken);
        return _user.Can(Permissions.Points.View) ? (await _book.ReadAsync(context, cancellationToken)).RuleNames : new Dictionary<string, RuleNames>();
    }

    /// <summary>Codes of the levels in force, the lowest first.</summary>
    public async Task<IReadOnlyList<MemberLevel>> LevelsInForceAsync(CancellationToken cancellationToken)
    {
        await using var context = await _contexts.CreateDbContextAsync(cancellationToken);
        var rules = await _book.ReadAsync(context, cancellationToken);
        return rules.Versions.Count == 0 ? [] : rules.On(_booking.Now(rules).On)!.Levels?.List ?? [];
    }

    /// <summary>Versions of the programme, the newest first.</summary>
    public async Task<IReadOnlyList<PointsVersionRow>> VersionsAsync(CancellationToken cancellationToken)
    {
        await using var context = await _contexts.CreateDbContextAsync(cancellationToken);
        return _user.Can(Permissions.Points.View) ? await Versions(context).OrderByDescending(row => row.Number).ToListAsync(cancellationToken) : [];
    }

    /// <summary>A version; null where there is none.</summary>
    public async Task<PointsVersionRow?> VersionAsync(long id, CancellationToken cancellationToken)
    {
        await using var context = await _contexts.CreateDbContextAsync(cancellationToken);
        return _user.Can(Permissions.Points.View) ? await Versions(context).SingleOrDefaultAsync(row => row.Id == id, cancellationToken) : null;
    }

    /// <summary>Adjustments by hand. Filters: <c>state</c>, <c>customer</c> (id).</summary>
    public async Task<GridPage<PointsAdjustmentRow>> AdjustmentsAsync(GridQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        await using var context = await _contexts.CreateDbContextAsync(cancellationToken);
        if (!_user.Can(Permissions.Points.View))
        {
            return new GridPage<PointsAdjustmentRow>([], 0);
        }

        var rows =
            from adjustment in context.PointsAdjustments
            join customer in context.Customers.VisibleTo(_user, context) on adjustment.CustomerId equals customer.Id
            join asked in context.Users on adjustment.RequestedByUserId equals asked.Id into askers
            from asked in askers.DefaultIfEmpty()
            join decided in context.Users on adjustment.DecidedByUserId equals decided.Id into deciders
            from decided in deciders.DefaultIfEmpty()
            select new PointsAdjustmentRow
            {
                Id = adjustment.Id,
                CustomerId = customer.Id,
                CustomerNumber = customer.Number,
                CustomerName = customer.Name,
                Points = adjustment.Points,
                Reason = adjustment.Reason,
                State = adjustment.State,
                RequestedAtUtc = adjustment.RequestedAtUtc,
                RequestedBy = asked!.DisplayName,
                RequestedByUserId = adjustment.RequestedByUserId,
                DecidedBy = decided!.DisplayName,
            };
        if (query.Choice<PointsAdjustmentState>("state") is { } state)
        {
            rows = rows.Where(row => row.State == state);
        }

        if (query.Number("customer") is { } id)
        {
            rows = rows.Where(row => row.CustomerId == id);
        }

        if (query.Term is { } term)
        {
            rows = rows.Where(row => row.CustomerNumber.ToLower().Contains(term) || row.CustomerName.ToLower().Contains(term) || row.Reason.ToLower().Contains(term));
        }

        return new GridPage<PointsAdjustmentRow>(
            await rows.OrderBy(row => row.State).ThenByDescending(row => row.Id).Skip(query.Skip).Take(query.Take).ToListAsync(cancellationToken), await rows.CountAsync(cancellationToken));
    }

    /// <summary>Documents that could not be counted.</summary>
    public async Task<GridPage<PointsProblemRow>> ProblemsAsync(GridQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        await using var context = await _contexts.CreateDbContextAsync(cancellationToken);
        if (!_user.Can(Permissions.Points.View))
        {
            return new GridPage<PointsProblemRow>([], 0);
        }

        var rows =
            from problem in context.PointsProblems
            join document in context.SalesDocuments on problem.DocumentId equals document.Id
            join customer in context.Customers.VisibleTo(_user, context) on problem.CustomerId equals customer.Id
            orderby problem.DocumentId descending
            select new PointsProblemRow(problem.DocumentId, document.Number, document.DocumentOn, customer.Id, customer.Name, problem.Code, problem.Arguments);
        return new GridPage<PointsProblemRow>(await rows.Skip(query.Skip).Take(query.Take).ToListAsync(cancellationToken), await rows.CountAsync(cancellationToken));
    }

    /// <summary>How many versions and adjustments wait for approval.</summary>
    public async Task<int> CountWaitingAsync(CancellationToken cancellationToken)
    {
        await using var context = await _contexts.CreateDbContextAsync(cancellationToken);
        return !_user.Can(Permissions.Points.Approve) ? 0
            : await context.PointsAdjustments.CountAsync(row => row.State == PointsAdjustmentState.Waiting, cancellationToken)
                + await context.PointsProgramVersions.CountAsync(row => row.State == PointsVersionState.Submitted, cancellationToken);
    }

    private static IQueryable<PointsVersionRow> Versions(PortalDbContext context) =>
        from version in context.PointsProgramVersions
        join drafted in context.Users on version.DraftedByUserId equals drafted.Id into drafters
        from drafted in drafters.DefaultIfEmpty()
        join approved in context.Users on version.ApprovedByUserId equals approved.Id into approvers
        from approved in approvers.DefaultIfEmpty()
        select new PointsVersionRow
        {
            Id = version.Id,
            Number = version.Number,
            RulesJson = version.RulesJson,
            EffectiveOn = version.EffectiveOn,
            Note = version.Note,
            State = version.State,
            DraftedBy = drafted!.DisplayName,
            DraftedAtUtc = version.DraftedAtUtc,
            SubmittedAtUtc = version.SubmittedAtUtc,
            ApprovedBy = approved!.DisplayName,
            ApprovedAtUtc = version.ApprovedAtUtc,
            RowVersion = version.RowVersion,
        };

    private async Task<PointsRulesByDay?> RulesIfVisibleAsync(long customerId, PortalDbContext context, CancellationToken cancellationToken)
    {
        if (!_user.Can(Permissions.Points.View) || !await context.Customers.VisibleTo(_user, context).AnyAsync(row => row.Id == customerId, cancellationToken))
        {
            return null;
        }

        var rules = await _book.ReadAsync(context, cancellationToken);
        return rules.Versions.Count == 0 ? null : rules;
    }
}
