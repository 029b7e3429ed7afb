using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.Hosting;

namespace Portal.Web.Tests.Routes;

/// <summary>How pages and what belongs to them travel to the browser.</summary>
public sealed partial class DeliveryTests(MemberApp member) : IClassFixture<MemberApp>
{
    [Fact]
    public async Task What_a_page_names_by_its_content_is_kept_for_a_year_and_travels_compressed()
    {
        await using var production = member.WithWebHostBuilder(builder => builder.UseEnvironment(Environments.Production));
        using var client = production.CreateClient(new WebApplicationFactoryClientOptions { AllowAutoRedirect = false });
        client.DefaultRequestHeaders.AcceptEncoding.Add(new StringWithQualityHeaderValue("gzip"));
        var page = await new StreamReader(await Unpacked(await client.GetAsync(new Uri("/account/login", UriKind.Relative)))).ReadToEndAsync();
        var named = Named().Matches(page).Select(match => match.Groups[1].Value).ToList();
        Assert.Contains(named, name => name.Contains("blazor.web", StringComparison.Ordinal));
        foreach (var name in named)
        {
            using var answer = await client.GetAsync(new Uri("/" + name, UriKind.Relative));
            Assert.True(answer.Headers.CacheControl?.ToString() == "max-age=31536000, immutable", $"{name}: {answer.Headers.CacheControl}");
            Assert.Equal(["gzip"], answer.Content.Headers.ContentEncoding);
        }
    }

    private static async Task<Stream> Unpacked(HttpResponseMessage page)
    {
        Assert.Equal(["gzip"], page.Content.Headers.ContentEncoding);
        return new System.IO.Compression.GZipStream(await page.Content.ReadAsStreamAsync(), System.IO.Compression.CompressionMode.Decompress);
    }

    [GeneratedRegex("(?:src|href)=\"([^\"]+\\.[a-z0-9]{10}\\.(?:js|css))\"")]
    private static partial Regex Named();
}
