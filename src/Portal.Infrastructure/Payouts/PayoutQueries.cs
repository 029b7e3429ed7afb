using Microsoft.EntityFrameworkCore;
using Portal.Domain.Payouts;
using Portal.Domain.Programs;
using Portal.Domain.Settlements;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Shared;

namespace Portal.Infrastructure.Payouts;

/// <summary>Reads payout documents for staff.</summary>
public sealed class PayoutQueries(IDbContextFactory<PortalDbContext> contexts, CurrentUser user)
{
    /// <summary>The documents. Sorts: number, program, items, total, created, state. Filters: <c>state</c>, <c>method</c>, <c>settlement</c>, <c>from</c>, <c>to</c> (days of making).</summary>
    public async Task<GridPage<PayoutRow>> ListAsync(GridQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = Filtered(Rows(context), query);
        var sorted = (query.Sort, query.Descending) switch
        {
            ("number", false) => rows.OrderBy(row => row.Number),
            ("number", true) => rows.OrderByDescending(row => row.Number),
            ("program", false) => rows.OrderBy(row => row.ProgramCode),
            ("program", true) => rows.OrderByDescending(row => row.ProgramCode),
            ("items", false) => rows.OrderBy(row => row.ItemCount),
            ("items", true) => rows.OrderByDescending(row => row.ItemCount),
            ("total", false) => rows.OrderBy(row => row.TotalMinor),
            ("total", true) => rows.OrderByDescending(row => row.TotalMinor),
            ("state", false) => rows.OrderBy(row => row.State),
            ("state", true) => rows.OrderByDescending(row => row.State),
            ("created", false) => rows.OrderBy(row => row.CreatedAtUtc),
            _ => rows.OrderByDescending(row => row.CreatedAtUtc),
        };
        return new GridPage<PayoutRow>(
            await sorted.ThenByDescending(row => row.Id).Skip(query.Skip).Take(query.Take).ToListAsync(cancellationToken),
            await rows.CountAsync(cancellationToken));
    }

    /// <summary>A document, or null.</summary>
    public async Task<PayoutRecord?> RecordAsync(long id, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var head = await Rows(context).SingleOrDefaultAsync(row => row.Id == id, cancellationToken);
        if (head is null)
        {
            return null;
        }

        var states = await context.PayoutItems
            .Where(item => item.DocumentId == id)
            .GroupBy(item => item.State)
            .Select(items => new PayoutStateTotal(items.Key, items.Count(), items.Sum(item => item.AmountMinor)))
            .ToListAsync(cancellationToken);
        var steps = await context.PayoutDocuments
            .Where(row => row.Id == id)
            .Select(row => new
            {
                row.CreatedAtUtc,
                CreatedBy = context.Users.Where(login => login.Id == row.CreatedByUserId).Select(login => login.DisplayName).FirstOrDefault(),
                row.ExportedAtUtc,
                ExportedBy = context.Users.Where(login => login.Id == row.ExportedByUserId).Select(login => login.DisplayName).FirstOrDefault(),
                row.CompletedAtUtc,
                CompletedBy = context.Users.Where(login => login.Id == row.CompletedByUserId).Select(login => login.DisplayName).FirstOrDefault(),
            })
            .SingleAsync(cancellationToken);
        var approval = await (
            from document in context.PayoutDocuments
            join settlement in context.Settlements on document.SettlementId equals settlement.Id
            where document.Id == id
            select new
            {
                settlement.PostedAtUtc,
                settlement.DecidedAtUtc,
                By = context.Users.Where(login => login.Id == settlement.DecidedByUserId).Select(login => login.DisplayName).FirstOrDefault(),
            }).SingleAsync(cancellationToken);
        PayoutStep?[] all =
        [
            approval.DecidedAtUtc is { } approved ? new PayoutStep(PayoutStepKind.SettlementApproved, approved, approval.By) : null,
            new PayoutStep(PayoutStepKind.Created, steps.CreatedAtUtc, steps.CreatedBy),
            steps.ExportedAtUtc is { } exported ? new PayoutStep(PayoutStepKind.Exported, exported, steps.ExportedBy) : null,
            steps.CompletedAtUtc is { } completed ? new PayoutStep(PayoutStepKind.Completed, completed, steps.CompletedBy) : null,
        ];
        return new PayoutRecord(head, states, [.. all.OfType<PayoutStep>()])
        {
            HasPayees = await context.PayoutItems.AnyAsync(item => item.DocumentId == id && (item.PayeeId != null || item.EmployeeId != null), cancellationToken),
        };
    }

    /// <summary>The payments of a document. Sorts: customer, amount, state. Filters: <c>itemState</c>, <c>noAccount</c>.</summary>
    public async Task<GridPage<PayoutItemRow>> ItemsAsync(long documentId, GridQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = Items(context, documentId);
        if (query.Term is { } term)
        {
            rows = rows.Where(row => row.CustomerNumber.ToLower().Contains(term) || row.CustomerName.ToLower().Contains(term)
                || (row.PayeeName != null && row.PayeeName.ToLower().Contains(term)));
        }

        if (query.Choice<PayoutItemState>("itemState") is { } state)
        {
            rows = rows.Where(row => row.State == state);
        }

        var sorted = (query.Sort, query.Descending) switch
        {
            ("amount", false) => rows.OrderBy(row => row.AmountMinor),
            ("amount", true) => rows.OrderByDescending(row => row.AmountMinor),
            ("state", false) => rows.OrderBy(row => row.State),
            ("state", true) => rows.OrderByDescending(row => row.State),
            ("customer", true) => rows.OrderByDescending(row => row.CustomerNumber),
            _ => rows.OrderBy(row => row.CustomerNumber),
        };
        return new GridPage<PayoutItemRow>(
            await sorted.ThenBy(row => row.Id).Skip(query.Skip).Take(query.Take).ToListAsync(cancellationToken),
            await rows.CountAsync(cancellationToken));
    }

    /// <summary>The posted settlements that still have something to pay, the oldest first.</summary>
    public async Task<IReadOnlyList<PayableSettlement>> PayableAsync(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        if (!user.Can(Permissions.Payouts.View))
        {
            return [];
        }

        var candidates = await (
            from settlement in context.Settlements
            join program in context.RebatePrograms on settlement.ProgramId equals program.Id
            join version in context.RebateProgramVersions on settlement.ProgramVersionId equals version.Id
            let inPayouts = (from item in context.PayoutItems
                             join document in context.PayoutDocuments on item.DocumentId equals document.Id
                             where document.SettlementId == settlement.Id && item.State != PayoutItemState.Failed
                             select item.AmountMinor).Sum()
            where settlement.State == SettlementState.Posted && settlement.DueMinor - settlement.CorrectionsMinor > inPayouts
            orderby settlement.PeriodTo, settlement.Id
            select new { settlement.Id, settlement.Number, program.Code, version.NameZhCn, version.NameEn, settlement.PeriodFrom, settlement.PeriodTo, version.Currency, version.DefinitionJson }).ToListAsync(cancellationToken);
        var payable = new List<PayableSettlement>();
        foreach (var row in candidates)
        {
            var dues = await SettlementDues.OpenAsync(context, row.Id, row.Currency, cancellationToken);
            var definition = ProgramDocument.Read(row.DefinitionJson);
            foreach (var part in dues.GroupBy(due => due.EmployeeId is not null).OrderBy(part => part.Key))
            {
                payable.Add(new PayableSettlement(row.Id, row.Number, row.Code, row.NameZhCn, row.NameEn, row.PeriodFrom, row.PeriodTo)
                {
                    PayeeCount = part.Select(due => due.PaidTo).Distinct().Count(),
                    OpenMinor = part.Sum(due => due.AmountMinor),
                    Currency = row.Currency,
                    IsToEmployees = part.Key,
                    HasGoods = definition.IsDone && definition.Value.Goods is not null,
                    HasPoints = definition.IsDone && definition.Value.PointsPerUnit is not null,
                    Usual = PayoutMethods.Usual(definition.IsDone ? definition.Value.PayTo : PayTo.Balance, part.Key),
                });
            }
        }

        return payable;
    }

    private IQueryable<PayoutRow> Rows(PortalDbContext context)
    {
        var mayView = user.Can(Permissions.Payouts.View);
        return
            from document in context.PayoutDocuments
            join settlement in context.Settlements on document.SettlementId equals settlement.Id
            join program in context.RebatePrograms on settlement.ProgramId equals program.Id
            join version in context.RebateProgramVersions on settlement.ProgramVersionId equals version.Id
            where mayView
            select new PayoutRow
            {
                Id = document.Id,
                Number = document.Number,
                SettlementId = settlement.Id,
                SettlementNumber = settlement.Number,
                ProgramId = program.Id,
                ProgramCode = program.Code,
                ProgramNameZhCn = version.NameZhCn,
                ProgramNameEn = version.NameEn,
                PeriodFrom = settlement.PeriodFrom,
                PeriodTo = settlement.PeriodTo,
                Method = document.Method,
                State = document.State,
                ItemCount = document.ItemCount,
                TotalMinor = document.TotalMinor,
                Currency = document.Currency,
                PaidMinor = context.PayoutItems.Where(item => item.DocumentId == document.Id && item.State == PayoutItemState.Paid).Sum(item => item.AmountMinor),
                CreatedAtUtc = document.CreatedAtUtc,
                CreatedBy = context.Users.Where(login => login.Id == document.CreatedByUserId).Select(login => login.DisplayName).FirstOrDefault(),
            };
    }

    private static IQueryable<PayoutRow> Filtered(IQueryable<PayoutRow> rows, GridQuery query)
    {
        if (query.Term is { } term)
        {
            rows = rows.Where(row => row.Number.ToLower().Contains(term) || row.SettlementNumber.ToLower().Contains(term)
                || row.ProgramCode.ToLower().Contains(term) || row.ProgramNameZhCn.ToLower().Contains(term) || row.ProgramNameEn.ToLower().Contains(term));
        }

        if (query.Choice<PayoutState>("state") is { } state)
        {
            rows = rows.Where(row => row.State == state);
        }

        if (query.Choice<PayoutMethod>("method") is { } method)
        {
            rows = rows.Where(row => row.Method == method);
        }

        if (query.Number("settlement") is { } settlementId)
        {
            rows = rows.Where(row => row.SettlementId == settlementId);
        }

        if (query.Day("from") is { } from)
        {
            var fromUtc = from.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc);
            rows = rows.Where(row => row.CreatedAtUtc >= fromUtc);
        }

        if (query.Day("to") is { } to)
        {
            var beforeUtc = to.AddDays(1).ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc);
            rows = rows.Where(row => row.CreatedAtUtc < beforeUtc);
        }

        return rows;
    }

    private IQueryable<PayoutItemRow> Items(PortalDbContext context, long documentId)
    {
        var mayView = user.Can(Permissions.Payouts.View);
        return
            from item in context.PayoutItems
            join customer in context.Customers on item.CustomerId equals customer.Id
            where mayView && item.DocumentId == documentId
            select new PayoutItemRow
            {
                Id = item.Id,
                CustomerId = customer.Id,
                CustomerNumber = customer.Number,
                CustomerName = customer.Name,
                AmountMinor = item.AmountMinor,
                RestMinor = item.RestMinor,
                Points = item.Points,
                PayeeId = item.PayeeId,
                PayeeName = item.EmployeeId != null
                    ? context.Employees.Where(employee => employee.Id == item.EmployeeId).Select(employee => employee.Name).FirstOrDefault()
                    : context.Customers.Where(payee => payee.Id == item.PayeeId).Select(payee => payee.Name).FirstOrDefault(),
                CreditNoteId = context.CreditNotes.Where(note => note.PayoutItemId == item.Id).Select(note => (long?)note.Id).FirstOrDefault(),
                GivenAs = context.CreditNotes.Where(note => note.PayoutItemId == item.Id).Select(note => note.Number).FirstOrDefault()
                    ?? context.GoodsDeliveries.Where(goods => goods.PayoutItemId == item.Id).Select(goods => goods.Number).FirstOrDefault(),
                State = item.State,
                BankName = context.CustomerBankAccounts.Where(account => account.Id == item.BankAccountId).Select(account => account.BankName).FirstOrDefault(),
                NumberLast4 = context.CustomerBankAccounts.Where(account => account.Id == item.BankAccountId).Select(account => account.NumberLast4).FirstOrDefault(),
                HasBankAccount = context.CustomerBankAccounts.Any(account => account.CustomerId == (item.PayeeId ?? item.CustomerId) && account.RetiredAtUtc == null),
                FailureReason = item.FailureReason,
                DecidedAtUtc = item.DecidedAtUtc,
                DecidedBy = context.Users.Where(login => login.Id == item.DecidedByUserId).Select(login => login.DisplayName).FirstOrDefault(),
            };
    }
}
