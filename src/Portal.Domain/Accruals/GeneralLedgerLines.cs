namespace Portal.Domain.Accruals;

/// <summary>The accounts of the general ledger that rebates are booked on.</summary>
/// <param name="Expense">Rebate expense.</param>
/// <param name="Provision">The provision for rebates.</param>
/// <param name="Payable">Rebates payable to customers.</param>
public sealed record GeneralLedgerAccounts(string Expense, string Provision, string Payable);

/// <summary>What a line of the export books.</summary>
public enum GeneralLedgerSubject
{
    /// <summary>Provision added: expense to provision.</summary>
    Provision = 1,

    /// <summary>Rebate settled: provision to payable.</summary>
    Rebate = 2,

    /// <summary>Provision released: provision to expense.</summary>
    WriteOff = 3,
}

/// <summary>A line for the general ledger; debits and credits of a month add up to the same.</summary>
/// <param name="Month">The first day of the month.</param>
/// <param name="Account">The account.</param>
/// <param name="DebitMinor">Debit in minor units, or 0.</param>
/// <param name="CreditMinor">Credit in minor units, or 0.</param>
/// <param name="Subject">What it books.</param>
public sealed record GeneralLedgerLine(DateOnly Month, string Account, long DebitMinor, long CreditMinor, GeneralLedgerSubject Subject)
{
    /// <summary>The lines of a movement, two for each amount that is not zero; a negative amount changes sides.</summary>
    public static IEnumerable<GeneralLedgerLine> Of(DateOnly month, ProvisionMovement movement, GeneralLedgerAccounts accounts)
    {
        ArgumentNullException.ThrowIfNull(movement);
        ArgumentNullException.ThrowIfNull(accounts);
        return
        [
            .. Pair(month, accounts.Expense, accounts.Provision, movement.ProvisionMinor, GeneralLedgerSubject.Provision),
            .. Pair(month, accounts.Provision, accounts.Payable, movement.RebateMinor, GeneralLedgerSubject.Rebate),
            .. Pair(month, accounts.Provision, accounts.Expense, movement.WriteOffMinor, GeneralLedgerSubject.WriteOff),
        ];
    }

    private static IEnumerable<GeneralLedgerLine> Pair(DateOnly month, string debit, string credit, long amountMinor, GeneralLedgerSubject subject)
    {
        if (amountMinor != 0)
        {
            var (from, to) = amountMinor > 0 ? (debit, credit) : (credit, debit);
            yield return new(month, from, Math.Abs(amountMinor), 0, subject);
            yield return new(month, to, 0, Math.Abs(amountMinor), subject);
        }
    }
}
