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

/// <summary>The statements of the customer who looks: what was settled and approved, never what still waits for approval.</summary>
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
            return new MyStatementPage([], 0, 0, 0);
        }

        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var lines = Lines(context, customerId);

        // By the customer's few lines, not by each settlement's many.
        var mine = lines.Select(line => line.SettlementId);
        var settlements = context.Settlements.AsNoTracking().Where(row => Shown.Contains(row.State) && mine.Contains(row.Id));
        settlements = programId is { } program ? settlements.Where(row => row.ProgramId == program) : settlements;
        var counting = lines.Where(line => context.Settlements.Any(row =>
            row.Id == line.SettlementId && Counting.Contains(row.State) && (programId == null || row.ProgramId == programId)));
        var page = await settlements
            .OrderByDescending(row => row.RunId).ThenByDescending(row => row.PeriodTo).ThenByDescending(row => row.Id)
            .Skip(skip).Take(take)
            .ToListAsync(cancellationToken);
        return new MyStatementPage(
            await RowsAsync(context, customerId, page, cancellationToken),
            await settlements.CountAsync(cancellationToken),
            await counting.SumAsync(line => line.DueMinor, cancellationToken),
            await counting.Where(line => line.DeltaMinor < 0).SumAsync(line => line.DeltaMinor, cancellationToken));
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
        var lines = await Lines(context, customerId).Where(line => line.SettlementId == statementId)
            .OrderBy(line => line.ProgramLineNumber)
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
            })
            .ToListAsync(cancellationToken);
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

    /// <summary>The sales lines that a line of this customer counted; filter "kind" (sale, return, late).</summary>
    public async Task<GridPage<CountedSalesLine>> SalesLinesAsync(long lineId, GridQuery query, CancellationToken cancellationToken)
    {
        if (user.CustomerId is not { } customerId)
        {
            return new GridPage<CountedSalesLine>([], 0);
        }

        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await ShownLines(context, customerId).AnyAsync(line => line.Id == lineId, cancellationToken)
            ? await explanations.SalesLinesAsync(lineId, query, cancellationToken)
            : new GridPage<CountedSalesLine>([], 0);
    }

    /// <summary>Lines of the customer; those of settlements that are not shown included.</summary>
    internal static IQueryable<SettlementLine> Lines(PortalDbContext context, long customerId) =>
        context.SettlementLines.AsNoTracking().Where(line => line.CustomerId == customerId);

    /// <summary>Lines of the customer whose settlement is approved.</summary>
    internal static IQueryable<SettlementLine> ShownLines(PortalDbContext context, long customerId) =>
        Lines(context, customerId).Where(line => context.Settlements.Any(row => row.Id == line.SettlementId && Shown.Contains(row.State)));

    private static async Task<List<MyStatementRow>> RowsAsync(
        PortalDbContext context, long customerId, List<Settlement> settlements, CancellationToken cancellationToken)
    {
        var ids = settlements.ConvertAll(row => row.Id);
        var versionIds = settlements.Select(row => row.ProgramVersionId).Distinct().ToList();
        var sums = (await Lines(context, customerId).Where(line => ids.Contains(line.SettlementId))
            .Select(line => new { line.SettlementId, line.DueMinor, line.DeltaMinor, line.CarriedOutMinor, line.Reason })
            .ToListAsync(cancellationToken)).ToLookup(line => line.SettlementId);
        var names = await context.RebateProgramVersions.Where(version => versionIds.Contains(version.Id))
            .Select(version => new { version.Id, version.NameZhCn, version.NameEn })
            .ToDictionaryAsync(version => version.Id, cancellationToken);
        var payments = (await PaymentsAsync(context, customerId, ids, cancellationToken)).ToLookup(payment => payment.SettlementId);
        return settlements.ConvertAll(row =>
        {
            var dueMinor = sums[row.Id].Sum(line => line.DueMinor);
            var carriedOutMinor = sums[row.Id].Sum(line => line.CarriedOutMinor);
            return new MyStatementRow
            {
                Id = row.Id,
                Number = row.Number,
                ProgramId = row.ProgramId,
                NameZhCn = names[row.ProgramVersionId].NameZhCn,
                NameEn = names[row.ProgramVersionId].NameEn,
                PeriodFrom = row.PeriodFrom,
                PeriodTo = row.PeriodTo,
                DueMinor = dueMinor,
                TakenBackMinor = sums[row.Id].Sum(line => Math.Min(0, line.DeltaMinor)),
                CarriedOutMinor = carriedOutMinor,
                Reason = sums[row.Id].Select(line => line.Reason).DefaultIfEmpty(SettlementReason.NewPeriod).Max(),
                ApprovedAtUtc = row.DecidedAtUtc,
                State = StateOf(row.State, dueMinor, carriedOutMinor, payments[row.Id].LastOrDefault()),
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
        (PayoutMethod.Balance, _) => MyStatementState.Approved,
        (_, PayoutItemState.Paid) => MyStatementState.BankPaid,
        (_, PayoutItemState.Failed) => MyStatementState.BankFailed,
        _ => MyStatementState.BankPending,
    };

    private static Task<List<PaymentFacts>> PaymentsAsync(
        PortalDbContext context, long customerId, List<long> settlementIds, CancellationToken cancellationToken) => (
        from item in context.PayoutItems
        join document in context.PayoutDocuments on item.DocumentId equals document.Id
        where item.CustomerId == customerId && settlementIds.Contains(document.SettlementId)
        orderby item.Id
        select new PaymentFacts(
            document.SettlementId, document.Number, document.Method, item.State, item.AmountMinor, item.DecidedAtUtc ?? document.CreatedAtUtc, item.FailureReason))
        .ToListAsync(cancellationToken);

    private sealed record PaymentFacts(
        long SettlementId, string Number, PayoutMethod Method, PayoutItemState State, long AmountMinor, DateTime AtUtc, string? FailureReason);
}
