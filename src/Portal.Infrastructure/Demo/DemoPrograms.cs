using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Domain.Programs;
using Portal.Domain.Settlements;
using Portal.Domain.Shared;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Jobs;
using Portal.Infrastructure.Programs;
using Portal.Infrastructure.Settlements;
using Portal.Infrastructure.Shared;

namespace Portal.Infrastructure.Demo;

/// <summary>
/// Lets the demo's staff and customers do what real ones would: draft, approve, settle, approve, pay, withdraw; each step as
/// the person who may do it. Leaves something to do for everybody. Safe to repeat until its last step is done.
/// </summary>
internal sealed partial class DemoPrograms(IServiceScopeFactory scopes, IDbContextFactory<PortalDbContext> contexts, BusinessClock clock) : IDemoPart
{
    private const string Manager = "manager";
    private const string SecondManager = "manager2";
    private const string Finance = "finance";
    private const string LastKey = "demo-withdrawal-4";

    public async Task<bool> IsDoneAsync(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.WithdrawalRequests.AnyAsync(row => row.OperationKey == LastKey, cancellationToken);
    }

    public async Task<Outcome> RunAsync(Func<string, Task> say, CancellationToken cancellationToken)
    {
        await say("Programmes …");
        foreach (var definition in DemoDefinitions.All(clock.Today).Concat(DemoRules.All(clock.Today)))
        {
            if (await AddProgramAsync(definition, cancellationToken) is { IsDone: false } refused)
            {
                return refused;
            }
        }

        await say("Settlements …");
        var settled = await AsAsync<RunSettlement, SettlementRunResult>(
            Manager, (run, ct) => run.RunToEndAsync(new RunSettlementInput("demo-settlement"), ct), cancellationToken);
        if (!settled.IsDone)
        {
            return settled;
        }

        if (await ApproveAsync(cancellationToken) is { IsDone: false } notApproved)
        {
            return notApproved;
        }

        await say("Payouts …");
        if (await PayAsync(cancellationToken) is { IsDone: false } notPaid)
        {
            return notPaid;
        }

        await say("Questions, accruals and withdrawals …");
        if (await AskAsync(cancellationToken) is { IsDone: false } notAsked)
        {
            return notAsked;
        }

        await RunJobAsync<RefreshAccrualsJob>(cancellationToken);
        await RunJobAsync<VerifyLedgerJob>(cancellationToken);
        return await WithdrawAsync(cancellationToken);
    }

    private async Task RunJobAsync<TJob>(CancellationToken cancellationToken)
        where TJob : PortalJob
    {
        await using var scope = scopes.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<TJob>().RunAsync("demo-" + typeof(TJob).Name, null, cancellationToken);
    }

    private async Task<Outcome> AddProgramAsync(ProgramDefinition definition, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var program = await context.RebatePrograms.Include(row => row.Versions).SingleOrDefaultAsync(row => row.Code == definition.Code, cancellationToken);
        var programId = program?.Id ?? 0;
        if (program is null)
        {
            var drafted = await AsAsync<DraftProgram, SavedDraft>(Manager, (draft, ct) => draft.RunAsync(new ProgramDraft { Definition = definition }, ct), cancellationToken);
            if (!drafted.IsDone)
            {
                return drafted;
            }

            programId = drafted.Value.ProgramId;
        }

        var state = program?.Versions[0].State ?? ProgramVersionState.Draft;
        if (state == ProgramVersionState.Draft)
        {
            var submitted = await AsAsync<SubmitProgram>(Manager, (submit, ct) => submit.RunAsync(programId, null, ct), cancellationToken);
            if (!submitted.IsDone)
            {
                return submitted;
            }

            state = ProgramVersionState.Submitted;
        }

        return state == ProgramVersionState.Submitted
            ? await AsAsync<ApproveProgram>(SecondManager, (approve, ct) => approve.RunAsync(programId, null, null, ct), cancellationToken)
            : Outcome.Done;
    }

    /// <summary>Approves every settlement but the quarterly programme's latest, which is left to try.</summary>
    private async Task<Outcome> ApproveAsync(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var waiting = await (
            from settlement in context.Settlements
            join program in context.RebatePrograms on settlement.ProgramId equals program.Id
            where settlement.State == SettlementState.Calculated
            orderby settlement.PeriodTo, settlement.Id
            select new { settlement.Id, settlement.PeriodTo, program.Code }).ToListAsync(cancellationToken);
        var latest = waiting.LastOrDefault(row => row.Code == DemoDefinitions.QuarterCode)?.Id;
        foreach (var settlement in waiting.Where(row => row.Id != latest))
        {
            var approved = await AsAsync<ApproveSettlement>(Finance, (approve, ct) => approve.RunAsync(new DecideSettlementInput(settlement.Id), ct), cancellationToken);
            if (!approved.IsDone)
            {
                return approved;
            }
        }

        return Outcome.Done;
    }

    private async Task<Outcome> AsAsync<TUseCase>(string userName, Func<TUseCase, CancellationToken, Task<Outcome>> call, CancellationToken cancellationToken)
        where TUseCase : notnull
    {
        await using var scope = await ScopeOfAsync(userName);
        return await call(scope.ServiceProvider.GetRequiredService<TUseCase>(), cancellationToken);
    }

    private async Task<Outcome<T>> AsAsync<TUseCase, T>(string userName, Func<TUseCase, CancellationToken, Task<Outcome<T>>> call, CancellationToken cancellationToken)
        where TUseCase : notnull
    {
        await using var scope = await ScopeOfAsync(userName);
        return await call(scope.ServiceProvider.GetRequiredService<TUseCase>(), cancellationToken);
    }

    private async Task<AsyncServiceScope> ScopeOfAsync(string userName)
    {
        var scope = scopes.CreateAsyncScope();
        var user = await scope.ServiceProvider.GetRequiredService<UserManager<PortalUser>>().FindByNameAsync(userName)
            ?? throw new InvalidOperationException($"The demo has no log-in '{userName}'.");
        var principal = await scope.ServiceProvider.GetRequiredService<IUserClaimsPrincipalFactory<PortalUser>>().CreateAsync(user);
        scope.ServiceProvider.GetRequiredService<CurrentUser>().Become(principal);
        return scope;
    }
}
