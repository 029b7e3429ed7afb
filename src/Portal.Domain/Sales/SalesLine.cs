namespace Portal.Domain.Sales;

/// <summary>One line of a sales document, with the document's customer and day. Settlements read it out of a <see cref="SalesPack"/>.</summary>
public sealed class SalesLine
{
    /// <summary>Records a line.</summary>
    public SalesLine(long documentId, int lineNumber, long customerId, DateOnly documentOn, long productId, long quantityMilli, long netMinor)
    {
        DocumentId = documentId;
        LineNumber = lineNumber;
        CustomerId = customerId;
        DocumentOn = documentOn;
        ProductId = productId;
        QuantityMilli = quantityMilli;
        NetMinor = netMinor;
    }

    /// <summary>The row's key; rises with the order of recording.</summary>
    public long Id { get; private set; }

    /// <summary>The document.</summary>
    public long DocumentId { get; private set; }

    /// <summary>The line's number in the document, from 1.</summary>
    public int LineNumber { get; private set; }

    /// <summary>The document's customer.</summary>
    public long CustomerId { get; private set; }

    /// <summary>The document's business day.</summary>
    public DateOnly DocumentOn { get; private set; }

    /// <summary>The product.</summary>
    public long ProductId { get; private set; }

    /// <summary>Thousandths of the product's unit; negative for a return.</summary>
    public long QuantityMilli { get; private set; }

    /// <summary>Net amount after discount in minor units; negative for a return.</summary>
    public long NetMinor { get; private set; }

    /// <summary>Discount given, in minor units; 0 if none.</summary>
    public long DiscountMinor { get; private set; }

    /// <summary>Cost of the goods in minor units, with the sign of the quantity; null if not known.</summary>
    public long? CostMinor { get; private set; }

    /// <summary>The day on which the goods were delivered; null where it is not known.</summary>
    public DateOnly? DeliveredOn { get; private set; }

    /// <summary>Whether the line was sold on condition that it earns no rebate and counts for none.</summary>
    public bool IsNotForRebate { get; private set; }

    /// <summary>The unit in which the line was sold ("box"), or null where it is the product's own.</summary>
    public string? Unit { get; private set; }

    /// <summary>Thousandths of <see cref="Unit"/> as sold, before they were converted; null where the unit is the product's own.</summary>
    public long? UnitQuantityMilli { get; private set; }

    /// <summary>Sets discount and cost.</summary>
    public void Value(long discountMinor, long? costMinor)
    {
        DiscountMinor = discountMinor;
        CostMinor = costMinor;
    }

    /// <summary>Sets what most lines leave out.</summary>
    public void Detail(DateOnly? deliveredOn, bool isNotForRebate, string? unit, long? unitQuantityMilli)
    {
        DeliveredOn = deliveredOn;
        IsNotForRebate = isNotForRebate;
        Unit = unit;
        UnitQuantityMilli = unitQuantityMilli;
    }
}
