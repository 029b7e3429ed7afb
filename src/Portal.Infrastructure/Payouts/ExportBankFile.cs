using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Portal.Domain.Payouts;
using Portal.Domain.Shared;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Live;
using Portal.Infrastructure.Shared;
using Portal.Infrastructure.Spreadsheets;

namespace Portal.Infrastructure.Payouts;

/// <summary>
/// Makes the bank file of a payout document, which is of one currency: the payments of customers with a bank account, to be given to the bank and, with
/// the result filled in, imported again. Made a second time it holds what is not decided yet, and those whose account came since.
/// </summary>
public sealed class ExportBankFile(
    WriteTransaction writes, IDbContextFactory<PortalDbContext> contexts, BankAccountNumbers numbers, LiveUpdates live, CurrentUser user, BusinessClock clock)
{
    /// <summary>Makes the file and marks its payments exported.</summary>
    public async Task<Outcome<BankFile>> RunAsync(long documentId, BankFileWords words, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(words);
        if (user.Refuse(Permissions.Payouts.Pay) is { } refusal)
        {
            return refusal;
        }

        var marked = await writes.RunAsync((context, ct) => MarkAsync(documentId, context, ct), cancellationToken);
        if (!marked.IsDone)
        {
            return marked.Refusal;
        }

        await live.PublishAsync(LiveUpdates.Payments, CancellationToken.None);
        return await WriteAsync(documentId, marked.Value, words, cancellationToken);
    }

    /// <returns>The document's number.</returns>
    private async Task<Outcome<string>> MarkAsync(long documentId, PortalDbContext context, CancellationToken cancellationToken)
    {
        var document = await context.PayoutDocuments.SingleOrDefaultAsync(row => row.Id == documentId, cancellationToken);
        if (document is null)
        {
            return new Refusal(Refusal.NotFound);
        }

        if (document.Method != PayoutMethod.Bank)
        {
            return new Refusal("payout_other_method", document.Number);
        }

        var pending = await context.PayoutItems.Where(item => item.DocumentId == documentId && item.State == PayoutItemState.Pending).ToListAsync(cancellationToken);
        var accounts = await (
            from account in context.CustomerBankAccounts
            where account.RetiredAtUtc == null && context.PayoutItems.Any(item => item.DocumentId == documentId && (item.PayeeId ?? item.CustomerId) == account.CustomerId)
            group account.Id by account.CustomerId into own
            select new { CustomerId = own.Key, Latest = own.Max() }).ToDictionaryAsync(row => row.CustomerId, row => row.Latest, cancellationToken);
        var ready = pending.Where(item => accounts.ContainsKey(item.PaidTo)).ToList();
        if (ready.Count == 0 && document.State == PayoutState.Open)
        {
            return new Refusal("payout_no_bank_accounts", document.Number);
        }

        ready.ForEach(item => item.MarkExported(accounts[item.PaidTo]));
        document.MarkExported(user.UserId, clock.UtcNow);
        return await context.TrySaveAsync(cancellationToken) is { } stale ? stale : document.Number;
    }

    private async Task<BankFile> WriteAsync(long documentId, string number, BankFileWords words, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await (
            from item in context.PayoutItems
            join document in context.PayoutDocuments on item.DocumentId equals document.Id
            join customer in context.Customers on item.PayeeId ?? item.CustomerId equals customer.Id
            join account in context.CustomerBankAccounts on item.BankAccountId equals account.Id
            where item.DocumentId == documentId && item.State == PayoutItemState.Exported
            orderby item.Id
            select new { item.Id, item.AmountMinor, document.Currency, CustomerNumber = customer.Number, CustomerName = customer.Name, account.Holder, account.BankName, account.NumberProtected })
            .ToListAsync(cancellationToken);
        var missing = await (
            from item in context.PayoutItems
            join customer in context.Customers on item.PayeeId ?? item.CustomerId equals customer.Id
            where item.DocumentId == documentId && item.State == PayoutItemState.Pending
            orderby customer.Number
            select new MissingBankAccount(customer.Id, customer.Number, customer.Name, item.AmountMinor)).ToListAsync(cancellationToken);
        var cells = rows.Select(row => (IReadOnlyList<object?>)
        [
            BankFileColumns.Reference(number, row.Id), row.CustomerNumber, row.CustomerName, row.Holder, row.BankName,
            numbers.Unprotect(row.NumberProtected) ?? "", new Money(row.AmountMinor), row.Currency, number, "", "",
        ]);
        using var target = new MemoryStream();
        await SpreadsheetWriter.WriteCsvAsync(target, number, words.Headers, cells.ToAsyncEnumerable(), cancellationToken);
        return new BankFile(number + ".csv", target.ToArray(), rows.Count, rows.Sum(row => row.AmountMinor), missing);
    }
}

/// <summary>A bank file.</summary>
/// <param name="FileName">FF-2026-0001.csv.</param>
/// <param name="Content">UTF-8 with a byte order mark.</param>
/// <param name="PaymentCount">Payments in it.</param>
/// <param name="TotalMinor">Their sum.</param>
/// <param name="Missing">Payments that wait because no bank account is known.</param>
public sealed record BankFile(string FileName, ReadOnlyMemory<byte> Content, int PaymentCount, long TotalMinor, IReadOnlyList<MissingBankAccount> Missing);

/// <summary>A payment that waits for a bank account.</summary>
/// <param name="CustomerId">The customer.</param>
/// <param name="CustomerNumber">Its number.</param>
/// <param name="CustomerName">Its name.</param>
/// <param name="AmountMinor">What it would get.</param>
public sealed record MissingBankAccount(long CustomerId, string CustomerNumber, string CustomerName, long AmountMinor);

/// <summary>The words that stand in a bank file, in the language of the person who makes it.</summary>
/// <param name="Headers">One per <see cref="BankFileColumns.All"/>, in that order.</param>
/// <param name="Paid">The word for paid.</param>
/// <param name="Failed">The word for failed.</param>
public sealed record BankFileWords(IReadOnlyList<string> Headers, string Paid, string Failed)
{
    /// <summary>The words that every import understands, whatever the language.</summary>
    public static BankFileWords Codes { get; } = new(BankFileColumns.All, "paid", "failed");
}

/// <summary>The columns of a bank file.</summary>
public static class BankFileColumns
{
    /// <summary>Their codes, in order.</summary>
    public static IReadOnlyList<string> All { get; } =
        ["reference", "customer", "name", "holder", "bank", "account", "amount", "currency", "purpose", "result", "reason"];

    internal static string Reference(string documentNumber, long itemId) => string.Create(CultureInfo.InvariantCulture, $"{documentNumber}-{itemId}");
}
