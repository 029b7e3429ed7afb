namespace Portal.Domain.Settlements;

/// <summary>
/// Who is paid what a settlement gives for a customer's purchases, where that is not the customer itself. Written when the settlement
/// is approved and never changed: whoever was paid for a period is also the one from whom is taken back what comes back of it.
/// </summary>
public sealed class SettlementPayee
{
    /// <summary>Records who is paid: a company or an employee.</summary>
    public SettlementPayee(long settlementId, long customerId, long? payeeId, long? employeeId, bool isToldToCustomer)
    {
        if (payeeId is null == employeeId is null)
        {
            throw new ArgumentException("Either a company or an employee is paid.", nameof(payeeId));
        }

        SettlementId = settlementId;
        CustomerId = customerId;
        PayeeId = payeeId;
        EmployeeId = employeeId;
        IsToldToCustomer = isToldToCustomer;
    }

    /// <summary>The row's key.</summary>
    public long Id { get; private set; }

    /// <summary>The settlement.</summary>
    public long SettlementId { get; private set; }

    /// <summary>The customer whose purchases earned it.</summary>
    public long CustomerId { get; private set; }

    /// <summary>The company that is paid: the parent or the agent; null where it is an employee.</summary>
    public long? PayeeId { get; private set; }

    /// <summary>The employee who is paid; null where it is a company.</summary>
    public long? EmployeeId { get; private set; }

    /// <summary>Whether the customer sees that a rebate was paid for its purchases.</summary>
    public bool IsToldToCustomer { get; private set; }
}
