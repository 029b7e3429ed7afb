using System.Globalization;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Portal.Ui.Pieces;
using Portal.Ui.Shell;
using PortalTexts = Portal.Ui.Texts;

namespace Portal.Web.Tests;

/// <summary>Renders shared parts in English, without a browser.</summary>
public abstract class UiContext : BunitContext
{
    protected UiContext()
    {
        JSInterop.Mode = JSRuntimeMode.Loose;
        Services.AddSingleton(new PortalTexts(TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai"), CultureInfo.GetCultureInfo("en")));
        Services.AddSingleton(TimeProvider.System);
        Services.AddScoped<Notices>();
        Services.AddScoped<UiGuard>();
        Services.AddSingleton<ExportTickets>();
        this.AddBunitPersistentComponentState();
    }

    protected Notices Notices => Services.GetRequiredService<Notices>();

    protected UiGuard Guard => Services.GetRequiredService<UiGuard>();

    protected NavigationManager Navigation => Services.GetRequiredService<NavigationManager>();
}
