namespace Portal.Domain.Programs.Documents;

/// <summary>The shapes of stored examples.</summary>
internal static class ExampleShapes
{
    private static readonly NumberShape Signed = new(-NumberShape.Largest);

    private static readonly TextShape Code = new(ScopeShapes.CodeLength);

    private static readonly ObjectShape Sale = new(
        new Field("on", new DayShape(), "The document's day.", "\"2026-02-10\"", IsRequired: true),
        new Field("netAmount", Signed, "The net amount; negative for a return.", "50000", Default: "0"),
        new Field("quantity", Signed, "The quantity; negative for a return.", "12", Default: "0"),
        new Field("grossAmount", Signed, "The amount before discounts; the net amount where it is missing.", "52000"),
        new Field("cost", Signed, "What the goods cost us.", "30000"),
        new Field("document", Code, "The document's number; sales without one are documents of their own.", "\"SO-1001\""),
        new Field("product", Code, "The product's number. Where product, category, brand or attributes are given, the scopes say for what the sale counts.", "\"BK-M18S-40\""),
        new Field("category", Code, "The code of the product's category.", "\"bikes\""),
        new Field("brand", Code, "The code of the product's brand.", "\"northwind\""),
        new Field("attributes", new ListShape(new TextShape(ScopeShapes.CodeLength), 1, 20), "The product's attributes, each as name=value.", "[\"colour=red\"]"),
        new Field("channel", Code, "The channel of the sale. Where channel, region or salesperson is given, the scopes of sales decide too.", "\"online\""),
        new Field("region", Code, "The code of the sale's region.", "\"east\""),
        new Field("salesperson", Code, "The number of the salesperson.", "\"S-01\""),
        new Field("notForRebate", new FlagShape(), "Whether the sale is not for rebate.", "true", Default: "false"),
        new Field("deliveredOn", new DayShape(), "The day of delivery.", "\"2026-02-12\""),
        new Field("paidOn", new DayShape(), "The day it was fully paid; not paid where it is missing.", "\"2026-03-12\""),
        new Field("line", new NumberShape(1, 9999, IsWhole: true), "The programme's line it counts for; every line where it is missing.", "1"),
        new Field("counts", ChoiceShape.Of<ExampleScope>(), "For what the sold products count where no product, category, brand or attribute is given: both, the qualifier only, or the base only.", "\"both\"", Default: "\"both\""));

    private static readonly ObjectShape Expected = new(
        new Field("periodOn", new DayShape(), "A day of the period.", "\"2026-03-31\"", IsRequired: true),
        new Field("line", new NumberShape(1, 9999, IsWhole: true), "The programme's line.", "1", Default: "1"),
        new Field("rebate", Signed, "What the period earns; in cumulative mode less what the periods before it earned.", "6250", IsRequired: true));

    /// <summary>A stored example.</summary>
    public static ObjectShape Example { get; } = new(
        new Field("name", new TextShape(200), "What the example shows.", "\"Q3 reaches the second tier\"", IsRequired: true),
        new Field("sales", new ListShape(Sale), "Sales and returns of one customer.", """[{"on":"2026-02-10","netAmount":50000}]""", IsRequired: true),
        new Field("figure", new NumberShape(0), "The customer's target, base figure or advance, in every list that the programme names.", "2000000"),
        new Field("expected", new ListShape(Expected, 1), "What the sales must earn.", """[{"periodOn":"2026-06-30","rebate":6250}]""", IsRequired: true));
}
