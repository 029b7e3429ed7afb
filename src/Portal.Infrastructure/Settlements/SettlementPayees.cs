using Microsoft.EntityFrameworkCore;
using Portal.Domain.Ledger;
using Portal.Domain.Programs;
using Portal.Domain.Settlements;
using Portal.Domain.Shared;
using Portal.Infrastructure.Data;

namespace Portal.Infrastructure.Settlements;

/// <summary>
/// Finds who is paid what a settlement gives. Whoever was paid for a customer's period before is paid, and pays back, all later
/// differences of that period, even if the customer has another agent by now; otherwise it is whom the programme names today.
/// </summary>
internal static class SettlementPayees
{
    private const int MostNamed = 5;
    private static readonly SettlementState[] Counting = [SettlementState.Approved, SettlementState.Posted];

    /// <summary>Who is paid, where that is not the customer; refused by name where nobody is known.</summary>
    public static async Task<Outcome<IReadOnlyList<SettlementPayee>>> FindAsync(PortalDbContext context, Settlement settlement, CancellationToken cancellationToken)
    {
        var definition = await DefinitionAsync(context, settlement.ProgramVersionId, cancellationToken);
        var payee = definition?.Payee ?? Payee.Customer;
        if (payee == Payee.Customer && !await context.SettlementPayees.AnyAsync(
            row => context.Settlements.Any(other => other.Id == row.SettlementId && other.ProgramId == settlement.ProgramId), cancellationToken))
        {
            return Array.Empty<SettlementPayee>();
        }

        var customers = await CustomersAsync(context, settlement, cancellationToken);
        var earlier = await EarlierAsync(context, settlement, cancellationToken);
        var isTold = definition?.TellCustomer ?? false;
        var found = new List<SettlementPayee>();
        var missing = new List<string>();
        foreach (var customer in customers)
        {
            var paid = earlier.GetValueOrDefault(customer.Id) ?? customer.Of(payee);
            if (paid is null)
            {
                missing.Add(customer.Number);
            }
            else if (paid.EmployeeId is not null || (paid.PayeeId is { } company && company != customer.Id))
            {
                found.Add(new SettlementPayee(settlement.Id, customer.Id, paid.PayeeId, paid.EmployeeId, isTold));
            }
        }

        return missing.Count > 0
            ? new Refusal("settlement_payee_missing", missing.Count, new SettingWord(payee), string.Join(", ", missing.Take(MostNamed)))
            : found;
    }

    /// <summary>Who is paid by an approved settlement, by customer; customers that are paid themselves are not in it.</summary>
    public static Task<Dictionary<long, SettlementPayee>> ReadAsync(PortalDbContext context, long settlementId, CancellationToken cancellationToken) =>
        context.SettlementPayees.AsNoTracking().Where(row => row.SettlementId == settlementId).ToDictionaryAsync(row => row.CustomerId, cancellationToken);

    /// <summary>The account on which stands what is owed: that of whoever is paid.</summary>
    public static LedgerAccountReference PayableOf(long customerId, long? payeeId, long? employeeId, string currency) => employeeId is { } employee
        ? LedgerAccountReference.Employee(LedgerAccountKind.EmployeePayable, employee, currency)
        : LedgerAccountReference.Customer(LedgerAccountKind.RebatePayable, payeeId ?? customerId, currency);

    /// <summary>The currency of a settlement.</summary>
    public static Task<string> CurrencyAsync(PortalDbContext context, long programVersionId, CancellationToken cancellationToken) =>
        context.RebateProgramVersions.Where(version => version.Id == programVersionId).Select(version => version.Currency).SingleAsync(cancellationToken);

    /// <summary>What a version says; null where the text is none, as no approved one is.</summary>
    public static async Task<ProgramDefinition?> DefinitionAsync(PortalDbContext context, long programVersionId, CancellationToken cancellationToken)
    {
        var json = await context.RebateProgramVersions.Where(version => version.Id == programVersionId).Select(version => version.DefinitionJson).SingleAsync(cancellationToken);
        var read = ProgramDocument.Read(json);
        return read.IsDone ? read.Value : null;
    }

    private static Task<List<Buyer>> CustomersAsync(PortalDbContext context, Settlement settlement, CancellationToken cancellationToken) => context.Customers
        .Where(customer => context.SettlementLines.Any(line => line.SettlementId == settlement.Id && line.CustomerId == customer.Id && line.DueMinor != 0))
        .OrderBy(customer => customer.Number)
        .Select(customer => new Buyer(customer.Id, customer.Number, customer.ParentId, customer.AgentId, customer.OwnerId))
        .ToListAsync(cancellationToken);

    /// <summary>Who was paid last for the same period of the same programme.</summary>
    private static async Task<Dictionary<long, Paid>> EarlierAsync(PortalDbContext context, Settlement settlement, CancellationToken cancellationToken)
    {
        var rows = await (
            from line in context.SettlementLines
            join other in context.Settlements on line.SettlementId equals other.Id
            join payee in context.SettlementPayees on new { line.SettlementId, line.CustomerId } equals new { payee.SettlementId, payee.CustomerId } into payees
            from payee in payees.DefaultIfEmpty()
            where other.ProgramId == settlement.ProgramId && other.Id != settlement.Id && Counting.Contains(other.State)
                && line.PeriodFrom == settlement.PeriodFrom && line.PeriodTo == settlement.PeriodTo && line.DueMinor != 0
                && context.SettlementLines.Any(mine => mine.SettlementId == settlement.Id && mine.CustomerId == line.CustomerId)
            orderby other.Id
            select new { line.CustomerId, PayeeId = payee == null ? null : payee.PayeeId, EmployeeId = payee == null ? null : payee.EmployeeId })
            .ToListAsync(cancellationToken);
        return rows.GroupBy(row => row.CustomerId).ToDictionary(group => group.Key, group => new Paid(group.Last().PayeeId, group.Last().EmployeeId));
    }

    /// <summary>Somebody who is paid; neither means the customer itself.</summary>
    private sealed record Paid(long? PayeeId, long? EmployeeId);

    private sealed record Buyer(long Id, string Number, long? ParentId, long? AgentId, long? OwnerId)
    {
        public Paid? Of(Payee payee) => payee switch
        {
            Payee.Parent => ParentId is { } parent ? new Paid(parent, null) : null,
            Payee.Agent => AgentId is { } agent ? new Paid(agent, null) : null,
            Payee.Salesperson => OwnerId is { } employee ? new Paid(null, employee) : null,
            _ => new Paid(null, null),
        };
    }
}
