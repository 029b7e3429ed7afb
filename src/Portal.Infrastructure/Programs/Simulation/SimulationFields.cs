using Portal.Infrastructure.Imports;

namespace Portal.Infrastructure.Programs.Simulation;

/// <summary>The columns of a simulation's files: those of an import, and what rules may ask of a sale besides.</summary>
internal static class SimulationFields
{
    public static IReadOnlyList<ImportField> Customers { get; } = With(
        ImportFields.Customers.Select(field => field.Name == "name" ? field with { IsRequired = false } : field),
        [new("agent_number", false, "agent", "agent_no")]);

    public static IReadOnlyList<ImportField> Products { get; } = With(
        ImportFields.Products.Select(field => field.Name == "name" ? field with { IsRequired = false } : field),
        [new("units", false, "unit_conversions", "other_units"), new("attributes", false, "properties")]);

    public static IReadOnlyList<ImportField> Sales { get; } = With(
        ImportFields.Sales,
        [
            new("gross_amount", false, "gross"),
            new("delivery_date", false, "delivered", "delivered_on", "delivery_day"),
            new("paid_on", false, "paid_date"),
            new("paid_amount", false, "paid"),
            new("document_total", false, "invoice_total"),
            new("not_for_rebate", false, "no_rebate", "excluded_from_rebate"),
            new("channel", false, "sales_channel"),
            new("region", false, "sales_region"),
            new("unit", false, "uom", "sales_unit"),
        ]);

    public static IReadOnlyList<ImportField> Payments { get; } =
    [
        new("document_number", true, "document_no", "invoice_number", "order_number"),
        new("payment_date", true, "date", "paid_on"),
        new("amount", true, "paid_amount", "payment_amount"),
    ];

    public static IReadOnlyList<ImportField> ExchangeRates { get; } =
    [
        new("currency", true, "currency_code"),
        new("rate_date", true, "date", "day", "on", "from_date", "from"),
        new("to_date", false, "to"),
        new("rate", true, "exchange_rate"),
    ];

    public static IReadOnlyList<ImportField> Figures { get; } =
    [
        new("list", true, "list_name", "kind"),
        new("customer_number", true, "customer_no", "customer_code", "customer"),
        new("from_date", false, "from", "start"),
        new("to_date", false, "to", "end"),
        new("value", true, "target", "figure"),
    ];

    private static List<ImportField> With(IEnumerable<ImportField> fields, List<ImportField> more)
    {
        var all = fields.ToList();
        all.AddRange(more.FindAll(field => all.TrueForAll(known => known.Name != field.Name)));
        return all;
    }
}
