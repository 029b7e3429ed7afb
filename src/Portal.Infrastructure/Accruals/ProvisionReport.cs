using Portal.Domain.Accruals;
using Portal.Domain.Programs;

namespace Portal.Infrastructure.Accruals;

/// <summary>The provision for rebates month by month.</summary>
/// <param name="From">The first month.</param>
/// <param name="To">The last month.</param>
/// <param name="Rows">By month and programme.</param>
/// <param name="Names">How the programmes are called.</param>
/// <param name="Accounts">The accounts of the general ledger.</param>
public sealed record ProvisionReport(
    DateOnly From, DateOnly To, IReadOnlyList<ProvisionRow> Rows, IReadOnlyDictionary<long, ProgramName> Names, GeneralLedgerAccounts Accounts)
{
    /// <summary>All programmes together, by month.</summary>
    public IReadOnlyList<(DateOnly Month, ProvisionMovement Movement)> Months { get; } =
    [
        .. Rows.GroupBy(row => row.Month).OrderBy(group => group.Key).Select(group => (group.Key, group.Aggregate(ProvisionMovement.None, (sum, row) => sum + row.Movement))),
    ];

    /// <summary>The lines for the general ledger, by month and programme.</summary>
    public IEnumerable<(long ProgramId, GeneralLedgerLine Line)> LedgerLines =>
        Rows.SelectMany(row => GeneralLedgerLine.Of(row.Month, row.Movement, Accounts).Select(line => (row.ProgramId, line)));
}

/// <summary>How a programme's provision moves in a month.</summary>
/// <param name="Month">The first day of the month.</param>
/// <param name="ProgramId">The programme.</param>
/// <param name="Movement">The movement.</param>
public sealed record ProvisionRow(DateOnly Month, long ProgramId, ProvisionMovement Movement);
