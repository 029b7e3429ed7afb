using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Domain.Customers;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Data;

namespace Portal.Web.Tests.Routes;

/// <summary>One of the apps on a SQLite file of its own, with a log-in for each role.</summary>
/// <typeparam name="TApp">A type of the app.</typeparam>
public abstract partial class PortalApp<TApp> : WebApplicationFactory<TApp>, IAsyncLifetime
    where TApp : class
{
    public const string Password = "portal-test-2026";
    private readonly string _folder = Directory.CreateTempSubdirectory("portal-web").FullName;
    private readonly Dictionary<(string Role, string Language), HttpClient> _clients = [];

    public async Task InitializeAsync()
    {
        await using var scope = Services.CreateAsyncScope();
        var users = scope.ServiceProvider.GetRequiredService<UserManager<PortalUser>>();
        await using var context = await scope.ServiceProvider.GetRequiredService<IDbContextFactory<PortalDbContext>>().CreateDbContextAsync();
        var customer = NewCustomer();
        context.Add(customer);
        await context.SaveChangesAsync();
        foreach (var role in RolePermissions.Roles)
        {
            var isStaff = RolePermissions.StaffRoles.Contains(role);
            var user = new PortalUser { UserName = role, DisplayName = role, Kind = isStaff ? AccountKind.Staff : AccountKind.Customer, CustomerId = isStaff ? null : customer.Id, LockoutEnabled = true };
            var created = await users.CreateAsync(user, Password);
            Assert.True(created.Succeeded, string.Join(' ', created.Errors.Select(error => error.Description)));
            await users.AddToRoleAsync(user, role);
        }
    }

    async Task IAsyncLifetime.DisposeAsync()
    {
        await DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>A browser without redirects; signed in unless the role is null.</summary>
    public async Task<HttpClient> BrowserAsync(string? role, string language)
    {
        if (role is not null && _clients.TryGetValue((role, language), out var known))
        {
            return known;
        }

        var client = CreateClient(new WebApplicationFactoryClientOptions { AllowAutoRedirect = false, HandleCookies = true });
        client.DefaultRequestHeaders.Add("Accept-Language", language);
        if (role is not null)
        {
            using var answer = await SignInAsync(client, role, Password);
            Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
            _clients[(role, language)] = client;
        }

        return client;
    }

    public static async Task<HttpResponseMessage> SignInAsync(HttpClient client, string name, string password)
    {
        var page = await client.GetStringAsync(new Uri("/account/login", UriKind.Relative));
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["_handler"] = "login",
            ["__RequestVerificationToken"] = Token().Match(page).Groups[1].Value,
            ["Input.UserName"] = name,
            ["Input.Password"] = password,
        });
        return await client.PostAsync(new Uri("/account/login", UriKind.Relative), form);
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.UseSetting("Database:Provider", "Sqlite");
        builder.UseSetting("Database:ConnectionString", $"Data Source={Path.Combine(_folder, "portal.db")}");
        builder.UseSetting("Storage:Folder", _folder);
        builder.UseSetting("Jobs:IsEnabled", "false");
        builder.UseSetting("Logging:LogLevel:Default", "Warning");
    }

    private static Customer NewCustomer() => new("C-1", "Test", CustomerKind.Distributor, new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc));

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]+)\"")]
    private static partial Regex Token();
}

public sealed class AdminApp : PortalApp<Portal.Admin.App>;

public sealed class MemberApp : PortalApp<Portal.Member.App>;
