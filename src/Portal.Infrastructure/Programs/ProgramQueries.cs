using Microsoft.EntityFrameworkCore;
using Portal.Domain.Programs;
using Portal.Domain.Settlements;
using Portal.Domain.Shared;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Shared;
using Portal.Infrastructure.Simulations;

namespace Portal.Infrastructure.Programs;

/// <summary>Reads programmes.</summary>
public sealed class ProgramQueries(IDbContextFactory<PortalDbContext> contexts, CurrentUser user, BusinessClock clock, ProgramParticipantsCount participants)
{
    /// <summary>
    /// Programmes, the latest first; filters "state" (draft and submitted find open amendments too), "code", "from" and "to" (valid on a day of that time).
    /// </summary>
    public async Task<GridPage<ProgramRow>> ListAsync(GridQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        if (!user.Can(Permissions.Programs.View))
        {
            return new GridPage<ProgramRow>([], 0);
        }

        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var programs = Filtered(Heads(context), query);
        var total = await programs.CountAsync(cancellationToken);
        var page = await Ordered(programs, query).Skip(query.Skip).Take(query.Take).ToListAsync(cancellationToken);
        var shownIds = page.ConvertAll(row => row.ShownId);
        var definitions = await context.RebateProgramVersions.Where(row => shownIds.Contains(row.Id)).ToDictionaryAsync(row => row.Id, row => row.DefinitionJson, cancellationToken);
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        var rows = new List<ProgramRow>(page.Count);
        foreach (var head in page)
        {
            var read = ProgramDocument.Read(definitions[head.ShownId]);
            rows.Add(new ProgramRow
            {
                Id = head.Id,
                Code = head.Code,
                NameZhCn = head.NameZhCn,
                NameEn = head.NameEn,
                Period = read.IsDone ? read.Value.Period.Kind : null,
                ValidFrom = head.ValidFrom,
                ValidTo = head.ValidTo,
                State = StateOf(head.ApprovedId is not null, head.OpenState, head.ClosedOn, head.ValidFrom, head.ValidTo),
                Amendment = head.ApprovedId is null ? null : head.OpenState,
                Customers = read.IsDone ? await CountAsync(context, read.Value.Participants, counts, cancellationToken) : 0,
                Currency = read.IsDone ? read.Value.Currency : Money.DefaultCurrency,
                SettledMinor = head.SettledMinor,
            });
        }

        return new GridPage<ProgramRow>(rows, total);
    }

    /// <summary>A programme with its versions and figures; null where there is none.</summary>
    public async Task<ProgramRecord?> FindAsync(long programId, CancellationToken cancellationToken)
    {
        if (!user.Can(Permissions.Programs.View))
        {
            return null;
        }

        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var program = await context.RebatePrograms.AsNoTracking().Include(row => row.Versions).SingleOrDefaultAsync(row => row.Id == programId, cancellationToken);
        if (program is null || program.Versions.Count == 0)
        {
            return null;
        }

        var userIds = program.Versions.SelectMany(version => new[] { version.DraftedByUserId, version.SubmittedByUserId, version.DecidedByUserId }).OfType<long>().Distinct().ToList();
        var logins = await context.Users.Where(login => userIds.Contains(login.Id)).ToDictionaryAsync(login => login.Id, login => login.DisplayName, cancellationToken);
        var versions = program.Versions.OrderByDescending(version => version.Number).Select(version => RowOf(version, logins)).ToList();
        var approved = versions.Find(version => version.State == ProgramVersionState.Approved);
        var shown = versions.Find(version => version.State == ProgramVersionState.Approved && version.EffectiveFrom <= clock.Today) ?? approved ?? versions[0];
        var settled = await SettledAsync(context, programId, cancellationToken);
        return new ProgramRecord
        {
            Id = program.Id,
            Code = program.Code,
            State = StateOf(approved is not null, program.OpenVersion?.State, program.ClosedOn, shown.Definition.ValidFrom, shown.Definition.ValidTo),
            ClosedOn = program.ClosedOn,
            RowVersion = program.RowVersion,
            Versions = versions,
            Shown = shown,
            Open = versions.Find(version => version.State is ProgramVersionState.Draft or ProgramVersionState.Submitted),
            Names = await ProgramCodes.NamesAsync(context, versions.Select(version => version.Definition), user, cancellationToken),
            Customers = await participants.CountAsync(context, shown.Definition.Participants, cancellationToken),
            Settlements = settled.Count,
            Currency = shown.Definition.Currency,
            SettledMinor = settled.SettledMinor,
            WaitingMinor = settled.WaitingMinor,
            AccruedMinor = await (
                from accrual in context.Accruals
                join customer in context.Customers.VisibleTo(user, context) on accrual.CustomerId equals customer.Id
                where accrual.ProgramId == programId
                select accrual.AccruedMinor).SumAsync(cancellationToken),
            NextPeriodFrom = ProgramVersions.NextPeriodStart(shown.Definition, clock.Today),
        };
    }

    /// <summary>A version as a document; null where there is none.</summary>
    public async Task<ProgramFile?> ExportAsync(long programId, int versionNumber, CancellationToken cancellationToken)
    {
        if (!user.Can(Permissions.Programs.View))
        {
            return null;
        }

        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var row = await (
            from version in context.RebateProgramVersions
            join program in context.RebatePrograms on version.ProgramId equals program.Id
            where program.Id == programId && version.Number == versionNumber
            select new { program.Code, version.DefinitionJson }).SingleOrDefaultAsync(cancellationToken);
        return row is null ? null : new ProgramFile(FormattableString.Invariant($"{row.Code}-v{versionNumber}.json"), row.DefinitionJson);
    }

    /// <summary>The years that have sales, the latest first.</summary>
    public async Task<IReadOnlyList<int>> SalesYearsAsync(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var first = await context.SalesDocuments.MinAsync(row => (DateOnly?)row.DocumentOn, cancellationToken);
        var last = await context.SalesDocuments.MaxAsync(row => (DateOnly?)row.DocumentOn, cancellationToken);
        return first is { } from && last is { } to ? [.. Enumerable.Range(from.Year, to.Year - from.Year + 1).Reverse()] : [];
    }

    private static ProgramVersionRow RowOf(RebateProgramVersion version, Dictionary<long, string> logins) => new()
    {
        Id = version.Id,
        Number = version.Number,
        State = version.State,
        EffectiveFrom = version.EffectiveFrom,
        Definition = ProgramDocument.Read(version.DefinitionJson).Value,
        RowVersion = version.RowVersion,
        DraftedBy = NameOf(logins, version.DraftedByUserId),
        DraftedByUserId = version.DraftedByUserId,
        DraftedAtUtc = version.DraftedAtUtc,
        SubmittedBy = NameOf(logins, version.SubmittedByUserId),
        SubmittedByUserId = version.SubmittedByUserId,
        SubmittedAtUtc = version.SubmittedAtUtc,
        DecidedBy = NameOf(logins, version.DecidedByUserId),
        DecidedAtUtc = version.DecidedAtUtc,
        DecisionNote = version.DecisionNote,
        Preview = ApprovedPreview.Read(version.PreviewJson),
    };

    private static string? NameOf(Dictionary<long, string> logins, long? userId) => userId is { } id ? logins.GetValueOrDefault(id) : null;

    private async Task<int> CountAsync(PortalDbContext context, ProgramParticipants who, Dictionary<string, int> counts, CancellationToken cancellationToken)
    {
        var key = string.Join(';', who.Include.Select(Text)) + "!" + string.Join(';', who.Exclude.Select(Text));
        if (!counts.TryGetValue(key, out var count))
        {
            count = await participants.CountAsync(context, who, cancellationToken);
            counts[key] = count;
        }

        return count;

        static string Text(CustomerSelector selector) => selector.Kind + ":" + string.Join(',', selector.Codes);
    }

    private ProgramState StateOf(bool isApproved, ProgramVersionState? open, DateOnly? closedOn, DateOnly validFrom, DateOnly validTo)
    {
        if (!isApproved)
        {
            return open switch
            {
                ProgramVersionState.Draft => ProgramState.Draft,
                ProgramVersionState.Submitted => ProgramState.Submitted,
                _ => ProgramState.Withdrawn,
            };
        }

        var today = clock.Today;
        return closedOn <= today ? ProgramState.Closed
            : validTo < today ? ProgramState.Ended
            : validFrom > today ? ProgramState.Upcoming
            : ProgramState.Active;
    }

    private IQueryable<ProgramHead> Heads(PortalDbContext context)
    {
        var seesAll = user.Scope == DataScope.All;
        var visible = context.Customers.VisibleTo(user, context);
        return
            from program in context.RebatePrograms
            join shown in context.RebateProgramVersions on program.Id equals shown.ProgramId
            let approvedId = program.Versions.Where(row => row.State == ProgramVersionState.Approved).OrderByDescending(row => row.Number).Select(row => (long?)row.Id).FirstOrDefault()
            let lastId = program.Versions.OrderByDescending(row => row.Number).Select(row => row.Id).First()
            where shown.Id == (approvedId ?? lastId)
            select new ProgramHead
            {
                Id = program.Id,
                Code = program.Code,
                ClosedOn = program.ClosedOn,
                ApprovedId = approvedId,
                ShownId = shown.Id,
                NameZhCn = shown.NameZhCn,
                NameEn = shown.NameEn,
                ValidFrom = shown.ValidFrom,
                ValidTo = shown.ValidTo,
                OpenState = program.Versions
                    .Where(row => row.State == ProgramVersionState.Draft || row.State == ProgramVersionState.Submitted)
                    .Select(row => (ProgramVersionState?)row.State).FirstOrDefault(),
                SettledMinor = seesAll
                    ? context.Settlements
                        .Where(row => row.ProgramId == program.Id && (row.State == SettlementState.Approved || row.State == SettlementState.Posted))
                        .Sum(row => row.DueMinor)
                    : context.SettlementLines
                        .Where(row => row.ProgramId == program.Id && visible.Any(customer => customer.Id == row.CustomerId)
                            && context.Settlements.Any(settlement => settlement.Id == row.SettlementId
                                && (settlement.State == SettlementState.Approved || settlement.State == SettlementState.Posted)))
                        .Sum(row => row.DueMinor),
            };
    }

    private IQueryable<ProgramHead> Filtered(IQueryable<ProgramHead> programs, GridQuery query)
    {
        var today = clock.Today;
        programs = query.Choice<ProgramState>("state") switch
        {
            ProgramState.Draft => programs.Where(row => row.OpenState == ProgramVersionState.Draft),
            ProgramState.Submitted => programs.Where(row => row.OpenState == ProgramVersionState.Submitted),
            ProgramState.Withdrawn => programs.Where(row => row.ApprovedId == null && row.OpenState == null),
            ProgramState.Closed => programs.Where(row => row.ApprovedId != null && row.ClosedOn <= today),
            ProgramState.Ended => programs.Where(row => row.ApprovedId != null && (row.ClosedOn == null || row.ClosedOn > today) && row.ValidTo < today),
            ProgramState.Upcoming => programs.Where(row => row.ApprovedId != null && (row.ClosedOn == null || row.ClosedOn > today) && row.ValidTo >= today && row.ValidFrom > today),
            ProgramState.Active => programs.Where(row => row.ApprovedId != null && (row.ClosedOn == null || row.ClosedOn > today) && row.ValidTo >= today && row.ValidFrom <= today),
            _ => programs,
        };
        if (query.Filter("code")?.ToLowerInvariant() is { } code)
        {
            programs = programs.Where(row => row.Code.ToLower().Contains(code));
        }

        if (query.Day("from") is { } from)
        {
            programs = programs.Where(row => row.ValidTo >= from);
        }

        if (query.Day("to") is { } to)
        {
            programs = programs.Where(row => row.ValidFrom <= to);
        }

        return query.Term is { } term
            ? programs.Where(row => row.Code.ToLower().Contains(term) || row.NameZhCn.ToLower().Contains(term) || row.NameEn.ToLower().Contains(term))
            : programs;
    }

    private static IOrderedQueryable<ProgramHead> Ordered(IQueryable<ProgramHead> programs, GridQuery query) => (query.Sort, query.Descending) switch
    {
        ("code", false) => programs.OrderBy(row => row.Code),
        ("code", true) => programs.OrderByDescending(row => row.Code),
        ("nameZhCn", false) => programs.OrderBy(row => row.NameZhCn).ThenBy(row => row.Id),
        ("nameZhCn", true) => programs.OrderByDescending(row => row.NameZhCn).ThenBy(row => row.Id),
        ("nameEn", false) => programs.OrderBy(row => row.NameEn).ThenBy(row => row.Id),
        ("nameEn", true) => programs.OrderByDescending(row => row.NameEn).ThenBy(row => row.Id),
        ("validFrom", false) => programs.OrderBy(row => row.ValidFrom).ThenBy(row => row.Id),
        ("validFrom", true) => programs.OrderByDescending(row => row.ValidFrom).ThenBy(row => row.Id),
        ("validTo", false) => programs.OrderBy(row => row.ValidTo).ThenBy(row => row.Id),
        ("validTo", true) => programs.OrderByDescending(row => row.ValidTo).ThenBy(row => row.Id),
        ("settled", false) => programs.OrderBy(row => row.SettledMinor).ThenBy(row => row.Id),
        ("settled", true) => programs.OrderByDescending(row => row.SettledMinor).ThenBy(row => row.Id),
        _ => programs.OrderByDescending(row => row.Id),
    };

    private async Task<(int Count, long SettledMinor, long WaitingMinor)> SettledAsync(PortalDbContext context, long programId, CancellationToken cancellationToken)
    {
        var visible = context.Customers.VisibleTo(user, context);
        var settlements = context.Settlements.Where(row => row.ProgramId == programId
            && (row.State == SettlementState.Calculated || row.State == SettlementState.Approved || row.State == SettlementState.Posted));
        var sums = user.Scope == DataScope.All
            ? await settlements.GroupBy(row => row.State).Select(rows => new { State = rows.Key, Sum = rows.Sum(row => row.DueMinor) }).ToListAsync(cancellationToken)
            : await (
                from settlement in settlements
                join line in context.SettlementLines on settlement.Id equals line.SettlementId
                join customer in visible on line.CustomerId equals customer.Id
                group line.DueMinor by settlement.State into rows
                select new { State = rows.Key, Sum = rows.Sum() }).ToListAsync(cancellationToken);
        return (
            await settlements.CountAsync(cancellationToken),
            sums.Where(row => row.State != SettlementState.Calculated).Sum(row => row.Sum),
            sums.Where(row => row.State == SettlementState.Calculated).Sum(row => row.Sum));
    }

    private sealed record ProgramHead
    {
        public long Id { get; init; }

        public required string Code { get; init; }

        public DateOnly? ClosedOn { get; init; }

        public long? ApprovedId { get; init; }

        public long ShownId { get; init; }

        public required string NameZhCn { get; init; }

        public required string NameEn { get; init; }

        public DateOnly ValidFrom { get; init; }

        public DateOnly ValidTo { get; init; }

        public ProgramVersionState? OpenState { get; init; }

        public long SettledMinor { get; init; }
    }
}
