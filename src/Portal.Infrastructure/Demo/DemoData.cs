using System.Globalization;
using System.IO.Compression;
using Portal.Infrastructure.Spreadsheets;

namespace Portal.Infrastructure.Demo;

/// <summary>Makes import files of the data that the product carries; see Data/README.md.</summary>
internal sealed partial class DemoData : IDisposable
{
    private const int OneReturnIn = 307;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("portal-demo-");

    public void Dispose() => _folder.Delete(recursive: true);

    /// <summary>Number, title and territory of the salespeople.</summary>
    public List<(string Number, string Title, string Territory)> Employees() =>
        [.. Rows("employees").Select(row => (row[0], row[1], row[2]))];

    /// <summary>The distributors as an import file.</summary>
    public string Distributors()
    {
        // Two stores of exactly the same name are one company.
        var parents = new Dictionary<string, string>();
        return Write(
            "distributors.csv",
            "customer_number,name,kind,group,level,region,parent_number,owner_number,phone,address,city,province,postal_code,country",
            Rows("resellers").Select(row =>
            {
                var parent = parents.TryGetValue(row[1], out var first) ? first : "";
                parents.TryAdd(row[1], row[0]);
                return new[]
                {
                    row[0], row[1], "distributor", row[2], DemoCodes.LevelOf(decimal.Parse(row[3], CultureInfo.InvariantCulture)), row[10], parent, row[11],
                    row[4], row[5], row[6], row[7], row[8], row[9],
                };
            }));
    }

    /// <summary>The members as an import file.</summary>
    public string Members() => Write(
        "members.csv",
        "customer_number,name,kind,group,region,sex,birth_on,email,phone,address,city,province,postal_code,country,occupation,education",
        Rows("individuals").Select(row => new[]
        {
            row[0], row[1], "member", DemoCodes.MemberGroup, row[11], row[2], row[3], row[4], row[5], row[6], row[7], row[8], row[9], row[10], row[12], row[13],
        }));

    /// <summary>The products as an import file.</summary>
    public string Products() => Write(
        "products.csv",
        "product_number,name,category,parent_category,brand,unit,standard_cost,list_price,units,attributes",
        Rows("products").Select(row => new[] { row[0], row[1], row[2], row[3], row[4], "pcs", row[5], row[6], row[3] == "Accessories" ? "box=12" : "", ColourOf(row[1]) }));

    /// <summary>Sales and returns as an import file, the last sale of each channel at most six days before <paramref name="yesterday"/>.</summary>
    public string Sales(DateOnly yesterday)
    {
        var rows = Rows("sales").ToList();
        var shifts = Shifts(rows, yesterday);
        var written = rows.Select(row => new[]
        {
            row[0], "sale", row[2], Shown(Day(row[3]).AddDays(shifts[row[1]])), row[5], row[6], row[7], row[8], row[9], row[10], row[11], row[4], "", ChannelOf(row[1]), Shown(Day(row[3]).AddDays(shifts[row[1]] + DaysToDeliver(row[0]))),
        });
        return Write(
            "sales.csv",
            "document_number,document_kind,customer_number,document_date,line_number,product_number,quantity,unit_price,net_amount,discount_amount,cost_amount,salesperson_number,original_document_number,channel,delivery_date",
            written.Concat(Returns(rows, shifts, yesterday)));
    }

    /// <summary>By how many days the sales of each channel are moved, in whole weeks.</summary>
    private static Dictionary<string, int> Shifts(List<string[]> rows, DateOnly yesterday) => rows.GroupBy(row => row[1]).ToDictionary(
        channel => channel.Key,
        channel => (yesterday.DayNumber - Day(channel.Max(row => row[3])!).DayNumber) / 7 * 7);

    private static IEnumerable<string[]> Returns(List<string[]> rows, Dictionary<string, int> shifts, DateOnly yesterday)
    {
        for (var index = 11; index < rows.Count; index += OneReturnIn)
        {
            var row = rows[index];
            var on = Day(row[3]).AddDays(shifts[row[1]] + 2 + (index % 19));
            if (on > yesterday)
            {
                continue;
            }

            // Of many pieces half come back.
            var sold = Number(row[7]);
            var back = sold >= 4 ? decimal.Truncate(sold / 2) : sold;
            string Part(string amount) => amount.Length == 0 ? "" : (Number(amount) * back / sold).ToString("0.####", CultureInfo.InvariantCulture);
            yield return
            [
                "R" + row[0] + "-" + row[5], "return", row[2], Shown(on), "1", row[6], back.ToString(CultureInfo.InvariantCulture), row[8], Part(row[9]), Part(row[10]), Part(row[11]), row[4], row[0], ChannelOf(row[1]), "",
            ];
        }
    }

    private static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Shown(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static decimal Number(string text) => decimal.Parse(text, CultureInfo.InvariantCulture);

    private IEnumerable<string[]> Rows(string name)
    {
        var path = Path.Combine(_folder.FullName, name + ".source.csv");
        using (var packed = typeof(DemoData).Assembly.GetManifestResourceStream($"Portal.Infrastructure.Demo.Data.{name}.csv.gz")!)
        using (var unpacked = new GZipStream(packed, CompressionMode.Decompress))
        using (var file = File.Create(path))
        {
            unpacked.CopyTo(file);
        }

        using var reader = TableReader.Open(path).Value;
        while (reader.Read())
        {
            yield return [.. reader.Cells.Select(cell => cell.Text)];
        }
    }

    private string Write(string name, string header, IEnumerable<string[]> rows)
    {
        var path = Path.Combine(_folder.FullName, name);
        using var writer = new StreamWriter(path);
        writer.Write(header);
        writer.Write('\n');
        foreach (var row in rows)
        {
            for (var index = 0; index < row.Length; index++)
            {
                if (index > 0)
                {
                    writer.Write(',');
                }

                var cell = row[index];
                writer.Write(cell.AsSpan().IndexOfAny(",\"\n") < 0 ? cell : "\"" + cell.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"");
            }

            writer.Write('\n');
        }

        return path;
    }
}

/// <summary>The codes that the demo's customers are classified by.</summary>
internal static class DemoCodes
{
    public const string Gold = "gold";
    public const string Silver = "silver";
    public const string Bronze = "bronze";
    public const string MemberGroup = "Individual";

    /// <summary>The level of a distributor by its annual sales.</summary>
    public static string LevelOf(decimal annualSales) => annualSales >= 3_000_000 ? Gold : annualSales >= 1_000_000 ? Silver : Bronze;
}
