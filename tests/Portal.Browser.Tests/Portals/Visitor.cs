using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace Portal.Browser.Tests.Portals;

/// <summary>A person at a browser: signs in, clicks, looks. Every page it looks at is photographed and checked for accessibility.</summary>
internal sealed class Visitor : IAsyncDisposable
{
    /// <summary>The password of all demo log-ins.</summary>
    public const string Password = "rebate-demo-1";

    // What passed would be told node by node too, which takes longer than finding it out.
    private static readonly AxeRunOptions ViolationsOnly = new() { ResultTypes = [ResultType.Violations] };
    private readonly IBrowserContext _context;
    private readonly string _baseUrl;
    private readonly string _name;
    private readonly Dictionary<string, string> _texts;
    private readonly List<string> _errors = [];

    private Visitor(IBrowserContext context, IPage page, string baseUrl, string name, Dictionary<string, string> texts)
    {
        _context = context;
        _baseUrl = baseUrl;
        _name = name;
        _texts = texts;
        Page = page;
        page.PageError += (_, error) => _errors.Add(error);
        page.Console += (_, message) =>
        {
            if (message.Type == "error")
            {
                _errors.Add(message.Text);
            }
        };
    }

    public IPage Page { get; }

    /// <summary>Opens a browser of their own for a person.</summary>
    /// <param name="portals">The running apps.</param>
    /// <param name="url">The app's address.</param>
    /// <param name="name">Begins the names of the pictures.</param>
    /// <param name="culture">"zh-CN" or "en", as the browser asks for it.</param>
    /// <param name="isPhone">390 × 844 with touch instead of 1440 × 900.</param>
    /// <param name="isDark">Whether the person's system is dark.</param>
    public static async Task<Visitor> ComeAsync(PortalsFixture portals, string url, string name, string culture, bool isPhone = false, bool isDark = false)
    {
        var context = await portals.Browser.NewContextAsync(new BrowserNewContextOptions
        {
            Locale = culture,
            ViewportSize = isPhone ? new ViewportSize { Width = 390, Height = 844 } : new ViewportSize { Width = 1440, Height = 900 },
            HasTouch = isPhone,
            ColorScheme = isDark ? ColorScheme.Dark : ColorScheme.Light,
            ReducedMotion = ReducedMotion.Reduce,
            AcceptDownloads = true,
            TimezoneId = "Asia/Shanghai",
        });
        context.SetDefaultTimeout(20_000);
        return new Visitor(context, await context.NewPageAsync(), url, name, ReadTexts(culture));
    }

    /// <summary>Signs in with the demo password.</summary>
    public async Task SignInAsync(string userName)
    {
        await TrySignInAsync(userName);
        Assert.DoesNotContain("/account/login", Page.Url, StringComparison.Ordinal);
        await SettleAsync();
    }

    /// <summary>Types name and demo password at the log-in and sends them.</summary>
    public async Task TrySignInAsync(string userName)
    {
        await Page.GotoAsync(_baseUrl + "/account/login");
        await Page.Locator("[name='Input.UserName']").FillAsync(userName);
        await Page.Locator("[name='Input.Password']").FillAsync(Password);
        await Page.EvaluateAsync("() => { window.isBefore = true; }");
        await Page.Locator("button[type=submit]").First.ClickAsync();
        await Page.WaitForFunctionAsync("() => !window.isBefore && document.readyState === 'complete'");
    }

    /// <summary>The addresses behind links, each once, in order.</summary>
    public async Task<IReadOnlyList<string>> LinksOfAsync(string selector)
    {
        var links = await Page.Locator(selector).EvaluateAllAsync<string[]>("links => links.map(link => link.getAttribute('href'))");
        return [.. links.Where(link => link.StartsWith('/')).Distinct()];
    }

    /// <summary>Looks at each address, and where it is a list at the first record of it; tells all that is wrong at the end.</summary>
    /// <remarks>In two tabs, since a page that loads waits most of the time.</remarks>
    public async Task TourAsync(IReadOnlyList<string> paths)
    {
        Assert.NotEmpty(paths);
        var other = new Visitor(_context, await _context.NewPageAsync(), _baseUrl, _name, _texts);
        var left = new ConcurrentQueue<string>(paths);
        var findings = (await Task.WhenAll(TourTabAsync(left), other.TourTabAsync(left))).SelectMany(found => found).ToList();
        await other.Page.CloseAsync();
        Assert.True(findings.Count == 0, string.Join('\n', findings));
    }

    /// <summary>The product's own words for something, in the person's language; what stands in for figures is cut off.</summary>
    public string Word(string key) => _texts[key].Split('{')[0].Trim();

    /// <summary>Presses the button whose words begin with the text of a key.</summary>
    public Task PressAsync(string key) =>
        Page.Locator("button:visible, a.btn:visible").Filter(new LocatorFilterOptions { HasText = Word(key) }).First.ClickAsync();

    /// <summary>Clicks twice, as impatient people do, on the button whose words begin with the text of a key.</summary>
    public Task PressTwiceAsync(string key) => Page.Locator("button:visible").Filter(new LocatorFilterOptions { HasText = Word(key) }).First.DblClickAsync();

    /// <summary>Confirms a question with two clicks: what follows must happen once.</summary>
    public Task ConfirmAsync() => Page.Locator(".dialog [data-key=save]").DblClickAsync();

    /// <summary>How many records a list counts beside its title.</summary>
    public async Task<int> TotalAsync(string path)
    {
        await GoAsync(path);
        var count = await Page.Locator("main .count").First.InnerTextAsync();
        return int.Parse(count, NumberStyles.AllowThousands, CultureInfo.InvariantCulture);
    }

    /// <summary>Waits until the page shows the text of a key.</summary>
    public Task SeeAsync(string key) => Page.Locator("body").Filter(new LocatorFilterOptions { HasText = Word(key) }).WaitForAsync();

    /// <summary>Goes to an address and waits until the page is live.</summary>
    public async Task GoAsync(string path)
    {
        await Page.GotoAsync(_baseUrl + path);
        await SettleAsync();
    }

    /// <summary>Waits until the browser has come to an address of this form; where it does not, tells what it shows instead.</summary>
    /// <remarks>
    /// The browser itself is asked: an address that changes between Playwright's first look at it and its listening for changes
    /// would be waited for in vain.
    /// </remarks>
    /// <param name="pattern">A regular expression for path and query.</param>
    /// <returns>The path.</returns>
    public async Task<string> ReachAsync(string pattern)
    {
        const string There = "pattern => document.readyState === 'complete' && new RegExp(pattern).test(location.pathname + location.search) && location.pathname";
        try
        {
            return await (await Page.WaitForFunctionAsync(There, pattern)).JsonValueAsync<string>();
        }
        catch (TimeoutException)
        {
            var shown = await Page.Locator("body").InnerTextAsync();
            throw new TimeoutException($"{_name} did not come to {pattern} but stays at {Page.Url}. Errors: {string.Join(" | ", _errors)}. Shown: {shown}");
        }
    }

    /// <summary>Waits until the circuit answers and nothing is loading.</summary>
    public async Task SettleAsync()
    {
        await Page.WaitForLoadStateAsync(LoadState.NetworkIdle);
        await Page.WaitForFunctionAsync("() => document.querySelectorAll('.skeleton').length === 0");
    }

    /// <summary>Photographs the page, checks it with axe, that it does not scroll sideways, and that nothing failed in the browser.</summary>
    public async Task LookAsync(string picture)
    {
        var findings = await FindAsync(picture);
        Assert.True(findings.Count == 0, string.Join('\n', findings));
    }

    private async Task<IReadOnlyList<string>> TourTabAsync(ConcurrentQueue<string> left)
    {
        var findings = new List<string>();
        while (left.TryDequeue(out var path))
        {
            await GoAsync(path);
            findings.AddRange(await FindAsync(path));
            var records = await LinksOfAsync("main tbody td a[href], main .items a[href]");
            if (records.Count > 0)
            {
                await GoAsync(records[0]);
                findings.AddRange(await FindAsync(path + "-record"));
            }
        }

        return findings;
    }

    private async Task<IReadOnlyList<string>> FindAsync(string picture)
    {
        await SettleAsync();
        var folder = Directory.CreateDirectory(Path.Combine(PortalProcess.Root, "artifacts", "screenshots")).FullName;
        await Page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(folder, FileName(picture)), FullPage = true });
        var findings = new List<string>();
        var overflow = await Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth - document.documentElement.clientWidth");
        if (overflow > 1)
        {
            findings.Add($"scrolls sideways by {overflow} pixels");
        }

        var result = await Page.RunAxe(ViolationsOnly);
        findings.AddRange(result.Violations
            .Where(violation => violation.Impact is "serious" or "critical")
            .Select(violation => $"{violation.Id}: {violation.Help}: {string.Join(" | ", violation.Nodes.Take(3).Select(node => node.Html))}"));
        findings.AddRange(_errors);
        _errors.Clear();
        return findings.ConvertAll(finding => $"{_name}-{picture}: {finding}");
    }

    /// <summary>Takes a picture of what is in view, for the README.</summary>
    public async Task PictureAsync(string name)
    {
        await SettleAsync();
        var folder = Directory.CreateDirectory(Path.Combine(PortalProcess.Root, "artifacts", "pictures")).FullName;
        await Page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(folder, name + ".png") });
    }

    public async ValueTask DisposeAsync() => await _context.CloseAsync();

    private static Dictionary<string, string> ReadTexts(string culture)
    {
        var texts = new Dictionary<string, string>();
        foreach (var file in Directory.GetFiles(Path.Combine(PortalProcess.Root, "src", "Portal.Ui", "Texts"), $"*.{culture}.json"))
        {
            foreach (var (key, text) in JsonSerializer.Deserialize<Dictionary<string, string>>(File.ReadAllText(file))!)
            {
                texts[key] = text;
            }
        }

        return texts;
    }

    private string FileName(string picture) => $"{_name}-{picture.Trim('/').Replace('/', '-').Replace('?', '-').Replace('=', '-')}.png".Replace("-.png", "-home.png", StringComparison.Ordinal);
}
