using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;
using Microsoft.AspNetCore.Components.Server.Circuits;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Portal.Infrastructure;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Messages;
using Portal.Ui.Access;
using Portal.Ui.Rewards;

namespace Portal.Ui.Shell;

/// <summary>What both apps set up alike: sign-in, languages, safety headers, circuits.</summary>
public static class PortalWeb
{
    private const string Deflate = "permessage-deflate";
    private const string NoContext = "client_no_context_takeover";

    private const string SafetyPolicy =
        "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; connect-src 'self'; "
        + "object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'";

    /// <summary>Adds everything that an app needs but its own pages.</summary>
    public static void AddPortalWeb(this WebApplicationBuilder builder, AccountKind kind)
    {
        ArgumentNullException.ThrowIfNull(builder);
        // The apps also run from the build's output, where shared files lie beside their projects.
        builder.WebHost.UseStaticWebAssets();

        // What is flushed is sent by the thread that flushes it. Handed to another thread, the frame of a page waited until its
        // content had been read, wherever the system woke that thread on the same core.
        builder.WebHost.UseSockets(options => options.UnsafePreferInlineScheduling = true);
        if (!builder.Environment.IsDevelopment())
        {
            // From a build's output they would be looked at for changes and never be kept by browsers.
            builder.Configuration["ReloadStaticAssetsAtRuntime"] = "false";
        }

        var services = builder.Services;
        services.AddPortalInfrastructure(builder.Configuration);
        services.AddMessageSending();
        services.AddPortalUi(options => options.Kind = kind);
        services.AddRazorComponents().AddInteractiveServerComponents();
        // Rows of a list travel from the first rendering into the circuit.
        services.Configure<HubOptions>(options => options.MaximumReceiveMessageSize = 1024 * 1024);
        // Pages too: their tokens differ with each answer and cookies do not come along from other sites, so sizes tell nothing.
        services.AddResponseCompression(options => options.EnableForHttps = true);
        services.AddHealthChecks();
        services.Configure<ForwardedHeadersOptions>(options => options.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto);
        services.AddAntiforgery(options => options.Cookie.Name = $"portal.{Name(kind)}.form");
        AddSignIn(services, kind);
    }

    /// <summary>Sets up how circuits are reached: never from within another page, and without memory kept for compression between messages.</summary>
    public static void ConfigureCircuits(ServerComponentsEndpointOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.ContentSecurityFrameAncestorsPolicy = "'none'";
        options.ConfigureWebSocketAcceptContext = (_, accept) =>
        {
            // A compressor that remembers earlier messages takes about 300 KB for as long as the page is open.
            accept.DangerousEnableCompression = true;
            accept.DisableServerContextTakeover = true;
            return Task.CompletedTask;
        };
    }

    /// <summary>Brings the database up to date and adds the roles.</summary>
    public static async Task PrepareDatabaseAsync(this WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        await using var scope = app.Services.CreateAsyncScope();
        await DatabaseSetup.MigrateAsync(scope.ServiceProvider, app.Lifetime.ApplicationStopping);
        await scope.ServiceProvider.GetRequiredService<SeedRoles>().RunAsync(app.Lifetime.ApplicationStopping);
    }

    /// <summary>Puts the shared steps of a request in order; map the app's pages after it.</summary>
    public static void UsePortalWeb(this WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        app.UseForwardedHeaders();
        app.UseResponseCompression();
        app.UseRequestLocalization();
        app.UseExceptionHandler("/error", createScopeForErrors: true);
        app.UseStatusCodePagesWithReExecute("/not-found", createScopeForStatusCodePages: true);
        if (!app.Environment.IsDevelopment())
        {
            app.UseHsts();
        }

        app.Use((context, next) =>
        {
            if (!IsLoopback(context) && !context.Request.IsHttps && !app.Environment.IsDevelopment() && app.Configuration["https_port"] is not null)
            {
                context.Response.Redirect("https://" + context.Request.Host.Host + context.Request.Path + context.Request.QueryString, permanent: true, preserveMethod: true);
                return Task.CompletedTask;
            }

            var headers = context.Response.Headers;
            headers.ContentSecurityPolicy = SafetyPolicy;
            headers.XContentTypeOptions = "nosniff";
            headers.XFrameOptions = "DENY";
            headers["Referrer-Policy"] = "same-origin";
            headers["Permissions-Policy"] = "camera=(self), geolocation=(), microphone=()";
            return next(context);
        });
        app.Use((context, next) =>
        {
            CompressMessagesOneByOne(context.Request.Headers);
            return next(context);
        });
        app.UseAuthentication();
        app.Use((context, next) =>
        {
            if (context.User.Identity?.IsAuthenticated == true)
            {
                context.RequestServices.GetRequiredService<CurrentUser>().Become(context.User);
            }

            return next(context);
        });
        app.UseAuthorization();
        app.UseAntiforgery();
        app.MapStaticAssets().AllowAnonymous();
        app.MapHealthChecks("/health").AllowAnonymous();
        app.MapPortalExports();
        app.MapRewardPictures();
        app.MapAccount();
    }

    internal static string Name(AccountKind kind) => kind == AccountKind.Staff ? "admin" : "member";

    private static void AddSignIn(IServiceCollection services, AccountKind kind)
    {
        services.AddAuthentication(IdentityConstants.ApplicationScheme).AddIdentityCookies();
        services.AddScoped<SignInManager<PortalUser>, PortalSignInManager>();
        services.AddScoped<IPasskeyHandler<PortalUser>, PasskeyHandler<PortalUser>>();
        services.AddScoped<ISecurityStampValidator, SecurityStampValidator<PortalUser>>();
        services.AddScoped<ITwoFactorSecurityStampValidator, TwoFactorSecurityStampValidator<PortalUser>>();
        services.AddSingleton<SignInAttempts>();
        services.ConfigureApplicationCookie(options =>
        {
            options.Cookie.Name = $"portal.{Name(kind)}.session";
            options.Cookie.HttpOnly = true;
            options.Cookie.SameSite = SameSiteMode.Lax;
            options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            options.ExpireTimeSpan = TimeSpan.FromHours(12);
            options.SlidingExpiration = true;
            options.LoginPath = "/account/login";
            options.LogoutPath = "/account/logout";
            options.AccessDeniedPath = "/account/denied";
            options.ReturnUrlParameter = "returnUrl";
            var validate = options.Events.OnValidatePrincipal;
            options.Events.OnValidatePrincipal = async context =>
            {
                // Both apps share their keys: a cookie of the other app, renamed, must not open this one.
                if (context.Principal?.FindFirstValue(PortalClaims.Kind) != ((int)kind).ToString(CultureInfo.InvariantCulture))
                {
                    context.RejectPrincipal();
                    return;
                }

                await validate(context);
            };
        });
        services.AddAuthorizationBuilder()
            .SetDefaultPolicy(OfKind(kind))
            .SetFallbackPolicy(OfKind(kind));
        services.AddSingleton<IAuthorizationHandler, PermissionHandler>();
        services.AddSingleton<IAuthorizationPolicyProvider, PermissionPolicies>();
        services.AddCascadingAuthenticationState();
        services.AddScoped<AuthenticationStateProvider, PortalAuthentication>();
        services.AddScoped<CircuitHandler, PortalCircuit>();
    }

    private static AuthorizationPolicy OfKind(AccountKind kind) => new AuthorizationPolicyBuilder()
        .RequireAuthenticatedUser()
        .RequireClaim(PortalClaims.Kind, ((int)kind).ToString(CultureInfo.InvariantCulture))
        .Build();

    /// <summary>
    /// Asks browsers not to remember earlier messages when they compress: what unpacks theirs takes about 50 KB for as long as the page
    /// is open, and they send little. The options of the framework have no word for it, but a server may answer an offer so
    /// (RFC 7692, 7.1.1.2), and the framework answers what it reads in the offer.
    /// </summary>
    private static void CompressMessagesOneByOne(IHeaderDictionary headers)
    {
        if (headers.SecWebSocketExtensions is { Count: > 0 } offers)
        {
            headers.SecWebSocketExtensions = Array.ConvertAll(offers.ToArray(), offer => offer!.Contains(NoContext, StringComparison.Ordinal)
                ? offer
                : offer.Replace(Deflate, $"{Deflate}; {NoContext}", StringComparison.Ordinal));
        }
    }

    private static bool IsLoopback(HttpContext context) =>
        context.Connection.RemoteIpAddress is null || System.Net.IPAddress.IsLoopback(context.Connection.RemoteIpAddress);
}
