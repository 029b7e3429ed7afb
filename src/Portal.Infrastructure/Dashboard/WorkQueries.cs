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

/// <summary>What waits for the person who looks: only what it may do.</summary>
public sealed class WorkQueries(IDbContextFactory<PortalDbContext> contexts, CurrentUser user, BusinessClock clock)
{
    /// <summary>What waits, the oldest first.</summary>
    public async Task<WaitingWork> WaitingAsync(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return new WaitingWork(
            await SettlementsAsync(context, cancellationToken),
            await ProgramsAsync(context, cancellationToken),
            await WithdrawalsAsync(context, WithdrawalState.Requested, cancellationToken),
            await WithdrawalsAsync(context, WithdrawalState.Approved, cancellationToken),
            await PayoutsAsync(context, cancellationToken),
            await SettlementsToPayAsync(context, cancellationToken),
            await FailedJobsAsync(context, cancellationToken));
    }

    /// <summary>Settlements that the person may approve.</summary>
    public async Task<int> CountSettlementsAsync(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return user.Can(Permissions.Settlements.Approve) ? await ToApprove(context).CountAsync(cancellationToken) : 0;
    }

    /// <summary>Jobs that failed in the last day.</summary>
    public async Task<int> CountFailedJobsAsync(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await FailedJobsAsync(context, cancellationToken);
    }

    private static IQueryable<WaitingItem> Items(PortalDbContext context, IQueryable<Settlement> settlements) => settlements
        .OrderBy(settlement => settlement.Id)
        .Join(context.RebateProgramVersions, settlement => settlement.ProgramVersionId, version => version.Id, (settlement, version) => new WaitingItem(
            settlement.Id, settlement.Number, version.NameZhCn, version.NameEn, settlement.DueMinor, settlement.CustomerCount,
            settlement.PeriodFrom, settlement.PeriodTo, settlement.CalculatedAtUtc));

    private async Task<IReadOnlyList<WaitingItem>> SettlementsAsync(PortalDbContext context, CancellationToken cancellationToken)
    {
        return user.Can(Permissions.Settlements.Approve) ? await Items(context, ToApprove(context)).ToListAsync(cancellationToken) : [];
    }

    private IQueryable<Settlement> ToApprove(PortalDbContext context)
    {
        var userId = user.UserId;
        return context.Settlements.Where(settlement => settlement.State == SettlementState.Calculated
            && (settlement.CalculatedByUserId == null || settlement.CalculatedByUserId != userId));
    }

    private async Task<IReadOnlyList<WaitingItem>> SettlementsToPayAsync(PortalDbContext context, CancellationToken cancellationToken) =>
        user.Can(Permissions.Payouts.Pay)
            ? await Items(context, context.Settlements.Where(settlement => settlement.State == SettlementState.Posted && settlement.DueMinor > 0
                && !context.PayoutDocuments.Any(document => document.SettlementId == settlement.Id))).ToListAsync(cancellationToken)
            : [];

    private async Task<IReadOnlyList<WaitingItem>> ProgramsAsync(PortalDbContext context, CancellationToken cancellationToken)
    {
        if (!user.Can(Permissions.Programs.Approve))
        {
            return [];
        }

        var userId = user.UserId;
        return await context.RebateProgramVersions
            .Where(version => version.State == ProgramVersionState.Submitted
                && (version.SubmittedByUserId == null || version.SubmittedByUserId != userId)
                && (version.DraftedByUserId == null || version.DraftedByUserId != userId))
            .OrderBy(version => version.SubmittedAtUtc)
            .Join(context.RebatePrograms, version => version.ProgramId, program => program.Id, (version, program) => new WaitingItem(
                program.Id, program.Code, version.NameZhCn, version.NameEn, null, null, version.ValidFrom, version.ValidTo, version.SubmittedAtUtc))
            .ToListAsync(cancellationToken);
    }

    private async Task<IReadOnlyList<WaitingItem>> WithdrawalsAsync(PortalDbContext context, WithdrawalState state, CancellationToken cancellationToken) =>
        user.Can(Permissions.Withdrawals.Decide)
            ? await context.WithdrawalRequests
                .Where(request => request.State == state)
                .OrderBy(request => request.Id)
                .Join(context.Customers, request => request.CustomerId, customer => customer.Id, (request, customer) => new WaitingItem(
                    request.Id, request.Number, customer.Name, customer.Name, request.AmountMinor, null, null, null, request.RequestedAtUtc))
                .ToListAsync(cancellationToken)
            : [];

    private async Task<IReadOnlyList<WaitingItem>> PayoutsAsync(PortalDbContext context, CancellationToken cancellationToken) =>
        user.Can(Permissions.Payouts.Pay)
            ? await context.PayoutDocuments
                .Where(document => document.State != PayoutState.Completed)
                .OrderBy(document => document.Id)
                .Join(context.Settlements, document => document.SettlementId, settlement => settlement.Id, (document, settlement) => new { document, settlement })
                .Join(context.RebateProgramVersions, row => row.settlement.ProgramVersionId, version => version.Id, (row, version) => new WaitingItem(
                    row.document.Id, row.document.Number, version.NameZhCn, version.NameEn, row.document.TotalMinor, row.document.ItemCount,
                    row.settlement.PeriodFrom, row.settlement.PeriodTo, row.document.CreatedAtUtc))
                .ToListAsync(cancellationToken)
            : [];

    private async Task<int> FailedJobsAsync(PortalDbContext context, CancellationToken cancellationToken)
    {
        var since = clock.UtcNow.AddDays(-1);
        return user.Can(Permissions.Jobs.View)
            ? await context.JobRuns.CountAsync(run => run.State == JobRunState.Failed && run.StartedAtUtc >= since, cancellationToken)
            : 0;
    }
}
