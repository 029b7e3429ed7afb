using System.Text.Encodings.Web;
using System.Text.Unicode;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Localization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Portal.Infrastructure.Shared;
using Portal.Ui.CreditNotes;
using Portal.Ui.Explanations;
using Portal.Ui.Pieces;
using Radzen;

namespace Portal.Ui.Shell;

/// <summary>What both apps share: texts, languages, notices, exports.</summary>
public static class PortalUiServices
{
    /// <summary>Adds the services of the shared interface.</summary>
    public static IServiceCollection AddPortalUi(this IServiceCollection services, Action<PortalUiOptions> configure)
    {
        services.Configure(configure);
        services.TryAddSingleton(TimeProvider.System);
        services.AddScoped(provider => new Texts(TimeZoneInfo.FindSystemTimeZoneById(provider.GetRequiredService<IOptions<BusinessOptions>>().Value.TimeZone)));
        services.AddScoped<Notices>();
        services.AddScoped<UiGuard>();
        services.AddScoped<UnreadInputs>();
        services.AddScoped<TodoCounts>();
        services.AddSingleton<ExportTickets>();
        services.AddScoped<Downloads>();
        services.AddScoped<ExplanationPdf>();
        services.AddScoped<CreditNotePdf>();
        // Chinese is written as it is, not as numbers of characters.
        services.AddSingleton(HtmlEncoder.Create(UnicodeRanges.All));
        services.AddHttpContextAccessor();
        services.AddCascadingValue("DefaultCulture", provider => provider.GetRequiredService<Texts>().Culture);
        services.AddRadzenComponents();
        services.AddScoped<ILocalizer, RadzenTexts>();
        services.AddOptions<RequestLocalizationOptions>().Configure<IOptions<PortalUiOptions>>((localization, ui) =>
        {
            localization.SetDefaultCulture(Texts.Chinese).AddSupportedCultures(Texts.Chinese, Texts.English).AddSupportedUICultures(Texts.Chinese, Texts.English);
            localization.RequestCultureProviders =
            [
                new CookieRequestCultureProvider { CookieName = ui.Value.LanguageCookie },
                new CustomRequestCultureProvider(context => Task.FromResult(FromBrowser(context))),
            ];
        });
        return services;
    }

    /// <summary>Maps the address under which offered files are fetched.</summary>
    public static void MapPortalExports(this IEndpointRouteBuilder endpoints) =>
        endpoints.MapGet("/exports/{key}", async (string key, HttpContext context, ExportTickets tickets, CancellationToken cancellationToken) =>
        {
            if (tickets.Take(key, context.User.Identity?.Name ?? "") is not { } ticket)
            {
                return Results.NotFound();
            }

            // Written to a file first: an error is then an answer, not a broken download.
            var file = new FileStream(
                Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 1 << 16, FileOptions.DeleteOnClose | FileOptions.Asynchronous);
            try
            {
                await ticket.WriteAsync(file, cancellationToken);
                file.Position = 0;
            }
            catch
            {
                await file.DisposeAsync();
                throw;
            }

            return Results.File(file, ticket.ContentType, ticket.FileName);
        }).RequireAuthorization();

    /// <summary>The first language of the browser that is one of ours, whatever its region or script.</summary>
    private static ProviderCultureResult? FromBrowser(HttpContext context)
    {
        foreach (var language in context.Request.GetTypedHeaders().AcceptLanguage.OrderByDescending(language => language.Quality ?? 1))
        {
            if (language.Value.StartsWith("zh", StringComparison.OrdinalIgnoreCase))
            {
                return new ProviderCultureResult(Texts.Chinese);
            }

            if (language.Value.StartsWith("en", StringComparison.OrdinalIgnoreCase))
            {
                return new ProviderCultureResult(Texts.English);
            }
        }

        return null;
    }
}
