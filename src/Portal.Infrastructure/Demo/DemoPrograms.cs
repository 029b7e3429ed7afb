using System.Globalization;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Domain.Customers;
using Portal.Domain.Ledger;
using Portal.Domain.Payouts;
using Portal.Domain.Programs;
using Portal.Domain.Settlements;
using Portal.Domain.Shared;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Jobs;
using Portal.Infrastructure.Payouts;
using Portal.Infrastructure.Programs;
using Portal.Infrastructure.Settlements;
using Portal.Infrastructure.Shared;
using Portal.Infrastructure.Withdrawals;

namespace Portal.Infrastructure.Demo;

/// <summary>
/// Lets the demo's staff and customers do what real ones would: draft, approve, settle, approve, pay, withdraw; each step as
/// the person who may do it. Leaves something to do for everybody. Safe to repeat until its last step is done.
/// </summary>
internal sealed class DemoPrograms(IServiceScopeFactory scopes, IDbContextFactory<PortalDbContext> contexts, BusinessClock clock)
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
        foreach (var definition in DemoDefinitions.All(clock.Today))
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

        await say("Accruals and withdrawals …");
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

    /// <summary>Pays every posted settlement but the bank programme's latest; of its last payout one payment fails and two wait.</summary>
    private async Task<Outcome> PayAsync(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var posted = await (
            from settlement in context.Settlements
            join program in context.RebatePrograms on settlement.ProgramId equals program.Id
            where settlement.State == SettlementState.Posted && settlement.DueMinor > 0
            orderby settlement.PeriodTo, settlement.Id
            select new { settlement.Id, settlement.Number, program.Code }).ToListAsync(cancellationToken);
        var byBank = posted.Where(row => row.Code == DemoDefinitions.BikesCode).ToList();
        var bankPaid = byBank.Take(Math.Max(1, byBank.Count - 1)).ToList();
        foreach (var settlement in posted.Where(row => row.Code != DemoDefinitions.BikesCode).Concat(bankPaid))
        {
            var isBank = settlement.Code == DemoDefinitions.BikesCode;
            var created = await AsAsync<CreatePayout, long>(
                Finance,
                (create, ct) => create.RunAsync(new CreatePayoutInput("demo-" + settlement.Number, settlement.Id, isBank ? PayoutMethod.Bank : PayoutMethod.Balance), ct),
                cancellationToken);
            if (!created.IsDone)
            {
                if (created.Refusal.Code == "payout_nothing_due")
                {
                    continue;
                }

                return created;
            }

            var paid = isBank
                ? await PayByBankAsync(created.Value, settlement.Id == bankPaid[^1].Id, cancellationToken)
                : await AsAsync<PayToBalance>(Finance, (pay, ct) => pay.RunAsync(created.Value, ct), cancellationToken);
            if (!paid.IsDone)
            {
                return paid;
            }
        }

        return Outcome.Done;
    }

    private async Task<Outcome> PayByBankAsync(long documentId, bool isLast, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var items = await context.PayoutItems.AsNoTracking().Where(item => item.DocumentId == documentId).OrderByDescending(item => item.AmountMinor).ToListAsync(cancellationToken);
        var withAccount = await context.CustomerBankAccounts.Select(account => account.CustomerId).ToHashSetAsync(cancellationToken);
        foreach (var customerId in items.Select(item => item.CustomerId).Where(id => !withAccount.Contains(id)))
        {
            if (await AddBankAccountAsync(customerId, cancellationToken) is { IsDone: false } refused)
            {
                return refused;
            }
        }

        var exported = await AsAsync<ExportBankFile, BankFile>(Finance, (export, ct) => export.RunAsync(documentId, BankFileWords.Codes, ct), cancellationToken);
        if (!exported.IsDone && exported.Refusal.Code != "payout_nothing_to_export")
        {
            return exported;
        }

        var decided = isLast && items.Count > 4 ? items.Skip(3).Select(item => new PaymentDecision(item.Id, true)).Append(new PaymentDecision(items[0].Id, false, "Account closed")) : items.Select(item => new PaymentDecision(item.Id, true));
        return await AsAsync<ConfirmPayments>(Finance, (confirm, ct) => confirm.RunAsync(new ConfirmPaymentsInput(documentId, [.. decided]), ct), cancellationToken);
    }

    /// <summary>Four requests of customers with money on their account: waiting, paid, rejected, approved.</summary>
    private async Task<Outcome> WithdrawAsync(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var richest = await (
            from account in context.LedgerAccounts
            join customer in context.Customers on account.OwnerId equals customer.Id
            where account.Kind == LedgerAccountKind.RebateBalance && account.BalanceMinor > 20_000 && customer.Kind == CustomerKind.Distributor
            orderby account.BalanceMinor descending, customer.Id
            select new { customer.Id, account.BalanceMinor }).Take(4).ToListAsync(cancellationToken);
        for (var index = 0; index < richest.Count; index++)
        {
            var customer = richest[index];
            var key = "demo-withdrawal-" + (index + 1).ToString(CultureInfo.InvariantCulture);
            if (await context.WithdrawalRequests.AnyAsync(row => row.OperationKey == key, cancellationToken))
            {
                continue;
            }

            // Half of the balance, in whole hundreds.
            var amount = Math.Max(10_000, customer.BalanceMinor / 2 / 10_000 * 10_000);
            var userName = await context.Users.Where(user => user.CustomerId == customer.Id).Select(user => user.UserName!).FirstAsync(cancellationToken);
            var requested = await AsAsync<MyRequestWithdrawal, long>(
                userName, (request, ct) => request.RunAsync(new WithdrawalInput(key, amount, null, BankAccountOf(customer.Id, userName)), ct), cancellationToken);
            if (!requested.IsDone)
            {
                return requested;
            }

            if (await DecideAsync(requested.Value, index, cancellationToken) is { IsDone: false } refused)
            {
                return refused;
            }
        }

        return Outcome.Done;
    }

    private async Task<Outcome> DecideAsync(long requestId, int index, CancellationToken cancellationToken)
    {
        if (index == 2)
        {
            return await AsAsync<RejectWithdrawal>(
                Finance,
                (reject, ct) => reject.RunAsync(new RejectWithdrawalInput(requestId, "开户行与户名不符，请更正后重新申请。 / The bank does not know the holder under this name; please correct it and ask again."), ct),
                cancellationToken);
        }

        if (index is 1 or 3)
        {
            var approved = await AsAsync<ApproveWithdrawal>(Finance, (approve, ct) => approve.RunAsync(requestId, ct), cancellationToken);
            return approved.IsDone && index == 1
                ? await AsAsync<MarkWithdrawalPaid>(Finance, (pay, ct) => pay.RunAsync(requestId, ct), cancellationToken)
                : approved;
        }

        return Outcome.Done;
    }

    private async Task<Outcome> AddBankAccountAsync(long customerId, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var userName = await context.Users.Where(user => user.CustomerId == customerId).Select(user => user.UserName!).FirstAsync(cancellationToken);
        return await AsAsync<MyAddBankAccount, long>(userName, (add, ct) => add.RunAsync(BankAccountOf(customerId, userName), ct), cancellationToken);
    }

    private static BankAccountInput BankAccountOf(long customerId, string holder) =>
        new("中国工商银行 / ICBC", holder, "62220200" + customerId.ToString("0000000000", CultureInfo.InvariantCulture));

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
