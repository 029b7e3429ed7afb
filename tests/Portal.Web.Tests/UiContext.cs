using System.Globalization;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.SavedViews;
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
        Services.AddScoped<UnreadInputs>();
        Services.AddSingleton<ExportTickets>();
        Services.AddScoped<CurrentUser>();
        Services.AddSingleton<IDbContextFactory<PortalDbContext>, NoDatabase>();
        Services.AddScoped<MySavedViews>();
        Services.AddScoped<MySaveView>();
        Services.AddScoped<MyDeleteView>();
        this.AddBunitPersistentComponentState();
    }

    /// <summary>Shared parts take their data from parameters; nobody is signed in.</summary>
    private sealed class NoDatabase : IDbContextFactory<PortalDbContext>
    {
        public PortalDbContext CreateDbContext() => throw new InvalidOperationException("Parts are rendered without a database.");
    }

    protected Notices Notices => Services.GetRequiredService<Notices>();

    protected UiGuard Guard => Services.GetRequiredService<UiGuard>();

    protected NavigationManager Navigation => Services.GetRequiredService<NavigationManager>();
}
