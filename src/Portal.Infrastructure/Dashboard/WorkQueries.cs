using Microsoft.EntityFrameworkCore;
using Portal.Domain.Jobs;
using Portal.Domain.Payouts;
using Portal.Domain.Programs;
using Portal.Domain.Settlements;
using Portal.Domain.Withdrawals;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Shared;

namespace Portal.Infrastructure.Dashboard;

/// <summary>What waits for the person who looks: only what it may do. The counts of the menu add up to what the first page lists.</summary>
public sealed class WorkQueries(IDbContextFactory<PortalDbContext> contexts, CurrentUser user, BusinessClock clock)
{
    /// <summary>What waits, the oldest first.</summary>
    public async Task<WaitingWork> WaitingAsync(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return new WaitingWork(
            await Items(context, SettlementsToApprove(context)).ToListAsync(cancellationToken),
            await Items(context, ProgramsToApprove(context)).ToListAsync(cancellationToken),
            await Items(context, WithdrawalsIn(context, WithdrawalState.Requested)).ToListAsync(cancellationToken),
            await Items(context, WithdrawalsIn(context, WithdrawalState.Approved)).ToListAsync(cancellationToken),
            await Items(context, OpenPayouts(context)).ToListAsync(cancellationToken),
            await Items(context, SettlementsToPay(context)).ToListAsync(cancellationToken),
            await FailedJobs(context).CountAsync(cancellationToken));
    }

    /// <summary>Programmes that the person may approve.</summary>
    public Task<int> CountProgramsAsync(CancellationToken cancellationToken) => CountAsync(cancellationToken, ProgramsToApprove);

    /// <summary>Settlements that the person may approve.</summary>
    public Task<int> CountSettlementsAsync(CancellationToken cancellationToken) => CountAsync(cancellationToken, SettlementsToApprove);

    /// <summary>Payouts that the person may make or complete.</summary>
    public Task<int> CountPayoutsAsync(CancellationToken cancellationToken) => CountAsync(cancellationToken, SettlementsToPay, OpenPayouts);

    /// <summary>Withdrawals that the person may decide or mark as paid.</summary>
    public Task<int> CountWithdrawalsAsync(CancellationToken cancellationToken) => CountAsync(
        cancellationToken,
        context => WithdrawalsIn(context, WithdrawalState.Requested),
        context => WithdrawalsIn(context, WithdrawalState.Approved));

    /// <summary>Jobs that failed in the last day.</summary>
    public Task<int> CountFailedJobsAsync(CancellationToken cancellationToken) => CountAsync(cancellationToken, FailedJobs);

    private async Task<int> CountAsync(CancellationToken cancellationToken, params Func<PortalDbContext, IQueryable<object>>[] queries)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var count = 0;
        foreach (var query in queries)
        {
            count += await query(context).CountAsync(cancellationToken);
        }

        return count;
    }

    private static IQueryable<WaitingItem> Items(PortalDbContext context, IQueryable<Settlement> settlements) => settlements
        .OrderBy(settlement => settlement.Id)
        .Join(context.RebateProgramVersions, settlement => settlement.ProgramVersionId, version => version.Id, (settlement, version) => new WaitingItem(
            settlement.Id, settlement.Number, version.NameZhCn, version.NameEn, settlement.DueMinor, settlement.CustomerCount,
            settlement.PeriodFrom, settlement.PeriodTo, settlement.CalculatedAtUtc)
        { Currency = version.Currency });

    private static IQueryable<WaitingItem> Items(PortalDbContext context, IQueryable<RebateProgramVersion> versions) => versions
        .OrderBy(version => version.SubmittedAtUtc)
        .Join(context.RebatePrograms, version => version.ProgramId, program => program.Id, (version, program) => new WaitingItem(
            program.Id, program.Code, version.NameZhCn, version.NameEn, null, null, version.ValidFrom, version.ValidTo, version.SubmittedAtUtc));

    private static IQueryable<WaitingItem> Items(PortalDbContext context, IQueryable<WithdrawalRequest> requests) => requests
        .OrderBy(request => request.Id)
        .Join(context.Customers, request => request.CustomerId, customer => customer.Id, (request, customer) => new WaitingItem(
            request.Id, request.Number, customer.Name, customer.Name, request.AmountMinor, null, null, null, request.RequestedAtUtc)
        { Currency = request.Currency });

    private static IQueryable<WaitingItem> Items(PortalDbContext context, IQueryable<PayoutDocument> documents) => documents
        .OrderBy(document => document.Id)
        .Join(context.Settlements, document => document.SettlementId, settlement => settlement.Id, (document, settlement) => new { document, settlement })
        .Join(context.RebateProgramVersions, row => row.settlement.ProgramVersionId, version => version.Id, (row, version) => new WaitingItem(
            row.document.Id, row.document.Number, version.NameZhCn, version.NameEn, row.document.TotalMinor, row.document.ItemCount,
            row.settlement.PeriodFrom, row.settlement.PeriodTo, row.document.CreatedAtUtc)
        { Currency = row.document.Currency });

    private IQueryable<Settlement> SettlementsToApprove(PortalDbContext context)
    {
        var (may, userId) = (user.Can(Permissions.Settlements.Approve), user.UserId);
        return context.Settlements.Where(settlement => may && settlement.State == SettlementState.Calculated
            && (settlement.CalculatedByUserId == null || settlement.CalculatedByUserId != userId));
    }

    private IQueryable<Settlement> SettlementsToPay(PortalDbContext context)
    {
        var may = user.Can(Permissions.Payouts.Pay);
        return context.Settlements.Where(settlement => may && settlement.State == SettlementState.Posted && settlement.DueMinor > 0
            && (!context.PayoutDocuments.Any(document => document.SettlementId == settlement.Id)
                || context.Disputes.Any(dispute => dispute.HeldLineId == null && dispute.LeftOutOfPayoutId != null && dispute.CaughtUpByPayoutId == null
                    && context.SettlementLines.Any(line => line.Id == dispute.SettlementLineId && line.SettlementId == settlement.Id))));
    }

    private IQueryable<RebateProgramVersion> ProgramsToApprove(PortalDbContext context)
    {
        var (may, userId) = (user.Can(Permissions.Programs.Approve), user.UserId);
        return context.RebateProgramVersions.Where(version => may && version.State == ProgramVersionState.Submitted
            && (version.SubmittedByUserId == null || version.SubmittedByUserId != userId)
            && (version.DraftedByUserId == null || version.DraftedByUserId != userId));
    }

    private IQueryable<WithdrawalRequest> WithdrawalsIn(PortalDbContext context, WithdrawalState state)
    {
        var may = user.Can(Permissions.Withdrawals.Decide);
        return context.WithdrawalRequests.Where(request => may && request.State == state);
    }

    private IQueryable<PayoutDocument> OpenPayouts(PortalDbContext context)
    {
        var may = user.Can(Permissions.Payouts.Pay);
        return context.PayoutDocuments.Where(document => may && document.State != PayoutState.Completed);
    }

    private IQueryable<JobRun> FailedJobs(PortalDbContext context)
    {
        var (may, since) = (user.Can(Permissions.Jobs.View), clock.UtcNow.AddDays(-1));
        return context.JobRuns.Where(run => may && run.State == JobRunState.Failed && run.StartedAtUtc >= since);
    }
}
