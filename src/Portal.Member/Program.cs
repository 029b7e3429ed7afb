using Portal.Infrastructure.Access;
using Portal.Infrastructure.Live;
using Portal.Member;
using Portal.Member.Registration;
using Portal.Ui;
using Portal.Ui.Shell;

var builder = WebApplication.CreateBuilder(args);
builder.AddPortalWeb(AccountKind.Customer);
builder.Services.AddLiveUpdatePolling();

var app = builder.Build();
await app.PrepareDatabaseAsync();
app.UsePortalWeb();
app.MapQrSignIn();
app.MapRazorComponents<App>()
    .AddInteractiveServerRenderMode(PortalWeb.ConfigureCircuits)
    .AddAdditionalAssemblies(typeof(Texts).Assembly);
await app.RunAsync();
