using System.Globalization;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server.Circuits;
using Portal.Infrastructure.Access;

namespace Portal.Ui.Access;

/// <summary>A circuit acts for the person who opened it, in the language it was opened in.</summary>
internal sealed class PortalCircuit(AuthenticationStateProvider authentication, CurrentUser user, Texts texts) : CircuitHandler
{
    public override async Task OnCircuitOpenedAsync(Circuit circuit, CancellationToken cancellationToken)
    {
        authentication.AuthenticationStateChanged += async changed => user.Become((await changed).User);
        user.Become((await authentication.GetAuthenticationStateAsync()).User);
    }

    public override Func<CircuitInboundActivityContext, Task> CreateInboundActivityHandler(Func<CircuitInboundActivityContext, Task> next) => context =>
    {
        CultureInfo.CurrentCulture = texts.Culture;
        CultureInfo.CurrentUICulture = texts.Culture;
        return next(context);
    };
}
