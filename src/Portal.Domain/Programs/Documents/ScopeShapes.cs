namespace Portal.Domain.Programs.Documents;

/// <summary>The shapes of what selects customers, products and sales.</summary>
internal static class ScopeShapes
{
    /// <summary>The longest code.</summary>
    public const int CodeLength = 50;

    /// <summary>A scope of everything, as JSON.</summary>
    public const string AllIncluded = """{"include":[{"kind":"all"}],"exclude":[]}""";

    private const string ProductKinds = "By what products are selected: all, product (by number), category (by code, with every category below it), brand (by code), or attribute (by name=value, as colour=red).";
    private const string ProductCodes = "Product numbers, codes of categories or brands, or attributes as name=value. Required for every kind but all, which has none. Upper and lower case are the same.";

    private static readonly ListShape Codes = new(new TextShape(CodeLength));

    private static readonly Field ProductKind = new("kind", ChoiceShape.Of<ProductSelectorKind>(), ProductKinds, "\"category\"", IsRequired: true);

    private static readonly Field ProductCode = new("codes", Codes, ProductCodes, "[\"bikes\"]", Default: "[]");

    private static readonly ObjectShape Product = new(
        ProductKind,
        ProductCode,
        new Field("and", new ListShape(new ObjectShape(ProductKind, ProductCode), 1, 10), "What must hold besides: the product must be selected by each of these too.", """[{"kind":"brand","codes":["northwind"]}]"""));

    private static readonly ObjectShape SalesSelector = new(
        new Field("kind", ChoiceShape.Of<SalesSelectorKind>(), "By what sales are selected: customer (its number), customerGroup, customerLevel, region (of the document; where it has none, the customer's), channel, or salesperson (of the document; where it has none, the customer's).", "\"channel\"", IsRequired: true),
        new Field("codes", new ListShape(new TextShape(CodeLength), 1), "Their codes or numbers; one of them must fit. Upper and lower case are the same.", "[\"online\"]", IsRequired: true));

    /// <summary>A selector of customers.</summary>
    public static ObjectShape Customers { get; } = new(
        new Field("kind", ChoiceShape.Of<CustomerSelectorKind>(), "By what customers are selected: all, customer (by number), group, level, region (by code), or parent: a company by number and every company under it.", "\"level\"", IsRequired: true),
        new Field("codes", Codes, "Customer numbers, or codes of groups, levels or regions. Required for every kind but all, which has none. Upper and lower case are the same.", "[\"gold\",\"silver\"]", Default: "[]"));

    /// <summary>A scope of products, and of their sales.</summary>
    public static ObjectShape Scope { get; } = new(
        new Field("include", new ListShape(Product, 1, 50), "What is in: whatever any of these selects.", """[{"kind":"category","codes":["bikes"]}]""", IsRequired: true),
        new Field("exclude", new ListShape(Product, 0, 50), "What is out. Exclusion wins over inclusion.", """[{"kind":"product","codes":["BK-M18S-40"]}]""", Default: "[]"),
        new Field(
            "sales",
            new ObjectShape(
                new Field("include", new ListShape(SalesSelector, 0, 50), "Which sales are in: of each kind that is named, one must fit.", """[{"kind":"channel","codes":["online"]}]""", Default: "[]"),
                new Field("exclude", new ListShape(SalesSelector, 0, 50), "Which sales are out: whatever any of these selects. Exclusion wins over inclusion.", """[{"kind":"customerLevel","codes":["bronze"]}]""", Default: "[]")),
            "Which sales of these products count, by customer class, region, channel and salesperson; all of them where it is missing.",
            """{"include":[{"kind":"channel","codes":["online"]},{"kind":"region","codes":["east"]}]}"""));
}
