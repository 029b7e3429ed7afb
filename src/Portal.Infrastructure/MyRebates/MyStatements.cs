using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Portal.Domain.Payouts;
using Portal.Domain.Programs;
using Portal.Domain.Settlements;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Settlements;
using Portal.Infrastructure.Shared;

namespace Portal.Infrastructure.MyRebates;

/// <summary>
/// The statements of the customer who looks: what was settled and approved, never what still waits for approval. It sees what is
/// paid to it, whoever bought; what another is paid for its purchases it sees only where the programme says so.
/// </summary>
public sealed class MyStatements(
    IDbContextFactory<PortalDbContext> contexts, CurrentUser user, BusinessClock clock, LineExplanations explanations, IOptions<BusinessOptions> business)
{
    private static readonly SettlementState[] Counting = [SettlementState.Approved, SettlementState.Posted];
    private static readonly SettlementState[] Shown = [.. Counting, SettlementState.Reversed];

    /// <summary>Statements, the latest run first; of one programme or of all.</summary>
    public async Task<MyStatementPage> ListAsync(long? programId, int skip, int take, CancellationToken cancellationToken)
    {
        if (user.CustomerId is not { } customerId)
        {
            return new MyStatementPage([], 0, []);
        }

        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var lines = Lines(context, customerId);

        // By the customer's few lines, not by each settlement's many.
        var mine = lines.Select(line => line.SettlementId);
        var settlements = context.Settlements.AsNoTracking().Where(row => Shown.Contains(row.State) && mine.Contains(row.Id));
        settlements = programId is { } program ? settlements.Where(row => row.ProgramId == program) : settlements;
        var counting = PaidLines(context, customerId).Where(line => context.Settlements.Any(row =>
            row.Id == line.SettlementId && Counting.Contains(row.State) && (programId == null || row.ProgramId == programId)));
        var page = await settlements
            .OrderByDescending(row => row.RunId).ThenByDescending(row => row.PeriodTo).ThenByDescending(row => row.Id)
            .Skip(skip).Take(take)
            .ToListAsync(cancellationToken);
        return new MyStatementPage(
            await RowsAsync(context, customerId, page, cancellationToken),
            await settlements.CountAsync(cancellationToken),
            await TotalsAsync(context, counting, cancellationToken));
    }

    /// <summary>A statement, or null where there is none of this customer.</summary>
    public async Task<MyStatement?> FindAsync(long statementId, CancellationToken cancellationToken)
    {
        if (user.CustomerId is not { } customerId)
        {
            return null;
        }

        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var settlement = await context.Settlements.AsNoTracking()
            .SingleOrDefaultAsync(row => row.Id == statementId && Shown.Contains(row.State), cancellationToken);
        var lines = await LinesAsync(context, customerId, statementId, cancellationToken);
        if (settlement is null || lines.Count == 0)
        {
            return null;
        }

        var customer = await context.Customers.Where(row => row.Id == customerId).Select(row => new { row.Name, row.Number }).SingleAsync(cancellationToken);
        var payments = await PaymentsAsync(context, customerId, [statementId], cancellationToken);
        return new MyStatement
        {
            Row = (await RowsAsync(context, customerId, [settlement], cancellationToken))[0],
            CustomerName = customer.Name,
            CustomerNumber = customer.Number,
            CompanyName = business.Value.CompanyName,
            ProgramVersion = await context.RebateProgramVersions.Where(version => version.Id == settlement.ProgramVersionId)
                .Select(version => version.Number).SingleAsync(cancellationToken),
            ApprovedOn = settlement.DecidedAtUtc is { } decided ? clock.DayOf(decided) : null,
            Lines = lines,
            Payments = [.. payments.Select(payment => new MyPayment(
                payment.Number, payment.AmountMinor, StateOf(payment.Method, payment.State), clock.DayOf(payment.AtUtc), payment.FailureReason))],
        };
    }

    /// <summary>Why a line of this customer is what it is, or null where there is none.</summary>
    public async Task<MyLine?> LineAsync(long lineId, CancellationToken cancellationToken)
    {
        if (user.CustomerId is not { } customerId)
        {
            return null;
        }

        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        if (!await ShownLines(context, customerId).AnyAsync(line => line.Id == lineId, cancellationToken)
            || await explanations.FindAsync(lineId, cancellationToken) is not { } explanation)
        {
            return null;
        }

        var earlier = explanation.Earlier.Select(row => row.LineId).ToList();
        var shown = await ShownLines(context, customerId).Where(line => earlier.Contains(line.Id)).Select(line => line.Id).ToListAsync(cancellationToken);
        return new MyLine(
            explanation with { Earlier = [.. explanation.Earlier.Where(row => shown.Contains(row.LineId))] },
            await MyScopeNames.ReadAsync(context, new[] { explanation.Facts.QualifierScope, explanation.Facts.BaseScope }.OfType<ProductScope>(), cancellationToken));
    }

    /// <summary>The sales lines that a line of this customer counted; filter "kind" (sale, return, late). Documents of another customer, for which this one is paid, are not its own to read.</summary>
    public async Task<GridPage<CountedSalesLine>> SalesLinesAsync(long lineId, GridQuery query, CancellationToken cancellationToken)
    {
        if (user.CustomerId is not { } customerId)
        {
            return new GridPage<CountedSalesLine>([], 0);
        }

        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await ShownLines(context, customerId).AnyAsync(line => line.Id == lineId && line.CustomerId == customerId, cancellationToken)
            ? await explanations.SalesLinesAsync(lineId, query, cancellationToken)
            : new GridPage<CountedSalesLine>([], 0);
    }

    /// <summary>Lines that the customer may see; those of settlements that are not shown included.</summary>
    internal static IQueryable<SettlementLine> Lines(PortalDbContext context, long customerId) => OwnLines(context, customerId).Concat(LinesForOthers(context, customerId));

    /// <summary>Lines of the customer's own purchases that it may see.</summary>
    internal static IQueryable<SettlementLine> OwnLines(PortalDbContext context, long customerId) => context.SettlementLines.AsNoTracking()
        .Where(line => line.CustomerId == customerId && !context.SettlementPayees.Any(
            payee => payee.SettlementId == line.SettlementId && payee.CustomerId == customerId && payee.PayeeId != customerId && !payee.IsToldToCustomer));

    /// <summary>Lines that are paid to the customer.</summary>
    internal static IQueryable<SettlementLine> PaidLines(PortalDbContext context, long customerId) => context.SettlementLines.AsNoTracking()
        .Where(line => line.CustomerId == customerId && !context.SettlementPayees.Any(payee => payee.SettlementId == line.SettlementId && payee.CustomerId == customerId))
        .Concat(LinesForOthers(context, customerId));

    private static IQueryable<SettlementLine> LinesForOthers(PortalDbContext context, long customerId) =>
        from payee in context.SettlementPayees
        join line in context.SettlementLines.AsNoTracking() on new { payee.SettlementId, payee.CustomerId } equals new { line.SettlementId, line.CustomerId }
        where payee.PayeeId == customerId && payee.CustomerId != customerId
        select line;

    /// <summary>Lines that the customer may see whose settlement is approved.</summary>
    internal static IQueryable<SettlementLine> ShownLines(PortalDbContext context, long customerId) =>
        Lines(context, customerId).Where(line => context.Settlements.Any(row => row.Id == line.SettlementId && Shown.Contains(row.State)));

    /// <summary>Lines of the customer's own purchases that it may see whose settlement is approved.</summary>
    internal static IQueryable<SettlementLine> ShownOwnLines(PortalDbContext context, long customerId) =>
        OwnLines(context, customerId).Where(line => context.Settlements.Any(row => row.Id == line.SettlementId && Shown.Contains(row.State)));

    /// <summary>Lines that are paid to the customer whose settlement is approved: those that it may question.</summary>
    internal static IQueryable<SettlementLine> ShownPaidLines(PortalDbContext context, long customerId) =>
        PaidLines(context, customerId).Where(line => context.Settlements.Any(row => row.Id == line.SettlementId && Shown.Contains(row.State)));

    /// <summary>Sums by currency: amounts of different currencies are never added.</summary>
    private static async Task<IReadOnlyList<MyStatementTotal>> TotalsAsync(PortalDbContext context, IQueryable<SettlementLine> lines, CancellationToken cancellationToken) => await (
        from line in lines
        join settlement in context.Settlements on line.SettlementId equals settlement.Id
        join version in context.RebateProgramVersions on settlement.ProgramVersionId equals version.Id
        group line by version.Currency into sums
        orderby sums.Key
        select new MyStatementTotal(sums.Key, sums.Sum(line => line.DueMinor), sums.Sum(line => line.DeltaMinor < 0 ? line.DeltaMinor : 0))).ToListAsync(cancellationToken);

    private static Task<List<MyStatementLine>> LinesAsync(PortalDbContext context, long customerId, long statementId, CancellationToken cancellationToken) =>
        Lines(context, customerId).Where(line => line.SettlementId == statementId)
            .OrderBy(line => line.CustomerId == customerId ? 0 : line.CustomerId).ThenBy(line => line.ProgramLineNumber)
            .Select(line => new MyStatementLine
            {
                Id = line.Id,
                LineNumber = line.ProgramLineNumber,
                QualifierValue = line.QualifierValue,
                IsQualifierQuantity = line.IsQualifierQuantity,
                TierNumber = line.TierNumber,
                RoundedMinor = line.RoundedMinor,
                AlreadySettledMinor = line.AlreadySettledMinor,
                DueMinor = line.DueMinor,
                Reason = line.Reason,
                BoughtBy = line.CustomerId == customerId ? null : context.Customers.Where(buyer => buyer.Id == line.CustomerId).Select(buyer => buyer.Name).FirstOrDefault(),
                PaidTo = line.CustomerId != customerId ? null : context.SettlementPayees
                    .Where(payee => payee.SettlementId == line.SettlementId && payee.CustomerId == customerId)
                    .Select(payee => payee.EmployeeId != null
                        ? context.Employees.Where(employee => employee.Id == payee.EmployeeId).Select(employee => employee.Name).First()
                        : context.Customers.Where(other => other.Id == payee.PayeeId).Select(other => other.Name).First())
                    .FirstOrDefault(),
            })
            .ToListAsync(cancellationToken);

    private static async Task<List<MyStatementRow>> RowsAsync(
        PortalDbContext context, long customerId, List<Settlement> settlements, CancellationToken cancellationToken)
    {
        var ids = settlements.ConvertAll(row => row.Id);
        var versionIds = settlements.Select(row => row.ProgramVersionId).Distinct().ToList();
        var sums = (await Lines(context, customerId).Where(line => ids.Contains(line.SettlementId))
            .Select(line => new
            {
                line.SettlementId,
                line.DueMinor,
                line.DeltaMinor,
                line.CarriedOutMinor,
                line.Reason,
                IsPaidToOther = line.CustomerId == customerId
                    && context.SettlementPayees.Any(payee => payee.SettlementId == line.SettlementId && payee.CustomerId == customerId),
            })
            .ToListAsync(cancellationToken)).ToLookup(line => line.SettlementId);
        var names = await context.RebateProgramVersions.Where(version => versionIds.Contains(version.Id))
            .Select(version => new { version.Id, version.NameZhCn, version.NameEn, version.Currency })
            .ToDictionaryAsync(version => version.Id, cancellationToken);
        var payments = (await PaymentsAsync(context, customerId, ids, cancellationToken)).ToLookup(payment => payment.SettlementId);
        return settlements.ConvertAll(row =>
        {
            var mine = sums[row.Id].Where(line => !line.IsPaidToOther).ToList();
            var toOthers = sums[row.Id].Where(line => line.IsPaidToOther).ToList();
            var isMine = mine.Count > 0;
            var dueMinor = mine.Sum(line => line.DueMinor);
            var carriedOutMinor = mine.Sum(line => line.CarriedOutMinor);
            return new MyStatementRow
            {
                Id = row.Id,
                Number = row.Number,
                ProgramId = row.ProgramId,
                NameZhCn = names[row.ProgramVersionId].NameZhCn,
                NameEn = names[row.ProgramVersionId].NameEn,
                PeriodFrom = row.PeriodFrom,
                PeriodTo = row.PeriodTo,
                Currency = names[row.ProgramVersionId].Currency,
                DueMinor = dueMinor,
                PaidToOthersMinor = toOthers.Count > 0 ? toOthers.Sum(line => line.DueMinor) : null,
                TakenBackMinor = mine.Sum(line => Math.Min(0, line.DeltaMinor)),
                CarriedOutMinor = carriedOutMinor,
                Reason = sums[row.Id].Select(line => line.Reason).DefaultIfEmpty(SettlementReason.NewPeriod).Max(),
                ApprovedAtUtc = row.DecidedAtUtc,
                State = isMine || row.State == SettlementState.Reversed
                    ? StateOf(row.State, dueMinor, carriedOutMinor, payments[row.Id].LastOrDefault())
                    : MyStatementState.PaidToOther,
            };
        });
    }

    private static MyStatementState StateOf(SettlementState state, long dueMinor, long carriedOutMinor, PaymentFacts? payment) => dueMinor switch
    {
        _ when state == SettlementState.Reversed => MyStatementState.Cancelled,
        0 => carriedOutMinor < 0 ? MyStatementState.CarriedForward : MyStatementState.NothingDue,
        < 0 => state == SettlementState.Posted ? MyStatementState.TakenBack : MyStatementState.Approved,
        _ => payment is null ? MyStatementState.Approved : StateOf(payment.Method, payment.State),
    };

    private static MyStatementState StateOf(PayoutMethod method, PayoutItemState state) => (method, state) switch
    {
        (PayoutMethod.Balance, PayoutItemState.Paid) => MyStatementState.InBalance,
        (PayoutMethod.CreditNote, PayoutItemState.Paid) => MyStatementState.CreditNoteIssued,
        (PayoutMethod.Goods, PayoutItemState.Paid) => MyStatementState.GoodsOrdered,
        (PayoutMethod.Points, PayoutItemState.Paid) => MyStatementState.PointsGiven,
        (not PayoutMethod.Bank, _) => MyStatementState.Approved,
        (_, PayoutItemState.Paid) => MyStatementState.BankPaid,
        (_, PayoutItemState.Failed) => MyStatementState.BankFailed,
        _ => MyStatementState.BankPending,
    };

    private static async Task<List<PaymentFacts>> PaymentsAsync(PortalDbContext context, long customerId, List<long> settlementIds, CancellationToken cancellationToken)
    {
        // One after the other: for "or" a database reads all items there are.
        var own = await FactsOf(context.PayoutItems.Where(item => item.CustomerId == customerId && item.PayeeId == null && item.EmployeeId == null)).ToListAsync(cancellationToken);
        var ofOthers = await FactsOf(context.PayoutItems.Where(item => item.PayeeId == customerId)).ToListAsync(cancellationToken);
        return [.. own.Concat(ofOthers).OrderBy(payment => payment.ItemId)];

        IQueryable<PaymentFacts> FactsOf(IQueryable<PayoutItem> items) =>
            from item in items
            join document in context.PayoutDocuments on item.DocumentId equals document.Id
            where settlementIds.Contains(document.SettlementId)
            select new PaymentFacts(
                item.Id, document.SettlementId, document.Number, document.Method, item.State, item.AmountMinor, item.DecidedAtUtc ?? document.CreatedAtUtc, item.FailureReason);
    }

    private sealed record PaymentFacts(
        long ItemId, long SettlementId, string Number, PayoutMethod Method, PayoutItemState State, long AmountMinor, DateTime AtUtc, string? FailureReason);
}
