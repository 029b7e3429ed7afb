using Portal.Admin;
using Portal.Admin.Api;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Imports;
using Portal.Infrastructure.Jobs;
using Portal.Infrastructure.Live;
using Portal.Ui;
using Portal.Ui.Shell;

var builder = WebApplication.CreateBuilder(args);
builder.AddPortalWeb(AccountKind.Staff);
builder.Services.AddJobHosting(builder.Configuration);
builder.Services.AddImportQueue();
builder.Services.AddLiveUpdatePolling();
builder.AddPortalApi();

var app = builder.Build();
await app.PrepareDatabaseAsync();
app.UsePortalWeb();
app.UsePortalApi();
app.MapRazorComponents<App>()
    .AddInteractiveServerRenderMode(PortalWeb.ConfigureCircuits)
    .AddAdditionalAssemblies(typeof(Texts).Assembly);
await app.RunAsync();
