using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Portal.Domain.Customers;
using Portal.Domain.Ledger;
using Portal.Domain.Payouts;
using Portal.Domain.Settlements;
using Portal.Domain.Shared;
using Portal.Infrastructure.Disputes;
using Portal.Infrastructure.Payouts;
using Portal.Infrastructure.Withdrawals;

namespace Portal.Infrastructure.Demo;

/// <content>Payouts, questions about statements, and withdrawals.</content>
internal sealed partial class DemoPrograms
{
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
                : await AsAsync<PayDocument>(Finance, (pay, ct) => pay.RunAsync(created.Value, ct), cancellationToken);
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

    /// <summary>Two customers question a line of their statements.</summary>
    private async Task<Outcome> AskAsync(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var lines = await (
            from line in context.SettlementLines
            join settlement in context.Settlements on line.SettlementId equals settlement.Id
            join program in context.RebatePrograms on settlement.ProgramId equals program.Id
            join user in context.Users on line.CustomerId equals user.CustomerId
            where settlement.State == SettlementState.Posted && line.DueMinor > 0 && (program.Code == "TARGET-QUARTER" || program.Code == "FULL-RANGE")
            orderby program.Code descending, line.DueMinor descending, line.Id
            select new { line.Id, program.Code, UserName = user.UserName! }).ToListAsync(cancellationToken);
        foreach (var line in lines.DistinctBy(line => line.Code))
        {
            var isTarget = line.Code == "TARGET-QUARTER";
            var asked = await AsAsync<MyOpenDispute, long>(
                line.UserName,
                (ask, ct) => ask.RunAsync(new MyDisputeInput("demo-question-" + line.Code, line.Id, isTarget
                    ? "我们与业务员约定的季度目标更低，请核对。 / We agreed on a lower target for the quarter with your representative; please check."
                    : "两张退货单好像算了两次。 / Two returns seem to be counted twice."), ct),
                cancellationToken);
            if (!asked.IsDone)
            {
                return asked;
            }
        }

        return Outcome.Done;
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
}
