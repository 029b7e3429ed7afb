using Microsoft.Playwright;

namespace Portal.Browser.Tests.Portals;

/// <summary>Both apps over one fresh demo database, and one Chromium; shared by all journeys.</summary>
public sealed class PortalsFixture : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("portal-browser-").FullName;
    private PortalProcess? _admin;
    private PortalProcess? _member;
    private IPlaywright? _playwright;

    /// <summary>The staff portal's address.</summary>
    public string AdminUrl { get; private set; } = "";

    /// <summary>The member portal's address.</summary>
    public string MemberUrl { get; private set; } = "";

    /// <summary>Where files that journeys upload or download are kept.</summary>
    public string Folder => _folder;

    internal IBrowser Browser { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        var environment = new Dictionary<string, string>
        {
            ["Database__Provider"] = "Sqlite",
            ["Database__ConnectionString"] = "Data Source=" + Path.Combine(_folder, "portal.db"),
            ["Storage__Folder"] = _folder,
            ["ASPNETCORE_ENVIRONMENT"] = "Production",
            ["Messages__Channel"] = "File",
            ["Messages__PollSeconds"] = "0.2",
        };
        await PortalProcess.RunToEndAsync("Portal.Cli", environment, "migrate");
        await PortalProcess.RunToEndAsync("Portal.Cli", environment, "demo");
        (_admin, AdminUrl) = await PortalProcess.StartAsync("Portal.Admin", environment);
        (_member, MemberUrl) = await PortalProcess.StartAsync("Portal.Member", environment);
        _playwright = await Playwright.CreateAsync();
        Browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = Environment.GetEnvironmentVariable("PORTAL_TEST_CHROMIUM") ?? "/usr/bin/chromium",
            Headless = true,
            Args =
            [
                "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
                "--disable-component-update", "--disable-sync",
            ],
        });
    }

    public async Task DisposeAsync()
    {
        if (Browser is not null)
        {
            await Browser.CloseAsync();
        }

        _playwright?.Dispose();
        foreach (var process in new[] { _admin, _member })
        {
            if (process is not null)
            {
                await process.DisposeAsync();
            }
        }

        Directory.Delete(_folder, recursive: true);
    }
}

/// <summary>Journeys run one after the other: they share the demo database.</summary>
[CollectionDefinition(Name)]
public sealed class PortalsCollection : ICollectionFixture<PortalsFixture>
{
    public const string Name = "portals";
}
