using Microsoft.EntityFrameworkCore;
using Portal.Domain.Payouts;
using Portal.Domain.Shared;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Shared;

namespace Portal.Infrastructure.Payouts;

/// <summary>Adds a bank account of the customer who is signed in. The same number again finds the first one.</summary>
public sealed class MyAddBankAccount(WriteTransaction writes, BankAccountNumbers numbers, CurrentUser user, BusinessClock clock)
{
    private const int MaxNameLength = 100;

    /// <summary>Adds it.</summary>
    /// <returns>Its id.</returns>
    public async Task<Outcome<long>> RunAsync(BankAccountInput input, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (user.CustomerId is null)
        {
            return new Refusal(Refusal.NotPermitted);
        }

        var read = Read(input, "");
        if (!read.IsDone)
        {
            return Outcome<long>.Refused(read.Refusals);
        }

        return await writes.RunAsync<Outcome<long>>(
            async (context, ct) => (await FindOrAddAsync(read.Value, context, ct)).Id,
            cancellationToken);
    }

    /// <summary>Checks what was typed and encrypts the number; before a transaction, since it may make a key.</summary>
    internal Outcome<NewBankAccount> Read(BankAccountInput input, string fieldPrefix)
    {
        var refusals = new List<Refusal>();
        Require(input.BankName, nameof(input.BankName));
        Require(input.Holder, nameof(input.Holder));
        if (BankAccountNumbers.Read(input.Number, out var number) is { } refusal)
        {
            refusals.Add(refusal with { Field = fieldPrefix + nameof(input.Number) });
        }

        return refusals.Count > 0
            ? Outcome<NewBankAccount>.Refused(refusals)
            : new NewBankAccount(input.BankName.Trim(), input.Holder.Trim(), number, numbers.Protect(number));

        void Require(string text, string field)
        {
            if (string.IsNullOrWhiteSpace(text))
            {
                refusals.Add(new Refusal("bank_account_text_missing") { Field = fieldPrefix + field });
            }
            else if (text.Trim().Length > MaxNameLength)
            {
                refusals.Add(new Refusal("bank_account_text_too_long", MaxNameLength) { Field = fieldPrefix + field });
            }
        }
    }

    /// <summary>Finds the customer's account with the same number, holder and bank, or saves a new one.</summary>
    internal async Task<CustomerBankAccount> FindOrAddAsync(NewBankAccount input, PortalDbContext context, CancellationToken cancellationToken)
    {
        var customerId = user.CustomerId!.Value;
        var last4 = BankAccountNumbers.Last4(input.Number);
        var alike = await context.CustomerBankAccounts
            .Where(row => row.CustomerId == customerId && row.RetiredAtUtc == null && row.NumberLast4 == last4 && row.Holder == input.Holder && row.BankName == input.BankName)
            .ToListAsync(cancellationToken);
        var known = alike.Find(row => numbers.Unprotect(row.NumberProtected) == input.Number);
        if (known is not null)
        {
            return known;
        }

        var account = new CustomerBankAccount(customerId, input.BankName, input.Holder, input.NumberProtected, last4, clock.UtcNow);
        context.Add(account);
        await context.SaveChangesAsync(cancellationToken);
        return account;
    }
}

/// <summary>Stops offering a bank account of the customer who is signed in; payments already under way still go there.</summary>
public sealed class MyRetireBankAccount(WriteTransaction writes, CurrentUser user, BusinessClock clock)
{
    /// <summary>Stops offering it; a second time changes nothing.</summary>
    public Task<Outcome> RunAsync(long bankAccountId, CancellationToken cancellationToken) => writes.RunAsync<Outcome>(
        async (context, ct) =>
        {
            var account = await context.CustomerBankAccounts.SingleOrDefaultAsync(row => row.Id == bankAccountId && row.CustomerId == user.CustomerId, ct);
            if (account is null)
            {
                return new Refusal(Refusal.NotFound);
            }

            account.Retire(clock.UtcNow);
            await context.SaveChangesAsync(ct);
            return Outcome.Done;
        },
        cancellationToken);
}

/// <summary>The bank accounts of the customer who is signed in.</summary>
public sealed class MyBankAccountQueries(IDbContextFactory<PortalDbContext> contexts, CurrentUser user)
{
    /// <summary>Those in use, the newest first.</summary>
    public async Task<IReadOnlyList<MyBankAccount>> ListAsync(CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return await context.CustomerBankAccounts
            .Where(row => row.CustomerId == user.CustomerId && row.RetiredAtUtc == null)
            .OrderByDescending(row => row.Id)
            .Select(row => new MyBankAccount(row.Id, row.BankName, row.Holder, row.NumberLast4))
            .ToListAsync(cancellationToken);
    }
}

/// <summary>A bank account as it is typed.</summary>
/// <param name="BankName">The bank, with its branch.</param>
/// <param name="Holder">The name the account is in.</param>
/// <param name="Number">The number; blanks and hyphens do not matter.</param>
public sealed record BankAccountInput(string BankName, string Holder, string Number);

/// <summary>A bank account, its number masked.</summary>
/// <param name="Id">The account.</param>
/// <param name="BankName">The bank.</param>
/// <param name="Holder">The name the account is in.</param>
/// <param name="NumberLast4">The last four digits.</param>
public sealed record MyBankAccount(long Id, string BankName, string Holder, string NumberLast4);

/// <summary>A bank account that was checked, with its number encrypted.</summary>
internal sealed record NewBankAccount(string BankName, string Holder, string Number, string NumberProtected);
