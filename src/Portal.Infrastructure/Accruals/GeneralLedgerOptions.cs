using Portal.Domain.Accruals;

namespace Portal.Infrastructure.Accruals;

/// <summary>The configuration section <c>GeneralLedger</c>: the accounts that the export for the general ledger names. The defaults follow the Chinese chart of accounts.</summary>
public sealed class GeneralLedgerOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "GeneralLedger";

    /// <summary>Rebate expense: selling expenses.</summary>
    public string ExpenseAccount { get; set; } = "6601";

    /// <summary>The provision for rebates: estimated liabilities.</summary>
    public string ProvisionAccount { get; set; } = "2801";

    /// <summary>Rebates payable to customers: other payables.</summary>
    public string PayableAccount { get; set; } = "2241";

    /// <summary>The three together.</summary>
    public GeneralLedgerAccounts Accounts => new(ExpenseAccount, ProvisionAccount, PayableAccount);
}
