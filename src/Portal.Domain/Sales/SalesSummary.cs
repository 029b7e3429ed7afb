namespace Portal.Domain.Sales;

/// <summary>
/// A part of what a customer bought in a month. The write that brings documents adds a part and changes none, so that
/// writers never wait for each other; at night the parts of a month become one. The month is the sum of its parts.
/// </summary>
public sealed class SalesSummary
{
    /// <summary>Records a part.</summary>
    public SalesSummary(long customerId, DateOnly month, string currency, int documentCount, long netMinor)
    {
        CustomerId = customerId;
        Month = month;
        Currency = currency;
        DocumentCount = documentCount;
        NetMinor = netMinor;
    }

    /// <summary>The row's key.</summary>
    public long Id { get; private set; }

    /// <summary>The customer.</summary>
    public long CustomerId { get; private set; }

    /// <summary>The first day of the month of the documents' business days.</summary>
    public DateOnly Month { get; private set; }

    /// <summary>ISO code of the documents' currency.</summary>
    public string Currency { get; private set; }

    /// <summary>Documents; negative in a part that corrects.</summary>
    public int DocumentCount { get; private set; }

    /// <summary>Sum of the documents' net amounts in minor units of the currency.</summary>
    public long NetMinor { get; private set; }
}
