using System.Net;
using System.Net.Http.Headers;
using System.Net.WebSockets;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.Hosting;
using Xunit.Abstractions;

namespace Portal.Web.Tests.Routes;

/// <summary>How pages and what belongs to them travel to the browser.</summary>
public sealed partial class DeliveryTests(MemberApp member, ITestOutputHelper output) : IClassFixture<MemberApp>
{
    private const int MostBytes = 100 * 1024;

    [Fact]
    public async Task What_a_page_names_by_its_content_is_kept_for_a_year_and_travels_compressed()
    {
        await using var production = member.WithWebHostBuilder(builder => builder.UseEnvironment(Environments.Production));
        using var client = production.CreateClient(new WebApplicationFactoryClientOptions { AllowAutoRedirect = false });
        client.DefaultRequestHeaders.AcceptEncoding.Add(new StringWithQualityHeaderValue("gzip"));
        var login = await client.GetAsync(new Uri("/account/login", UriKind.Relative));
        Assert.Equal(["gzip"], login.Content.Headers.ContentEncoding);
        var page = await new StreamReader(await Unpacked(login)).ReadToEndAsync();
        var named = Named().Matches(page).Select(match => match.Groups[1].Value).ToList();
        Assert.Contains(named, name => name.Contains("blazor.web", StringComparison.Ordinal));
        foreach (var name in named)
        {
            using var answer = await client.GetAsync(new Uri("/" + name, UriKind.Relative));
            Assert.True(answer.Headers.CacheControl?.ToString() == "max-age=31536000, immutable", $"{name}: {answer.Headers.CacheControl}");
            Assert.Equal(["gzip"], answer.Content.Headers.ContentEncoding);
        }
    }

    [Theory]
    [InlineData("/account/login")]
    [InlineData("/account/register")]
    [InlineData("/")]
    public async Task A_first_view_weighs_less_than_100_KB_beyond_the_frameworks_script(string page)
    {
        await using var production = member.WithWebHostBuilder(builder => builder.UseEnvironment(Environments.Production));
        using var client = production.CreateClient(new WebApplicationFactoryClientOptions { AllowAutoRedirect = false, HandleCookies = true });
        if (page == "/")
        {
            using var signedIn = await MemberApp.SignInAsync(client, Portal.Infrastructure.Access.RolePermissions.Member, MemberApp.Password);
        }

        client.DefaultRequestHeaders.AcceptEncoding.Add(new StringWithQualityHeaderValue("gzip"));
        var answer = await client.GetAsync(new Uri(page, UriKind.Relative));
        Assert.Equal(System.Net.HttpStatusCode.OK, answer.StatusCode);
        var bytes = (await answer.Content.ReadAsByteArrayAsync()).Length;
        var text = await new StreamReader(await Unpacked(answer)).ReadToEndAsync();
        foreach (var name in Named().Matches(text).Select(match => match.Groups[1].Value).Where(name => !name.Contains("blazor.web", StringComparison.Ordinal)).Distinct())
        {
            bytes += (await client.GetByteArrayAsync(new Uri("/" + name, UriKind.Relative))).Length;
        }

        output.WriteLine($"{page}: {bytes / 1024d:0.0} KB as it travels");
        Assert.True(bytes < MostBytes, $"{page}: {bytes} bytes");
    }

    [Fact]
    public async Task What_makes_the_portal_installable_is_there()
    {
        using var client = member.CreateClient();
        using var manifest = System.Text.Json.JsonDocument.Parse(await client.GetStringAsync(new Uri("/manifest.webmanifest", UriKind.Relative)));
        var icons = manifest.RootElement.GetProperty("icons").EnumerateArray().Select(icon => (Source: icon.GetProperty("src").GetString()!, Sizes: icon.GetProperty("sizes").GetString(), Purpose: icon.TryGetProperty("purpose", out var purpose) ? purpose.GetString() : null)).ToList();
        Assert.Contains(icons, icon => icon.Sizes == "192x192");
        Assert.Contains(icons, icon => icon.Sizes == "512x512" && icon.Purpose is null);
        Assert.Contains(icons, icon => icon.Sizes == "512x512" && icon.Purpose == "maskable");
        foreach (var file in icons.Select(icon => icon.Source).Append("/offline.html").Append("/service-worker.js"))
        {
            using var answer = await client.GetAsync(new Uri(file, UriKind.Relative));
            Assert.True(answer.IsSuccessStatusCode, file);
        }

        var offline = await client.GetStringAsync(new Uri("/offline.html", UriKind.Relative));
        Assert.Contains("You are offline", offline, StringComparison.Ordinal);
        Assert.Contains("lang=\"zh-CN\"", offline, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Neither_side_of_an_open_page_keeps_memory_to_compress_messages()
    {
        await using var served = member.WithWebHostBuilder(_ => { });
        served.UseKestrel(0);
        served.StartServer();
        var address = served.ClientOptions.BaseAddress;
        var cookies = new CookieContainer();
        using var client = new HttpClient(new SocketsHttpHandler { CookieContainer = cookies, AllowAutoRedirect = false }) { BaseAddress = address };
        using var signedIn = await MemberApp.SignInAsync(client, Portal.Infrastructure.Access.RolePermissions.Member, MemberApp.Password);
        using var socket = new ClientWebSocket();
        socket.Options.DangerousDeflateOptions = new WebSocketDeflateOptions();
        socket.Options.CollectHttpResponseDetails = true;
        socket.Options.Cookies = cookies;
        await socket.ConnectAsync(new UriBuilder(address) { Scheme = "ws", Path = "/_blazor" }.Uri, CancellationToken.None);
        var agreed = string.Join(", ", socket.HttpResponseHeaders!["Sec-WebSocket-Extensions"]);
        Assert.Contains("client_no_context_takeover", agreed, StringComparison.Ordinal);
        Assert.Contains("server_no_context_takeover", agreed, StringComparison.Ordinal);
    }

    /// <summary>A page that is sent bit by bit, as it is rendered, is never compressed by the framework.</summary>
    private static async Task<Stream> Unpacked(HttpResponseMessage page)
    {
        var sent = await page.Content.ReadAsStreamAsync();
        return page.Content.Headers.ContentEncoding.Contains("gzip") ? new System.IO.Compression.GZipStream(sent, System.IO.Compression.CompressionMode.Decompress) : sent;
    }

    [GeneratedRegex("(?:src|href)=\"([^\"]+\\.[a-z0-9]{10}\\.(?:js|css))\"")]
    private static partial Regex Named();
}
