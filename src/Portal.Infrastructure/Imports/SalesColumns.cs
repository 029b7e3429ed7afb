namespace Portal.Infrastructure.Imports;

/// <summary>The columns of a file of sales.</summary>
internal sealed class SalesColumns
{
    public SalesColumns(ColumnMapping mapping)
    {
        Number = new ImportColumn(mapping, "document_number");
        Kind = new ImportColumn(mapping, "document_kind");
        Customer = new ImportColumn(mapping, "customer_number");
        Day = new ImportColumn(mapping, "document_date");
        Line = new ImportColumn(mapping, "line_number");
        Product = new ImportColumn(mapping, "product_number");
        Quantity = new ImportColumn(mapping, "quantity");
        Price = new ImportColumn(mapping, "unit_price");
        Net = new ImportColumn(mapping, "net_amount");
        Discount = new ImportColumn(mapping, "discount_amount");
        Cost = new ImportColumn(mapping, "cost_amount");
        Salesperson = new ImportColumn(mapping, "salesperson_number");
        Original = new ImportColumn(mapping, "original_document_number");
        Currency = new ImportColumn(mapping, "currency");
        Source = new ImportColumn(mapping, "source");
        Channel = new ImportColumn(mapping, "channel");
        Agent = new ImportColumn(mapping, "agent_number");
        Delivery = new ImportColumn(mapping, "delivery_date");
        NotForRebate = new ImportColumn(mapping, "not_for_rebate");
        Unit = new ImportColumn(mapping, "unit");
        Heads = [.. new[] { Kind, Customer, Day, Salesperson, Original, Currency, Source, Channel, Agent }.Where(column => column.IsMapped)];
    }

    public ImportColumn Number { get; }

    public ImportColumn Kind { get; }

    public ImportColumn Customer { get; }

    public ImportColumn Day { get; }

    public ImportColumn Line { get; }

    public ImportColumn Product { get; }

    public ImportColumn Quantity { get; }

    public ImportColumn Price { get; }

    public ImportColumn Net { get; }

    public ImportColumn Discount { get; }

    public ImportColumn Cost { get; }

    public ImportColumn Salesperson { get; }

    public ImportColumn Original { get; }

    public ImportColumn Currency { get; }

    public ImportColumn Source { get; }

    public ImportColumn Channel { get; }

    public ImportColumn Agent { get; }

    public ImportColumn Delivery { get; }

    public ImportColumn NotForRebate { get; }

    public ImportColumn Unit { get; }

    /// <summary>What every row of a document repeats.</summary>
    public ImportColumn[] Heads { get; }
}
