namespace Portal.Domain.Customers;

/// <summary>A customer went from one employee to another; kept for ever.</summary>
public sealed class CustomerOwnerChange
{
    /// <summary>Records a change.</summary>
    public CustomerOwnerChange(long customerId, long? fromEmployeeId, long? toEmployeeId, long? byUserId, DateTime changedAtUtc)
    {
        CustomerId = customerId;
        FromEmployeeId = fromEmployeeId;
        ToEmployeeId = toEmployeeId;
        ByUserId = byUserId;
        ChangedAtUtc = changedAtUtc;
    }

    /// <summary>The row's key.</summary>
    public long Id { get; private set; }

    /// <summary>The customer.</summary>
    public long CustomerId { get; private set; }

    /// <summary>The owner before, or null.</summary>
    public long? FromEmployeeId { get; private set; }

    /// <summary>The owner after, or null.</summary>
    public long? ToEmployeeId { get; private set; }

    /// <summary>Who changed it; null for the system.</summary>
    public long? ByUserId { get; private set; }

    /// <summary>When.</summary>
    public DateTime ChangedAtUtc { get; private set; }
}
