using System.Globalization;
using System.Text.Json;
using Portal.Domain.Programs;
using Portal.Domain.Shared;
using Portal.Infrastructure.Programs.Simulation;
using Portal.Published;

namespace Portal.Infrastructure.Tests.Programs;

/// <summary>Simulation over files, as the command line runs it.</summary>
public sealed class SimulateFilesTests : IDisposable
{
    private const string Ladder = """
        {"code":"ladder","name":{"zhCN":"阶梯","en":"Ladder"},"validFrom":"2026-01-01","validTo":"2026-12-31","period":{"kind":"quarter"},"periodMode":"cumulative",
         "lines":[{"number":1,"qualifier":{"measure":"netAmount"},"tierMode":"wholeVolume","tiers":[{"from":100000,"ratePercent":5}]}]}
        """;

    private const string Sales = """
        document_number,document_kind,customer_number,document_date,line_number,product_number,quantity,unit_price,net_amount
        1,sale,C1,2026-02-01,1,P,1,50000,50000
        2,sale,C1,2026-04-01,1,P,1,75000,75000
        3,sale,C1,2026-08-01,1,P,1,100000,100000
        4,sale,C1,2026-12-31,1,P,1,75000,75000
        """;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("simulate");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void The_published_quarters_come_out()
    {
        var lines = Run(Ladder, Sales, "2026-12-31").Value;
        Assert.Equal([0m, 6250m, 5000m, 3750m], lines.Select(line => line.Due));
        Assert.Equal([0m, 0m, 6250m, 11250m], lines.Select(line => line.AlreadySettled));
    }

    public static TheoryData<string> Published => [.. PublishedCases.All.Select(published => published.Source)];

    [Theory]
    [MemberData(nameof(Published))]
    public void Every_published_example_comes_out(string source)
    {
        var published = PublishedCases.All.Single(other => other.Source == source);
        var rows = published.Sales.Select((sale, index) => string.Create(
            CultureInfo.InvariantCulture,
            $"D{index},{(sale.NetAmount < 0 ? "return" : "sale")},C1,{sale.On:yyyy-MM-dd},1,{sale.Product ?? "P"},{Math.Abs(sale.Quantity)},{Math.Abs(sale.NetAmount)}"));
        var run = Run(
            ProgramDocument.Write(published.Definition),
            "document_number,document_kind,customer_number,document_date,line_number,product_number,quantity,net_amount\n" + string.Join('\n', rows),
            "2026-12-31");
        Assert.True(run.IsDone, string.Join("; ", run.Refusals));
        foreach (var expected in published.Expected)
        {
            var period = ProgramPeriods.Containing(published.Definition, expected.PeriodOn)!.Value;
            var due = run.Value.Where(line => line.Line == expected.Line && line.PeriodFrom == period.From).Sum(line => line.Due);
            Assert.Equal(expected.Rebate, due);
        }
    }

    [Theory]
    [InlineData("2026-03-30", 0)]
    [InlineData("2026-03-31", 1)]
    [InlineData("2026-12-30", 3)]
    [InlineData("2027-05-05", 4)]
    public void A_period_is_settled_as_of_its_last_day(string asOf, int lines) => Assert.Equal(lines, Run(Ladder, Sales, asOf).Value.Count);

    [Fact]
    public void A_line_prints_exactly_the_published_fields()
    {
        var text = Run(Ladder, Sales, "2026-06-30").Value[1].ToJson();
        Assert.Equal(
            ["customer", "program", "line", "periodFrom", "periodTo", "qualifierValue", "tier", "base", "rate", "raw", "rounded", "alreadySettled", "due", "reason"],
            JsonDocument.Parse(text).RootElement.EnumerateObject().Select(property => property.Name));
        Assert.Contains("\"qualifierValue\":125000,\"tier\":1,\"base\":125000,\"rate\":5,\"raw\":6250,", text, StringComparison.Ordinal);
    }

    [Fact]
    public void What_was_settled_is_taken_off_and_a_second_run_is_empty()
    {
        var first = Print(Run(Ladder, Sales, "2026-12-31").Value);
        Assert.Empty(Run(Ladder, Sales, "2026-12-31", first).Value);
        var late = Assert.Single(Run(Ladder, Sales + "\n5,sale,C1,2026-04-02,1,P,1,10,1000", "2026-06-30", first).Value);
        Assert.Equal((50m, 6250m, "lateDocument"), (late.Due, late.AlreadySettled, late.Reason));
    }

    [Fact]
    public void A_partial_settlement_needs_only_its_due_amount()
    {
        var yearly = Ladder.Replace("quarter", "year", StringComparison.Ordinal).Replace("100000", "0", StringComparison.Ordinal).Replace(":5}", ":10}", StringComparison.Ordinal);
        var line = Assert.Single(Run(
            yearly,
            "document_number,customer_number,document_date,product_number,quantity,net_amount\n1,C1,2026-03-01,P,1,10800",
            "2026-12-31",
            """[{"customer":"C1","program":"ladder","line":1,"periodFrom":"2026-01-01","periodTo":"2026-12-31","due":140}]""").Value);
        Assert.Equal((1080m, 140m, 940m), (line.Rounded, line.AlreadySettled, line.Due));
    }

    [Fact]
    public void Returns_are_positive_in_the_file_and_count_against()
    {
        var lines = Run(Ladder, Sales + "\n5,return,C1,2026-05-02,1,P,1,1,25000.01", "2026-06-30").Value;
        Assert.Equal((99999.99m, 0m), (lines[1].QualifierValue, lines[1].Due));
    }

    [Fact]
    public void Customers_and_products_answer_the_selectors()
    {
        var program = Ladder
            .Replace("\"lines\"", """ "participants":{"include":[{"kind":"parent","codes":["H"]}],"exclude":[{"kind":"level","codes":["blocked"]}]},"lines" """, StringComparison.Ordinal)
            .Replace("""{"measure":"netAmount"}""", """{"measure":"netAmount","scope":{"include":[{"kind":"category","codes":["bikes"]}]}}""", StringComparison.Ordinal)
            .Replace("100000", "1", StringComparison.Ordinal);
        const string Customers = "customer_number,name,level,parent_number\nH,Head,,\nA,a,gold,H\nB,b,blocked,H\nC,c,gold,";
        const string Products = "product_number,name,category,parent_category\nR,Road,road,bikes\nG,Glove,gloves,clothing";
        const string Bought = """
            document_number,customer_number,document_date,product_number,quantity,net_amount
            1,A,2026-01-05,R,1,100
            1,A,2026-01-05,G,1,900
            2,B,2026-01-05,R,1,100
            3,C,2026-01-05,R,1,100
            4,H,2026-01-05,R,1,300
            """;
        var lines = Run(program, Bought, "2026-03-31", customers: Customers, products: Products).Value;
        Assert.Equal([("A", 5m), ("H", 15m)], lines.Select(line => (line.Customer, line.Due)));
    }

    [Theory]
    [InlineData("document_number,customer_number\n1,C1", "import_column_missing", "sales.csv, line 1")]
    [InlineData("document_number,customer_number,document_date,product_number,quantity,net_amount\n1,C1,31.13.2026,P,1,1", "cell_not_a_date", "sales.csv, line 2, document_date")]
    [InlineData("document_number,customer_number,document_date,product_number,quantity,net_amount\n1,C1,2026-01-01,P,one,1", "cell_not_a_number", "sales.csv, line 2, quantity")]
    [InlineData("document_number,customer_number,document_date,product_number,quantity,net_amount\n1,C1,2026-01-01,P,-1,1", "import_sale_negative", "sales.csv, line 2, quantity")]
    [InlineData("document_number,customer_number,document_date,product_number,quantity,net_amount\n1,,2026-01-01,P,1,1", "import_value_missing", "sales.csv, line 2, customer_number")]
    [InlineData("document_number,document_kind,customer_number,document_date,product_number,quantity,net_amount\n1,gift,C1,2026-01-01,P,1,1", "import_kind_unknown", "sales.csv, line 2, document_kind")]
    [InlineData("document_number,line_number,customer_number,document_date,product_number,quantity,net_amount\n1,1,C1,2026-01-01,P,1,1\n1,1,C1,2026-01-01,P,1,1", "simulate_line_twice", "sales.csv, line 3, line_number")]
    [InlineData("document_number,customer_number,document_date,product_number,quantity,net_amount\n1,C1,2026-01-01,P,1,1\n1,C2,2026-01-01,P,1,1", "simulate_document_inconsistent", "sales.csv, line 3, document_number")]
    [InlineData("", "file_empty", "sales.csv")]
    public void Bad_sales_are_refused_with_file_line_and_column(string sales, string code, string field)
    {
        var refusals = Run(Ladder, sales, "2026-12-31").Refusals;
        Assert.Contains((code, field), refusals.Select(refusal => (refusal.Code, refusal.Field!)));
    }

    [Theory]
    [InlineData("""[{"customer":"C1"}]""", "program_field_missing")]
    [InlineData("""[{"customer":"C1","program":"ladder","line":1,"periodFrom":"2026-01-01","periodTo":"2026-12-31","due":"140"}]""", "program_field_not_number")]
    [InlineData("""[{"customer":"C1","program":"ladder","line":1,"periodFrom":"2026-01-01","periodTo":"2026-12-31","due":140,"colour":1}]""", "program_field_unknown")]
    [InlineData("""{}""", "program_field_not_list")]
    [InlineData("""[""", "program_json_invalid")]
    public void A_bad_file_of_settled_lines_is_refused(string settled, string code) =>
        Assert.Contains(code, Run(Ladder, Sales, "2026-12-31", settled).Refusals.Select(refusal => refusal.Code));

    [Fact]
    public void An_unknown_field_of_a_programme_is_refused_by_name()
    {
        var refusal = Assert.Single(Run(Ladder.Replace("\"tierMode\"", "\"tierMod\":1,\"tierMode\"", StringComparison.Ordinal), Sales, "2026-12-31").Refusals);
        Assert.Equal(("program_field_unknown", "program.json, lines[0].tierMod"), (refusal.Code, refusal.Field));
    }

    [Fact]
    public void A_customer_that_the_customer_file_lacks_is_refused() => Assert.Contains(
        "import_customer_unknown",
        Run(Ladder, Sales, "2026-12-31", customers: "customer_number,name\nX,x").Refusals.Select(refusal => refusal.Code));

    private static string Print(IReadOnlyList<SimulatedLine> lines) => "[" + string.Join(",", lines.Select(line => line.ToJson())) + "]";

    private Outcome<IReadOnlyList<SimulatedLine>> Run(string program, string sales, string asOf, string? settled = null, string? customers = null, string? products = null) =>
        SimulateFiles.Run(new SimulateFilesInput
        {
            Programs = [Write("program.json", program)!],
            Sales = [Write("sales.csv", sales)!],
            Customers = Write("customers.csv", customers),
            Products = Write("products.csv", products),
            AsOf = DateOnly.ParseExact(asOf, "yyyy-MM-dd"),
            Settled = Write("settled.json", settled),
        });

    private string? Write(string name, string? text)
    {
        if (text is null)
        {
            return null;
        }

        var path = Path.Combine(_folder.FullName, name);
        File.WriteAllText(path, text);
        return path;
    }
}
