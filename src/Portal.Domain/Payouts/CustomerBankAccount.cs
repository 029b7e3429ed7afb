namespace Portal.Domain.Payouts;

/// <summary>A customer's bank account. Never changed; a correction is a new one.</summary>
public sealed class CustomerBankAccount
{
    /// <summary>Records a bank account.</summary>
    /// <param name="customerId">The customer.</param>
    /// <param name="bankName">The bank, with its branch.</param>
    /// <param name="holder">The name the account is in.</param>
    /// <param name="numberProtected">The number, encrypted.</param>
    /// <param name="numberLast4">Its last four digits, for screens.</param>
    /// <param name="createdAtUtc">When it was entered.</param>
    public CustomerBankAccount(long customerId, string bankName, string holder, string numberProtected, string numberLast4, DateTime createdAtUtc)
    {
        CustomerId = customerId;
        BankName = bankName;
        Holder = holder;
        NumberProtected = numberProtected;
        NumberLast4 = numberLast4;
        CreatedAtUtc = createdAtUtc;
    }

    /// <summary>The row's key.</summary>
    public long Id { get; private set; }

    /// <summary>The customer.</summary>
    public long CustomerId { get; private set; }

    /// <summary>The bank, with its branch.</summary>
    public string BankName { get; private set; }

    /// <summary>The name the account is in.</summary>
    public string Holder { get; private set; }

    /// <summary>The number, encrypted.</summary>
    public string NumberProtected { get; private set; }

    /// <summary>The last four digits of the number.</summary>
    public string NumberLast4 { get; private set; }

    /// <summary>When it was entered.</summary>
    public DateTime CreatedAtUtc { get; private set; }

    /// <summary>When the customer stopped using it, or null.</summary>
    public DateTime? RetiredAtUtc { get; private set; }

    /// <summary>Stops offering it.</summary>
    public void Retire(DateTime atUtc) => RetiredAtUtc ??= atUtc;
}
