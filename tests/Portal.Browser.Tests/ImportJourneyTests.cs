using System.Globalization;
using System.Text;
using Microsoft.Playwright;
using Portal.Browser.Tests.Portals;

namespace Portal.Browser.Tests;

/// <summary>
/// Files with mistakes are imported; a late sale and a return into a settled quarter come out as exactly the difference, once.
/// </summary>
[Collection(PortalsCollection.Name)]
public sealed class ImportJourneyTests(PortalsFixture portals)
{
    private const string Header = "document_number,document_kind,customer_number,document_date,product_number,quantity,net_amount,original_document_number\n";

    /// <summary>A day in the quarter before the last one: settled in the demo whatever the day is.</summary>
    private static string SettledDay => TimeProvider.System.GetUtcNow().AddHours(8).AddMonths(-6).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    [Theory]
    [InlineData("en")]
    [InlineData("zh-CN")]
    public async Task A_late_sale_and_its_return_are_settled_as_the_difference_and_only_once(string culture)
    {
        await using var manager = await Visitor.ComeAsync(portals, portals.AdminUrl, "import-" + culture, culture);
        await manager.SignInAsync("manager");
        var customer = "LATE-" + culture;
        await ImportAsync(manager, "Customers", "customers.csv", $"customer_number,name,kind,group\n{customer},迟到的客户 {culture},distributor,Specialty Bike Shop\n");
        await manager.SeeAsync("imports.state.completed");

        var good = $"{customer}-1,sale,{customer},{SettledDay},BK-M68B-42,10,50000.00,\n";
        var bad = $"{customer}-2,sale,NOBODY,{SettledDay},BK-M68B-42,1,100.00,\n{customer}-3,sale,{customer},{SettledDay},BK-M68B-42,-1,-100.00,\n";
        await ImportAsync(manager, "Sales", "with-mistakes.csv", Header + good + bad);
        await manager.SeeAsync("imports.state.refused");
        await manager.LookAsync("refused");
        await DownloadsBadRowsAsync(manager);
        await ImportAsync(manager, "Sales", "with-mistakes-again.csv", Header + good + bad + "\n", skipsBad: true);
        await manager.SeeAsync("imports.state.completed");
        await manager.LookAsync("skipped");
        await SettledAsync(manager, "¥1,000.00", "late");

        await ImportAsync(manager, "Sales", "other-content.csv", Header + good.Replace("50000.00", "60000.00", StringComparison.Ordinal));
        await manager.PressAsync("imports.compare");
        await manager.SeeAsync("imports.inFile");
        await manager.LookAsync("differs");

        await ImportAsync(manager, "Sales", "return.csv", Header + $"{customer}-R,return,{customer},{SettledDay},BK-M68B-42,5,25000.00,{customer}-1\n");
        await manager.SeeAsync("imports.state.completed");
        await SettledAsync(manager, "−¥750.00", "returned");
        await RunAsync(manager);
        await manager.SeeAsync("settlements.runNothing");
    }

    internal static async Task ImportAsync(Visitor manager, string kind, string name, string content, bool skipsBad = false)
    {
        await manager.GoAsync("/imports/new?kind=" + kind);
        await manager.Page.Locator("input[type=file]").SetInputFilesAsync(new FilePayload { Name = name, MimeType = "text/csv", Buffer = Encoding.UTF8.GetBytes(content) });
        await manager.Page.Locator("[data-key=save]").ClickAsync();
        await manager.ReachAsync("/imports/[0-9]+$");
        await manager.Page.Locator("main input[name=mode]").First.WaitForAsync();
        if (skipsBad)
        {
            await manager.Page.Locator("label.check").Filter(new LocatorFilterOptions { HasText = manager.Word("imports.mode.skipBad") }).ClickAsync();
            await manager.PressAsync("imports.check");
            await manager.Page.Locator(".notice.warn").WaitForAsync();
            await manager.LookAsync("checked");
        }

        await manager.Page.Locator("[data-key=save]").DblClickAsync();
        await manager.Page.Locator(".kpis").WaitForAsync();
    }

    private static async Task DownloadsBadRowsAsync(Visitor manager)
    {
        var download = await manager.Page.RunAndWaitForDownloadAsync(() => manager.PressAsync("imports.errorsCsv"));
        var rows = await File.ReadAllLinesAsync(await download.PathAsync());
        Assert.Contains(rows, row => row.Contains("NOBODY", StringComparison.Ordinal));
    }

    private static async Task RunAsync(Visitor manager)
    {
        await manager.GoAsync("/settlements");
        await manager.PressAsync("settlements.runNow");
        await manager.ConfirmAsync();
        await manager.ReachAsync("/settlements/runs/[0-9]+$");
        await manager.SeeAsync("settlements.runState.completed");
    }

    private static async Task SettledAsync(Visitor manager, string amount, string picture)
    {
        await RunAsync(manager);
        var settlement = Assert.Single(
            await manager.LinksOfAsync("main a[href^='/settlements/']"),
            link => System.Text.RegularExpressions.Regex.IsMatch(link, "/settlements/[0-9]+$"));
        await manager.GoAsync(settlement);
        await manager.LookAsync(picture);
        Assert.Contains(amount, await manager.Page.Locator("main tbody").First.InnerTextAsync(), StringComparison.Ordinal);
    }
}
